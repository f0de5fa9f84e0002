import type { TableKey } from '../../model/template.ts';
import { below, pick, type Random } from './random.ts';
import { layOut, type Draft, type Piece, type Sheet, sheetsOf } from './sheets.ts';

/** One kind of damage; changes the draft in place and answers false where it does not apply. */
export interface Damage {
  name: string;
  /** Only a format that tells merged cells can show it. */
  needsSpans?: boolean;
  apply(draft: Draft, random: Random): boolean;
}

const TABLES: readonly TableKey[] = ['t2', 't3', 't4'];

function cell(text: string, more: Partial<Piece> = {}): Piece {
  return { text, down: 1, across: 1, path: null, ...more };
}

function isData(piece: Piece): boolean {
  return piece.path !== null;
}

function dataRows(sheet: Sheet): Piece[][] {
  return sheet.rows.filter((row) => row.some(isData));
}

function headRows(sheet: Sheet): Piece[][] {
  return sheet.rows.filter((row) => !row.some(isData));
}

function anySheet(draft: Draft, random: Random, tables: readonly TableKey[] = TABLES): Sheet | null {
  const sheets = sheetsOf(draft).filter((sheet) => tables.includes(sheet.table) && dataRows(sheet).length > 0);
  return sheets.length === 0 ? null : pick(random, sheets);
}

function anyRow(draft: Draft, random: Random, tables?: readonly TableKey[]): { sheet: Sheet; row: Piece[] } | null {
  const sheet = anySheet(draft, random, tables);
  return sheet === null ? null : { sheet, row: pick(random, dataRows(sheet)) };
}

/** Damage of one random row that holds figures. */
function onRow(
  name: string,
  change: (row: Piece[], random: Random, sheet: Sheet) => void,
  tables?: readonly TableKey[],
): Damage {
  return {
    name,
    apply: (draft, random) => {
      const found = anyRow(draft, random, tables);
      if (found) change(found.row, random, found.sheet);
      return found !== null;
    },
  };
}

/** Damage of three random figures' text; the tag stays, the new text is the truth. */
function onText(
  name: string,
  change: (text: string, random: Random) => string,
  fits: RegExp = /^[\s\u00a0\u3000]*\d+[\s\u00a0\u3000]*$/u,
): Damage {
  return {
    name,
    apply: (draft, random) => {
      const pieces = sheetsOf(draft)
        .flatMap((sheet) => sheet.rows.flat())
        .filter((piece) => isData(piece) && fits.test(piece.text));
      if (pieces.length === 0) return false;
      for (let count = 0; count < 3; count += 1) {
        const piece = pick(random, pieces);
        if (fits.test(piece.text)) piece.text = change(piece.text.trim(), random);
      }
      return true;
    },
  };
}

function ornament(kind: NonNullable<Piece['ornament']>['kind'], keep: boolean): Damage {
  return onRow(`${kind} in a cell${keep ? ' beside its figure' : ''}`, (row, random) => {
    const piece = pick(random, row.filter(isData));
    if (!keep) piece.text = '';
    else if (piece.text.trim() === '') piece.text = '7';
    piece.ornament = { kind, text: pick(random, ['1', '3', '12']) };
  });
}

function number(random: Random): string {
  return String(5000 + below(random, 4000));
}

/** The cell before the first figure of a row: its label. */
function labelOf(row: readonly Piece[]): Piece | undefined {
  const first = row.findIndex(isData);
  return first > 0 ? row[first - 1] : undefined;
}

function groupOf(row: readonly Piece[]): string {
  return (row.find(isData)?.path ?? '').split('.').slice(0, -2).join('.');
}

function swapPaths(one: readonly Piece[], other: readonly Piece[]): void {
  const [first, second] = [one.filter(isData), other.filter(isData)];
  first.forEach((piece, index) => {
    const partner = second[index];
    if (!partner) return;
    const path = piece.path;
    piece.path = partner.path;
    partner.path = path;
  });
}

