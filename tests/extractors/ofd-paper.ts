import JSZip from 'jszip';

const NS = 'xmlns:ofd="http://www.ofdspec.org/2016"';

/** A page of a made-up OFD document: its objects, templates it stands on, and its box in mm. */
export interface OfdSheet {
  objects: string;
  templates?: string[];
  box?: string;
}

/**
 * Packs an OFD document (GB/T 33190-2016) whose pages hold these objects. `parts` are put in or replaced; `common` stands in
 * the common data of the document.
 */
export async function ofd(
  sheets: readonly OfdSheet[],
  { common = '', parts = {} }: { common?: string; parts?: Readonly<Record<string, string>> } = {},
): Promise<Uint8Array> {
  const pages = sheets
    .map((_, index) => `<ofd:Page ID="${index + 1}" BaseLoc="Pages/P${index}/Content.xml"/>`)
    .join('');
  const all: Record<string, string> = {
    'OFD.xml': `<ofd:OFD ${NS}><ofd:DocBody><ofd:DocInfo><ofd:Title>年报</ofd:Title></ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `<ofd:Document ${NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>${common}</ofd:CommonData><ofd:Pages>${pages}</ofd:Pages></ofd:Document>`,
  };
  for (const [index, { objects, templates = [], box }] of sheets.entries()) {
    const area = box === undefined ? '' : `<ofd:Area><ofd:PhysicalBox>${box}</ofd:PhysicalBox></ofd:Area>`;
    const below = templates.map((id) => `<ofd:Template TemplateID="${id}"/>`).join('');
    all[`Doc_0/Pages/P${index}/Content.xml`] = layer(objects, area + below);
  }
  const zip = new JSZip();
  // The same pages are the same bytes, whenever they are made: a chaos run builds its portals twice.
  const date = new Date(Date.UTC(2020, 0, 1));
  for (const [name, content] of Object.entries({ ...all, ...parts })) {
    zip.file(name, content, { date, createFolders: false });
  }
  return await zip.generateAsync({ type: 'uint8array' });
}

/** The XML of a page or template with one layer of objects. */
export function layer(objects: string, before = ''): string {
  return `<ofd:Page ${NS}>${before}<ofd:Content><ofd:Layer ID="9" Type="Body">${objects}</ofd:Layer></ofd:Content></ofd:Page>`;
}

/** A text object of 4 mm whose box begins at a point in mm and whose baseline lies 4 mm below; `more` as attributes. */
export function words(
  at: readonly [x: number, y: number],
  text: string,
  more = { object: '', code: 'DeltaX="g 99 4"' },
): string {
  return `<ofd:TextObject ID="8" Boundary="${at[0]} ${at[1]} 100 5" Font="1" Size="4" ${more.object}><ofd:TextCode X="0" Y="4" ${more.code}>${text}</ofd:TextCode></ofd:TextObject>`;
}

/** A path object with its corner at a point in mm. */
export function path(at: readonly [x: number, y: number], data: string, more = ''): string {
  return `<ofd:PathObject ID="7" Boundary="${at[0]} ${at[1]} 200 200" LineWidth="0.2" ${more}><ofd:AbbreviatedData>${data}</ofd:AbbreviatedData></ofd:PathObject>`;
}

/** The lines of a grid with these abscissas and heights in mm, one path object each. */
export function grid(xs: readonly number[], ys: readonly number[]): string {
  const [left = 0, right = 0] = [xs[0], xs.at(-1)];
  const [top = 0, bottom = 0] = [ys[0], ys.at(-1)];
  return [
    ...ys.map((y) => path([left, y], `M 0 0 L ${right - left} 0`)),
    ...xs.map((x) => path([x, top], `M 0 0 L 0 ${bottom - top}`)),
  ].join('');
}
