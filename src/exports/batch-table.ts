import type { Reads } from '../database/tenants.js';
import { units } from '../gs1/vocabulary.js';
import { say, type Language, type Words } from '../gs1/words.js';
import { type BatchLine, listBatchLines } from './batch-table.store.js';
import type { Table } from './table.js';

const linesAtOnce = 500;
const nobody = '00000000-0000-0000-0000-000000000000';

const stopped: Words = { zh: '已冻结', en: 'on hold' };
const recalled: Words = { zh: '召回中', en: 'recalled' };
const free: Words = { zh: '正常', en: 'normal' };
const sound: Words = { zh: '核对通过', en: 'passed' };
const unsound: Words = { zh: '核对异常', en: 'failed' };
const title: Words = { zh: '批次', en: 'Batches' };
const unchecked: Words = { zh: '尚未核对', en: 'not checked yet' };

interface Column {
  readonly name: Words;
  readonly isNumber?: true;
  readonly cell: (line: BatchLine, language: Language) => string;
}

const columns: readonly Column[] = [
  { name: { zh: '主体', en: 'Organization' }, cell: ({ organization }) => organization },
  { name: { zh: '统一社会信用代码', en: 'USCC' }, cell: ({ uscc }) => uscc ?? '' },
  { name: { zh: '产品', en: 'Product' }, cell: ({ product }) => product },
  { name: { zh: '批号', en: 'Lot' }, cell: ({ lot }) => lot ?? '' },
  { name: { zh: '追溯码', en: 'Code' }, cell: ({ code }) => code },
  { name: { zh: '产地', en: 'Origin' }, cell: ({ place }) => place },
  { name: { zh: '行政区划代码', en: 'Region (GB/T 2260)' }, cell: ({ region }) => region },
  {
    name: { zh: '建批时间（UTC）', en: 'Opened at (UTC)' },
    cell: ({ openedAtMs }) => new Date(Number(openedAtMs)).toISOString(),
  },
  { name: { zh: '单位', en: 'Unit' }, cell: ({ unit }, language) => unitName(unit, language) },
  { name: { zh: '产出', en: 'Produced' }, isNumber: true, cell: ({ produced }) => produced },
  { name: { zh: '现有', en: 'Available' }, isNumber: true, cell: ({ available }) => available },
  { name: { zh: '冻结', en: 'Frozen' }, isNumber: true, cell: ({ frozen }) => frozen },
  { name: { zh: '已发出', en: 'Shipped' }, isNumber: true, cell: ({ shipped }) => shipped },
  { name: { zh: '已投入加工', en: 'Consumed' }, isNumber: true, cell: ({ consumed }) => consumed },
  { name: { zh: '损耗', en: 'Lost' }, isNumber: true, cell: ({ lost }) => lost },
  {
    name: { zh: '状态', en: 'State' },
    cell: (line, language) => say(line.recalled ? recalled : line.held ? stopped : free, language),
  },
  {
    name: { zh: '记录核对', en: 'Check of records' },
    cell: ({ failed }, language) => say(failed === null ? unchecked : failed ? unsound : sound, language),
  },
];

/** The table of all batches in scope, a row each. */
export function batchTable(reads: Reads, organizationId: string | null, language: Language): Table {
  return {
    title: say(title, language),
    columns: columns.map(({ name, isNumber = false }) => ({ name: say(name, language), isNumber })),
    pages: pagesOf(reads, organizationId, language),
  };
}

async function* pagesOf(reads: Reads, organizationId: string | null, language: Language): Table['pages'] {
  let rows = 0;
  for (let after = { organizationId: nobody, batchId: nobody }; ;) {
    const lines: BatchLine[] = await listBatchLines(reads, organizationId, after, linesAtOnce);
    const last = lines.at(-1);
    if (last === undefined) return { rows, complete: true };
    rows += lines.length;
    after = last;
    yield lines.map((line) => columns.map(({ cell }) => cell(line, language)));
  }
}

function unitName(code: string, language: Language): string {
  const unit = units[code];
  return unit === undefined ? code : say(unit.words, language);
}