function swapLabels(name: string, sameGroup: boolean): Damage {
  return {
    name,
    apply: (draft, random) => {
      const sheet = anySheet(draft, random, ['t2', 't3']);
      const pairs = (sheet ? dataRows(sheet) : []).flatMap((row, index, rows) => {
        const next = rows[index + 1];
        const fits = next?.filter(isData).length === row.filter(isData).length && labelOf(next)?.across;
        return next && fits && (groupOf(row) === groupOf(next)) === sameGroup ? [[row, next] as const] : [];
      });
      if (pairs.length === 0) return false;
      const [one, other] = pick(random, pairs);
      const [first, second] = [labelOf(one), labelOf(other)];
      if (!first || !second) return false;
      [first.text, second.text] = [second.text, first.text];
      swapPaths(one, other);
      return true;
    },
  };
}

function mergeTexts(glue: string, keep: boolean): Damage {
  return onRow(
    `two figures in one cell by ${JSON.stringify(glue)}${keep ? ', the other left empty' : ''}`,
    (row, random) => {
      const pairs = row.flatMap((piece, index) => (isData(piece) && row[index + 1]?.path ? [index] : []));
      if (pairs.length === 0) return;
      const at = pick(random, pairs);
      const [one, other] = [row[at], row[at + 1]];
      if (!one || !other) return;
      if (one.text.trim() === '') one.text = '3';
      if (other.text.trim() === '') other.text = '4';
      one.text = `${one.text.trim()}${glue}${other.text.trim()}`;
      one.path = null;
      other.path = null;
      other.text = '';
      if (!keep) row.splice(at + 1, 1);
    },
  );
}

const EXTRA_LABELS = [
  '其中：网络申请',
  '小计',
  '合计',
  '其他',
  '备注',
  '（八）其他情形',
  '行政确认',
  '',
  '2.其他',
  '重复申请量',
];

function insertRow(copyShape: boolean): Damage {
  return {
    name: `an extra row${copyShape ? ' with the label of a group' : ''}`,
    apply: (draft, random) => {
      const sheet = anySheet(draft, random, ['t2', 't3']);
      if (!sheet) return false;
      const row = pick(random, dataRows(sheet));
      const label = copyShape
        ? pick(random, ['不予公开', '无法提供', '（六）其他处理', '三、本年度办理结果', '总计'])
        : pick(random, EXTRA_LABELS);
      const place = sheet.rows.indexOf(row);
      const start = row.findIndex(isData) - 1;
      const extra = row
        .slice(Math.max(0, start))
        .map((piece) =>
          isData(piece) ? cell(number(random), { across: piece.across }) : cell(label, { across: piece.across }),
        );
      lengthenSpans(sheet, place);
      sheet.rows.splice(place + 1, 0, extra);
      return true;
    },
  };
}

/** Spans that cross the line below row `place` grow by a row. */
function lengthenSpans(sheet: Sheet, place: number): void {
  sheet.rows.forEach((row, index) => {
    for (const piece of row) if (index <= place && index + piece.down > place + 1) piece.down += 1;
  });
}

function appendColumn(where: 'left' | 'right', text: (random: Random, index: number) => string): Damage {
  return {
    name: `an extra column on the ${where} holding ${text(() => 0.5, 2) === '' ? 'nothing' : 'something'}`,
    apply: (draft, random) => {
      const sheet = anySheet(draft, random);
      if (!sheet) return false;
      sheet.rows.forEach((row, index) => {
        const own = cell(row.some(isData) ? text(random, index) : '备注');
        if (where === 'left') row.unshift(own);
        else row.push(own);
      });
      return true;
    },
  };
}

