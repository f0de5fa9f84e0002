import type { Table } from '../../model/document.ts';
import { E3_2019 } from '../../model/templates/e3-2019.ts';
import { E4_2021 } from '../../model/templates/e4-2021.ts';
import type { TableKey, Template } from '../../model/template.ts';
import { tableOf } from './gold-cells.ts';

const T3_HEAD = [
  '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）^3>3|申请人情况>7',
  '自然人^2|法人或其他组织>5|总计^2',
  '商业企业|科研机构|社会公益组织|法律服务机构|其他',
];
const T4_HEAD = [
  '行政复议>5|行政诉讼>10',
  '结果维持^2|结果纠正^2|其他结果^2|尚未审结^2|总计^2|未经复议直接起诉>5|复议后起诉>5',
  '结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计',
];

/** Table 3 of the form as an office prints it; `numbers`: row key → `2|0|0|0|0|0|2`, zeros where a row is not named. */
export function tableThree(form: 'E3' | 'E4', numbers: Record<string, string>, block = 0): Table {
  const rows = rowsOf(form === 'E3' ? E3_2019 : E4_2021, 't3');
  const printed = new Set<string>();
  const lines = rows.map((row) => {
    const groups = row.groups.map((group, index) => {
      if (printed.has(group)) return '';
      printed.add(group);
      return `${group}^${rows.filter((one) => one.groups[index] === group).length}|`;
    });
    return `${groups.join('')}${row.label}>${3 - row.groups.length}|${numbers[row.key] ?? '0|0|0|0|0|0|0'}`;
  });
  return tableOf([...T3_HEAD, ...lines], { block });
}

/** Table 4 with its merged head and one line of numbers. */
export function tableFour(numbers: string, block = 0): Table {
  return tableOf([...T4_HEAD, numbers], { block });
}

/** Table 2 of 2021 with the six numbers of its first block and the four of the others. */
export function tableTwoE4(first: string, second: string, others: [string, string, string, string], block = 0): Table {
  return tableOf(
    [
      '第二十条第（一）项>4',
      '信息内容|本年制发件数|本年废止件数|现行有效件数',
      `规章|${first}`,
      `行政规范性文件|${second}`,
      '第二十条第（五）项>4',
      '信息内容|本年处理决定数量>3',
      `行政许可|${others[0]}>3`,
      '第二十条第（六）项>4',
      '信息内容|本年处理决定数量>3',
      `行政处罚|${others[1]}>3`,
      `行政强制|${others[2]}>3`,
      '第二十条第（八）项>4',
      '信息内容|本年收费金额（单位：万元）>3',
      `行政事业性收费|${others[3]}>3`,
    ],
    { block },
  );
}

function rowsOf(template: Template, table: TableKey) {
  return template.tables.filter((one) => one.key === table).flatMap((one) => one.blocks.flatMap((block) => block.rows));
}

/** The same table as a Word text has it: merged cells lost, the cells they covered printed empty. */
export function flatten(table: Table): Table {
  const rows = table.rows.map((row, index) => {
    const missing = index < 3 ? 0 : 10 - row.reduce((sum, cell) => sum + cell.colSpan, 0);
    const empty = Array.from({ length: missing }, () => ({
      text: '',
      colSpan: 1,
      rowSpan: 1,
      at: { block: 0, row: index },
    }));
    return [...empty, ...row.map((cell) => ({ ...cell, colSpan: 1, rowSpan: 1 }))];
  });
  return { ...table, rows, fidelity: 'flattened' };
}
