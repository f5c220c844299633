import { say, type Language, type Words } from '../gs1/words.js';
import { rowsOf, traceColumns } from '../trace/trace-table.js';
import type { Table } from './table.js';

/** A trace as it was read. */
export type Trace = Parameters<typeof rowsOf>[0];
type ColumnName = (typeof traceColumns)[number];

const names: Readonly<Record<ColumnName, Words>> = {
  level: { zh: '层级', en: 'Level' },
  batch: { zh: '批次编号', en: 'Batch id' },
  lotEntry: { zh: '混批起始条目', en: 'Mixed lot since entry' },
  code: { zh: '追溯码', en: 'Code' },
  lot: { zh: '批号', en: 'Lot' },
  product: { zh: '产品', en: 'Product' },
  organization: { zh: '主体', en: 'Organization' },
  place: { zh: '产地', en: 'Place' },
  openedAt: { zh: '建批时间（UTC）', en: 'Opened at (UTC)' },
  next: { zh: '近一层批次编号', en: 'Batch one step nearer' },
  entry: { zh: '依据的条目', en: 'Entry that says so' },
  taken: { zh: '取用数量', en: 'Taken' },
  takenUnit: { zh: '取用单位', en: 'Unit of taken' },
  made: { zh: '得到数量', en: 'Made' },
  madeUnit: { zh: '得到单位', en: 'Unit of made' },
  share: { zh: '其中可归于此来源', en: 'Share of this source' },
  state: { zh: '状态', en: 'State' },
};
const titles = {
  backward: { zh: '来源', en: 'Backward' },
  forward: { zh: '去向', en: 'Forward' },
} as const satisfies Readonly<Record<string, Words>>;
const numbers: ReadonlySet<ColumnName> = new Set(['level', 'lotEntry', 'taken', 'made', 'share']);

/** The table of a trace. `language`: of the names of its columns; null for those of the API. */
export function traceTable(
  read: () => Promise<Trace>,
  direction: 'backward' | 'forward',
  language: Language | null,
): Table {
  return {
    title: say(titles[direction], language ?? 'en'),
    columns: traceColumns.map((name) => ({
      name: language === null ? name : say(names[name], language),
      isNumber: numbers.has(name),
    })),
    pages: pageOf(read),
  };
}

async function* pageOf(read: () => Promise<Trace>): Table['pages'] {
  const trace = await read();
  const rows = rowsOf(trace);
  yield rows.map((row) => traceColumns.map((column) => String(row[column] ?? '')));
  return { rows: rows.length, complete: trace.complete };
}