const middleColumn: Damage = {
  name: 'an extra column between the applicants',
  apply: (draft, random) => {
    const [sheet] = sheetsOf(draft, 't3');
    if (!sheet) return false;
    const [first, second, third] = sheet.rows;
    const at = 1 + below(random, 4);
    const organisations = second?.find((piece) => /法人/u.test(piece.text));
    const applicants = first?.find((piece) => /申请人情况/u.test(piece.text));
    if (!organisations || !applicants || !third || third.some(isData)) return false;
    organisations.across += 1;
    applicants.across += 1;
    const [title, filled] = pick(random, [
      ['小计', true],
      ['', false],
      ['外国企业', true],
      ['小计', false],
    ] as const);
    third.splice(at, 0, cell(title));
    for (const row of dataRows(sheet))
      row.splice(row.findIndex(isData) + 1 + at, 0, cell(filled ? number(random) : ''));
    return true;
  },
};

function splitTable(name: string, continuing: 'dropped' | 'repeated' | 'blank', withHead: boolean): Damage {
  return {
    name: `table 3 split in two, ${name}`,
    apply: (draft, random) => {
      const [sheet] = sheetsOf(draft, 't3');
      const rows = sheet ? dataRows(sheet) : [];
      if (!sheet || rows.length < 4) return false;
      const cut = sheet.rows.indexOf(pick(random, rows.slice(1)));
      const grid = layOut(sheet)[cut] ?? new Map<number, never>();
      const carried = [...new Set([...grid].filter(([, slot]) => slot.fromAbove).map(([, slot]) => slot.piece))];
      const again = carried.map((piece) => {
        const start = sheet.rows.findIndex((row) => row.includes(piece));
        const rest = start + piece.down - cut;
        piece.down -= rest;
        return cell(continuing === 'repeated' ? piece.text : '', { down: rest, across: piece.across });
      });
      const second: Sheet = { table: 't3', rows: sheet.rows.splice(cut) };
      if (continuing !== 'dropped') second.rows[0]?.unshift(...again);
      if (withHead) second.rows.unshift(...structuredClone(sheet.rows.slice(0, 3)));
      draft.splice(draft.indexOf(sheet) + 1, 0, second);
      return true;
    },
  };
}

function joinTables(name: string, keys: readonly TableKey[]): Damage {
  return {
    name: `tables ${name} joined`,
    apply: (draft) => {
      const sheets = sheetsOf(draft).filter((sheet) => keys.includes(sheet.table));
      const [first, ...others] = sheets;
      if (!first || others.length === 0) return false;
      for (const other of others) {
        first.rows.push(...other.rows);
        draft.splice(draft.indexOf(other), 1);
      }
      return true;
    },
  };
}

/** Damage of one random cell that spans. */
function onSpan(name: string, fits: (piece: Piece) => boolean, change: (piece: Piece, random: Random) => void): Damage {
  return {
    name,
    apply: (draft, random) => {
      const pieces = sheetsOf(draft)
        .flatMap((sheet) => sheet.rows.flat())
        .filter(fits);
      if (pieces.length > 0) change(pick(random, pieces), random);
      return pieces.length > 0;
    },
  };
}

function dropHead(
  name: string,
  tables: readonly TableKey[],
  chosen: (rows: Piece[][], random: Random) => Piece[][],
): Damage {
  return {
    name,
    apply: (draft, random) => {
      const sheet = anySheet(draft, random, tables);
      const gone = sheet ? chosen(headRows(sheet), random) : [];
      if (sheet) sheet.rows = sheet.rows.filter((row) => !gone.includes(row));
      return gone.length > 0;
    },
  };
}

/** Figures of one column of the sheet, by the last segment of their paths. */
function swapColumnTags(rows: readonly Piece[][], one: string, other: string): void {
  const rename = (path: string): string => {
    const at = path.lastIndexOf('.') + 1;
    const column = path.slice(at);
    return path.slice(0, at) + (column === one ? other : column === other ? one : column);
  };
  for (const piece of rows.flat()) if (piece.path !== null) piece.path = rename(piece.path);
}

const APPLICANTS: readonly (readonly [string, RegExp])[] = [
  ['natural_person', /^自然人$/u],
  ['business', /^商业\s*企业$/u],
  ['research', /^科研\s*机构$/u],
  ['public_interest_org', /^社会\s*公益\s*(?:组织|机构)$/u],
  ['legal_service', /^法律\s*服务\s*机构$/u],
  ['other_org', /^其[他它]$/u],
  ['total', /^总计$/u],
];

function headOf(sheet: Sheet, pattern: RegExp): Piece | undefined {
  return headRows(sheet)
    .flat()
    .find((piece) => pattern.test(piece.text.replace(/\s+/gu, '')));
}

function reorderApplicants(typo: boolean): Damage {
  return {
    name: `two applicants' headers in the other order${typo ? ', one mistyped' : ''}`,
    apply: (draft, random) => {
      const [sheet] = sheetsOf(draft, 't3');
      if (!sheet) return false;
      const one = pick(random, APPLICANTS);
      const other = pick(
        random,
        APPLICANTS.filter((applicant) => applicant !== one),
      );
      const [first, second] = [headOf(sheet, one[1]), headOf(sheet, other[1])];
      if (!first || !second) return false;
      [first.text, second.text] = [second.text, first.text];
      swapColumnTags(sheet.rows, one[0], other[0]);
      if (typo) first.text = mistype(first.text, random);
      return true;
    },
  };
}

const reorderOutcomes: Damage = {
  name: 'two outcomes in the other order',
  apply: (draft, random) => {
    const [sheet] = sheetsOf(draft, 't4');
    const line = sheet ? dataRows(sheet)[0] : undefined;
    const texts = sheet?.rows.find((row) => row.length === 10) ?? [];
    const at = pick(random, [0, 1, 2, 3, 5, 6, 7, 8]);
    const [first, second] = [texts[at], texts[at + 1]];
    const figures = line?.filter(isData) ?? [];
    const [one, other] = [figures[at + 5], figures[at + 6]];
    if (!first || !second || !one || !other) return false;
    [first.text, second.text] = [second.text, first.text];
    [one.path, other.path] = [other.path, one.path];
    return true;
  },
};

const reorderSuits: Damage = {
  name: 'direct suits and suits after review in the other order',
  apply: (draft) => {
    const [sheet] = sheetsOf(draft, 't4');
    const heads = (sheet ? headRows(sheet).flat() : []).filter((piece) => /起诉/u.test(piece.text));
    const figures = (sheet ? (dataRows(sheet)[0] ?? []) : []).filter(isData);
    const [one, other] = heads;
    if (!one || !other || figures.length !== 15) return false;
    [one.text, other.text] = [other.text, one.text];
    for (let at = 5; at < 10; at += 1) {
      const [first, second] = [figures[at], figures[at + 5]];
      if (first && second) [first.path, second.path] = [second.path, first.path];
    }
    return true;
  },
};

const reorderBlock: Damage = {
  name: 'two headers of a block of table 2 in the other order',
  apply: (draft, random) => {
    const [sheet] = sheetsOf(draft, 't2');
    const places = (sheet?.rows ?? []).flatMap((row, index) => (row.length === 4 && !row.some(isData) ? [index] : []));
    if (!sheet || places.length === 0) return false;
    const index = pick(random, places);
    const at = pick(random, [1, 2]);
    const head = sheet.rows[index] ?? [];
    const [first, second] = [head[at], head[at + 1]];
    if (!first || !second) return false;
    [first.text, second.text] = [second.text, first.text];
    for (const row of sheet.rows.slice(index + 1)) {
      if (!row.some(isData)) break;
      const [one, other] = [row[at], row[at + 1]];
      if (one && other) [one.path, other.path] = [other.path, one.path];
    }
    return true;
  },
};

function mistype(text: string, random: Random): string {
  const chars = Array.from(text);
  const places = chars.flatMap((char, index) => (/\p{Script=Han}/u.test(char) ? [index] : []));
  if (places.length === 0) return text;
  const at = pick(random, places);
  if (random() < 0.5) chars.splice(at, 1);
  else chars[at] = pick(random, ['某', '的', '公', '政', '其', '本', '不', '数']);
  return chars.join('');
}

function mistypeLabels(count: number): Damage {
  return {
    name: `${count} label(s) mistyped`,
    apply: (draft, random) => {
      const labels = sheetsOf(draft)
        .flatMap((sheet) => sheet.rows.flat())
        .filter((piece) => !isData(piece) && /\p{Script=Han}/u.test(piece.text));
      if (labels.length === 0) return false;
      for (let time = 0; time < count; time += 1) {
        const label = pick(random, labels);
        label.text = mistype(label.text, random);
      }
      return true;
    },
  };
}

const TRADITIONAL = new Map(
  '规規范範项項处處罚罰许許强強费費数數减減对對废廢现現采採购購总總额額条條据據关關系係为為与與请請结結转轉属屬国國权權务務类類过過执執询詢无無制製补補后後内內确確认認访訪举舉报報诉訴复復当當缴繳纳納机機构構会會组組织織业業单單纠糾审審维維经經议議讼訟于於个個开開护護营營发發级級区區计計'
    .match(/../gu)
    ?.map((pair) => [pair.charAt(0), pair.charAt(1)] as const) ?? [],
);

const traditional: Damage = {
  name: 'labels in traditional characters',
  apply: (draft) => {
    for (const piece of sheetsOf(draft).flatMap((sheet) => sheet.rows.flat())) {
      if (!isData(piece)) piece.text = Array.from(piece.text, (char) => TRADITIONAL.get(char) ?? char).join('');
    }
    return true;
  },
};

function imageOf(table: TableKey): Damage {
  return {
    name: `table ${table} as an image`,
    apply: (draft) => {
      const [sheet] = sheetsOf(draft, table);
      if (sheet) draft[draft.indexOf(sheet)] = '（此处为图片）';
      return sheet !== undefined;
    },
  };
}

function secondReport(withNumbers: boolean): Damage {
  return {
    name: `another report behind it${withNumbers ? '' : ', blank'}`,
    apply: (draft, random) => {
      const others = structuredClone(draft);
      for (const piece of sheetsOf(others).flatMap((sheet) => sheet.rows.flat())) {
        if (piece.path === null) continue;
        piece.path = null;
        piece.text = withNumbers ? number(random) : '';
      }
      draft.push('另一单位2020年政府信息公开工作年度报告', ...others);
      return true;
    },
  };
}

const repeatHead: Damage = {
  name: 'the header again in the middle of table 3',
  apply: (draft, random) => {
    const [sheet] = sheetsOf(draft, 't3');
    if (!sheet) return false;
    const head = structuredClone(sheet.rows.slice(0, 3));
    const place = sheet.rows.indexOf(pick(random, dataRows(sheet).slice(2)));
    sheet.rows.forEach((row, index) => {
      for (const piece of row) if (index < place && index + piece.down > place) piece.down = place - index;
    });
    sheet.rows.splice(place, 0, ...head);
    return true;
  },
};

/** Rows become columns. Its figures keep their tags, since a person can read it: a reader may refuse, not misread. */
const transposed: Damage = {
  name: 'table 3 with rows and columns exchanged',
  apply: (draft) => {
    const [sheet] = sheetsOf(draft, 't3');
    if (!sheet) return false;
    const rows = dataRows(sheet);
    const labels = rows.map((row) => cell(labelOf(row)?.text ?? ''));
    const columns = APPLICANTS.map(([, pattern], index) => [
      cell(headOf(sheet, pattern)?.text ?? ''),
      ...rows.map((row) => row.filter(isData)[index] ?? cell('')),
    ]);
    sheet.rows = [[cell('申请人情况'), ...labels], ...columns];
    return true;
  },
};

const rowsExchanged: Damage = {
  name: 'two rows of a group exchanged with their labels',
  apply: (draft, random) => {
    const sheet = anySheet(draft, random, ['t2', 't3']);
    const places = (sheet?.rows ?? []).flatMap((row, index, rows) => {
      const next = rows[index + 1];
      return row.some(isData) && next?.length === row.length && next.some(isData) && groupOf(row) === groupOf(next)
        ? [index]
        : [];
    });
    if (!sheet || places.length === 0) return false;
    const at = pick(random, places);
    sheet.rows.splice(at, 2, ...sheet.rows.slice(at, at + 2).reverse());
    return true;
  },
};

const cellsOverTwoRows: Damage = {
  name: 'a figure merged over two rows',
  needsSpans: true,
  apply: (draft, random) => {
    const sheet = anySheet(draft, random, ['t2', 't3']);
    const places = (sheet?.rows ?? []).flatMap((row, index, rows) =>
      row.some(isData) && rows[index + 1]?.some(isData) ? [index] : [],
    );
    if (!sheet || places.length === 0) return false;
    const at = pick(random, places);
    const [row, next] = [sheet.rows[at] ?? [], sheet.rows[at + 1] ?? []];
    const upper = pick(random, row.filter(isData));
    const column = upper.path?.split('.').at(-1);
    const lower = next.find((piece) => piece.path?.endsWith(`.${column}`) === true);
    if (!lower) return false;
    upper.down = 2;
    next.splice(next.indexOf(lower), 1);
    lower.path = null;
    return true;
  },
};

const rowsJoined: Damage = {
  name: 'two labels in one cell, the second row gone',
  apply: (draft, random) => {
    const sheet = anySheet(draft, random, ['t2', 't3']);
    const places = (sheet?.rows ?? []).flatMap((row, index, rows) => {
      const next = rows[index + 1];
      return row.some(isData) && next?.some(isData) && groupOf(row) === groupOf(next) ? [index] : [];
    });
    if (!sheet || places.length === 0) return false;
    const at = pick(random, places);
    const [row, next] = [sheet.rows[at] ?? [], sheet.rows[at + 1] ?? []];
    const [label, gone] = [labelOf(row), labelOf(next)];
    if (!label || !gone) return false;
    label.text = `${label.text}\n${gone.text}`;
    row.filter(isData).forEach((piece) => (piece.path = null));
    sheet.rows.splice(at + 1, 1);
    return true;
  },
};

const blankRow: Damage = {
  name: 'a row of empty cells',
  apply: (draft, random) => {
    const sheet = anySheet(draft, random);
    if (!sheet) return false;
    const row = pick(random, dataRows(sheet));
    const place = sheet.rows.indexOf(row);
    lengthenSpans(sheet, place);
    sheet.rows.splice(
      place + 1,
      0,
      row.map((piece) => cell('', { across: piece.across })),
    );
    return true;
  },
};

/** Every damage that portals, editors and converters have been seen, or must be expected, to do to a report. */
export const DAMAGES: readonly Damage[] = [
  { name: 'none', apply: () => true },
  onRow('a figure dropped', (row, random) => row.splice(row.indexOf(pick(random, row.filter(isData))), 1)),
  onRow('a label dropped', (row) => {
    const label = labelOf(row);
    if (!label) return;
    row.splice(row.indexOf(label), 1);
    row.filter(isData).forEach((piece) => (piece.path = null));
  }),
  onRow(
    'a label emptied',
    (row) => {
      const label = labelOf(row);
      if (!label) return;
      label.text = '';
      row.filter(isData).forEach((piece) => (piece.path = null));
    },
    ['t2', 't3'],
  ),
  onRow('a row twice', (row, _random, sheet) => {
    const place = sheet.rows.indexOf(row);
    lengthenSpans(sheet, place);
    const first = Math.max(0, row.findIndex(isData) - 1);
    sheet.rows.splice(place + 1, 0, structuredClone(row.slice(first)));
  }),
  swapLabels('two adjacent labels of a group exchanged', true),
  swapLabels('two adjacent labels of different groups exchanged', false),
  ...['', ' ', '\n', '  ', '/', '、'].map((glue) => mergeTexts(glue, false)),
  ...[' ', '\n', '\u3000', '/', '、', '；'].map((glue) => mergeTexts(glue, true)),
  onRow('two figures merged over two columns', (row) => {
    const at = row.findIndex((piece, index) => isData(piece) && row[index + 1]?.path);
    const [one, other] = [row[at], row[at + 1]];
    if (!one || !other) return;
    one.text = `${one.text.trim()}${other.text.trim()}`;
    one.across += other.across;
    one.path = null;
    row.splice(at + 1, 1);
  }),
  {
    name: 'a row deleted',
    apply: (draft, random) => {
      const found = anyRow(draft, random);
      if (found) found.sheet.rows.splice(found.sheet.rows.indexOf(found.row), 1);
      return found !== null;
    },
  },
  insertRow(false),
  insertRow(true),
  appendColumn('left', (_random, index) => String(index)),
  appendColumn('left', () => ''),
  appendColumn('right', (random) => number(random)),
  appendColumn('right', () => ''),
  appendColumn('right', () => '无'),
  middleColumn,
  onRow('an empty cell put before the figures', (row) => row.splice(row.findIndex(isData), 0, cell(''))),
  onRow('an empty cell put between the figures', (row, random) =>
    row.splice(row.findIndex(isData) + 1 + below(random, Math.max(1, row.filter(isData).length - 1)), 0, cell('')),
  ),
  onRow('an empty cell put behind the figures', (row) => row.push(cell(''))),
  onRow('a cell with a number put behind the figures', (row, random) => row.push(cell(number(random)))),
  splitTable('the group not repeated', 'dropped', false),
  splitTable('the group repeated', 'repeated', false),
  splitTable('the group left empty', 'blank', false),
  splitTable('with a header and the group', 'repeated', true),
  splitTable('with a header and without the group', 'dropped', true),
  joinTables('2 and 3', ['t2', 't3']),
  joinTables('3 and 4', ['t3', 't4']),
  joinTables('2, 3 and 4', ['t2', 't3', 't4']),
  onSpan(
    'a row span dropped',
    (piece) => piece.down > 1,
    (piece) => (piece.down = 1),
  ),
  onSpan(
    'a row span too long',
    (piece) => piece.down > 1,
    (piece, random) => (piece.down += 1 + below(random, 3)),
  ),
  onSpan(
    'a row span too short',
    (piece) => piece.down > 2,
    (piece) => (piece.down -= 1),
  ),
  onSpan(
    'a row span out of nothing',
    (piece) => piece.down === 1,
    (piece) => (piece.down = 2),
  ),
  onSpan(
    'a column span dropped',
    (piece) => piece.across > 1,
    (piece) => (piece.across = 1),
  ),
  onSpan(
    'a column span too long',
    (piece) => piece.across > 1,
    (piece, random) => (piece.across += 1 + below(random, 2)),
  ),
  onSpan(
    'a column span out of nothing',
    (piece) => piece.across === 1,
    (piece) => (piece.across = 2),
  ),
  onText('units in cells', (text, random) => text + pick(random, ['件', '条', '项', '个'])),
  onText('full-width digits', (text) =>
    text.replace(/\d/gu, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)),
  ),
  onText('O for 0', (text) => text.replace(/0/u, 'O'), /^\s*\d*0\d*\s*$/u),
  onText('l for 1', (text) => text.replace(/1/u, 'l'), /^\s*\d*1\d*\s*$/u),
  onText(
    'thousands separators',
    (text, random) =>
      `1${pick(random, [',', '，', '、', ' ', '\u2009', '.', '’', '٬', '\u00a0', '·'])}${text.padStart(3, '0').slice(-3)}`,
  ),
  onText(
    'spaces within numbers',
    (text, random) => `${text}${pick(random, [' ', '  ', '\u00a0', '\u3000', '\t', '\u2003', '\u202f'])}5`,
  ),
  onText('a line break within a number', (text) => `${text}\n5`),
  onText('a zero-width space within a number', (text) => `${text}\u200b5`),
  onText('NBSP around', (text) => `\u00a0${text}\u3000`),
  onText(
    'a footnote mark',
    (text, random) =>
      text + pick(random, ['①', '*', '※', '[1]', '（1）', '¹', '⑴', '注', '㈠', '＊', '†', '♦', '1)', '₁', '❶']),
  ),
  onText(
    'a note in the cell',
    (text, random) =>
      text +
      pick(random, [
        '（件）',
        '%',
        '％',
        '‰',
        '左右',
        '余',
        '以上',
        '(含上年)',
        '°',
        '℃',
        '人/次',
        '+',
        '-',
        '?',
        '？',
        '.',
        '。',
        '、',
        ':',
        '号',
        '万',
        '亿',
        '年',
        '月',
      ]),
  ),
  onText(
    'a word before the number',
    (text, random) =>
      pick(random, [
        '约',
        '共',
        '>',
        '＜',
        '≥',
        '近',
        '第',
        '№',
        '￥',
        '¥',
        '$',
        '±',
        '~',
        '～',
        '（',
        '.',
        "'",
        '=',
        '^',
        '*',
        '√',
        '–',
        '—',
        '―',
        '⁻',
        '₋',
        '➖',
      ]) + text,
  ),
  onText(
    'a range or a sum',
    (text, random) =>
      `${text}${pick(random, ['-', '—', '~', '～', '至', '/', '+', '＋', '×', ':', '比', '|', '，', ',', '.', '．', '。', '、', ';', '_', '･', '‧', '•', '−', '=', '('])}${1 + below(random, 9)}`,
  ),
  onText('another script', (_text, random) =>
    pick(random, [
      '一',
      '十二',
      '〇',
      '零',
      'Ⅱ',
      'ⅲ',
      '②',
      '⑵',
      '⒉',
      '٣',
      '३',
      '½',
      '1/2',
      '２分之１',
      '壹',
      '两',
      '㊂',
      '🄂',
      '1e3',
      '0x10',
      '1E5',
      '1_000',
      'NaN',
      '1 000 000',
      '⁵',
      '₅',
      '㉑',
      '³',
    ]),
  ),
  onText('no figure at all', (_text, random) =>
    pick(random, [
      '.',
      ',',
      '…',
      '×',
      '√',
      '?',
      '件',
      '待定',
      '见附件',
      '同上',
      '〃',
      '"',
      '*',
      '#',
      '＃REF!',
      '#####',
      'null',
      'undefined',
      '0.0',
      '00',
      '□',
      '\ufffd',
      '\ue000',
      '\ufffc',
      '⸺',
      '━',
      '_',
      '__',
      '～',
      '·',
      '。',
      '、',
      'ー',
      '︱',
      '|',
      '〇〇',
      '\u200b',
      '\u2028',
      '&nbsp',
      '&nbsp;',
    ]),
  ),
  repeatHead,
  dropHead('the whole header missing', TABLES, (rows) => rows),
  dropHead('one header row missing', TABLES, (rows, random) => (rows.length === 0 ? [] : [pick(random, rows)])),
  dropHead('the block headers of table 2 missing', ['t2'], (rows) => rows.filter((row) => row.length > 1)),
  reorderApplicants(false),
  reorderApplicants(true),
  reorderOutcomes,
  reorderSuits,
  reorderBlock,
  traditional,
  mistypeLabels(1),
  mistypeLabels(4),
  mistypeLabels(40),
  imageOf('t2'),
  imageOf('t3'),
  imageOf('t4'),
  secondReport(true),
  secondReport(false),
  transposed,
  rowsExchanged,
  cellsOverTwoRows,
  rowsJoined,
  blankRow,
  ...(['superscript', 'struck', 'image', 'hidden'] as const).map((kind) => ornament(kind, true)),
  ...(['superscript', 'struck', 'image', 'input', 'nested', 'script'] as const).map((kind) => ornament(kind, false)),
];
