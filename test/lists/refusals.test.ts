import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListName } from '../../src/lists/rows.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { signIn, type Caller } from '../support/cooperative.js';
import { operatorOf, tracesOf } from '../support/power-traces.js';
import { addressOf, faultsIn, limitRow, limitRows, publish, publishCsv, storedVersions } from './lists.js';

let service: TestApp;
let admin: Caller;

beforeAll(async () => {
  service = await createTestApp();
  admin = await signIn(service, 'admin', null);
});

afterAll(async () => {
  expect(await storedVersions(service)).toEqual({});
  expect(await tracesOf(service, await operatorOf(service))).not.toContainEqual(
    expect.objectContaining({ kind: 'list-published' }),
  );
  await service.close();
});

const dated = { effectiveFrom: '2020-01-01', source: '示例', confidence: 'medium' };
const label = { active: '戊唑醇', formulation: '430g/L悬浮剂', crop: '苹果', ...dated };
const restriction = { active: '毒死蜱', status: 'crops', crops: ['VEG'], ...dated };
const definition = { analyte: '甲拌磷', parts: [{ analyte: '甲拌磷', factor: '1' }], ...dated };
const category = { category: 'FRU', certificateMandatory: true, ...dated };
const processYield = {
  process: 'mill',
  input: '稻谷',
  output: '大米',
  least: '0.45',
  most: '0.72',
  ...dated,
};

const accreditation = { laboratory: '示例检测中心', number: 'A-1', status: 'accredited', ...dated };

describe('a row is refused, by its number and column', () => {
  it.each<[string, ListName, object, object, string]>([
    ['with a column that is not known', 'residue-limits', limitRow(), { mrl: '2' }, '/mrl unknown-field'],
    [
      'with a column of a wrong name',
      'pesticide-labels',
      label,
      { interval_days: 7 },
      '/interval_days unknown-field',
    ],
    ['without a date', 'residue-limits', limitRow(), { effectiveFrom: undefined }, '/effectiveFrom required'],
    ['with null for a date', 'residue-limits', limitRow(), { effectiveFrom: null }, '/effectiveFrom date'],
    [
      'with a date that does not exist',
      'residue-limits',
      limitRow(),
      { effectiveFrom: '2026-02-29' },
      '/effectiveFrom date',
    ],
    [
      'with a date in another form',
      'residue-limits',
      limitRow(),
      { effectiveTo: '2026/3/1' },
      '/effectiveTo date',
    ],
    [
      'with a time for a date',
      'residue-limits',
      limitRow(),
      { effectiveTo: '2026-03-01T00:00:00Z' },
      '/effectiveTo date',
    ],
    [
      'that ends before it begins',
      'residue-limits',
      limitRow(),
      { effectiveTo: '2021-09-02' },
      '/effectiveTo order',
    ],
    ['with a negative limit', 'residue-limits', limitRow(), { limit: '-2' }, '/limit positive'],
    ['with a limit of nothing', 'residue-limits', limitRow(), { limit: '0.00' }, '/limit positive'],
    ['with an exponent', 'residue-limits', limitRow(), { limit: '2e3' }, '/limit decimal'],
    ['with a comma for a point', 'residue-limits', limitRow(), { limit: '0,5' }, '/limit decimal'],
    ['with ten decimals', 'residue-limits', limitRow(), { limit: '0.1234567891' }, '/limit decimal'],
    ['with a number for a decimal text', 'residue-limits', limitRow(), { limit: 2 }, '/limit decimal'],
    ['without a source', 'residue-limits', limitRow(), { source: undefined }, '/source required'],
    ['with a blank source', 'residue-limits', limitRow(), { source: ' ' }, '/source empty'],
    [
      'with a phone number in its source',
      'residue-limits',
      limitRow(),
      { source: '13812345678' },
      '/source personal-data',
    ],
    [
      'with text that turns around',
      'residue-limits',
      limitRow(),
      { food: '苹\u202e果' },
      '/food text-characters',
    ],
    [
      'with a confidence that is none',
      'residue-limits',
      limitRow(),
      { confidence: 'medium-high' },
      '/confidence choice',
    ],
    ['with negative days', 'pesticide-labels', label, { intervalDays: -1 }, '/intervalDays minimum'],
    ['with days as text', 'pesticide-labels', label, { intervalDays: '35' }, '/intervalDays integer'],
    ['with no use allowed', 'pesticide-labels', label, { usesMax: 0 }, '/usesMax minimum'],
    [
      'with a status that is none',
      'pesticide-restrictions',
      restriction,
      { status: 'restricted' },
      '/status choice',
    ],
    [
      'without the crops it is about',
      'pesticide-restrictions',
      restriction,
      { crops: [] },
      '/crops required',
    ],
    [
      'with crops where all are meant',
      'pesticide-restrictions',
      restriction,
      { status: 'banned' },
      '/crops not-applicable',
    ],
    [
      'with a crop twice',
      'pesticide-restrictions',
      restriction,
      { crops: ['VEG', 'VEG'] },
      '/crops/1 repeated',
    ],
    [
      'with a crop that is no text',
      'pesticide-restrictions',
      restriction,
      { crops: ['VEG', 7] },
      '/crops/1 text',
    ],
    ['with crops in one text', 'pesticide-restrictions', restriction, { crops: 'VEG' }, '/crops list'],
    ['without parts', 'residue-definitions', definition, { parts: [] }, '/parts too-few'],
    [
      'with a part without a factor',
      'residue-definitions',
      definition,
      { parts: [{ analyte: '甲拌磷' }] },
      '/parts/0/factor required',
    ],
    [
      'with a factor of nothing',
      'residue-definitions',
      definition,
      { parts: [{ analyte: '甲拌磷', factor: '0' }] },
      '/parts/0/factor positive',
    ],
    [
      'with a part twice',
      'residue-definitions',
      definition,
      { parts: [definition.parts[0], definition.parts[0]] },
      '/parts/1/analyte repeated',
    ],
    [
      'with a category that is none',
      'product-categories',
      category,
      { category: 'FRUIT' },
      '/category choice',
    ],
    [
      'with yes for true',
      'product-categories',
      category,
      { certificateMandatory: 'yes' },
      '/certificateMandatory choice',
    ],
    ['with a process that is none', 'process-yields', processYield, { process: 'husk' }, '/process choice'],
    ['with a band the wrong way round', 'process-yields', processYield, { most: '0.4' }, '/most minimum'],
    [
      'of an accreditation that is none',
      'laboratory-accreditations',
      accreditation,
      { status: 'revoked' },
      '/status choice',
    ],
    [
      'of a laboratory with a wrong code',
      'laboratory-accreditations',
      accreditation,
      { uscc: '91370600MA3GT1M59A' },
      '/uscc uscc',
    ],
  ])('%s', async (_, name, row, changes, fault) => {
    const other = { ...row, effectiveFrom: '2001-01-01', effectiveTo: '2001-12-31' };
    const answer = await publish(admin, [other, { ...row, ...changes }], { name });
    expect([answer.status, answer.body['type']]).toEqual([422, '/problems/validation']);
    expect(faultsIn(answer)).toEqual([`/rows/1${fault}`]);
  });

  it.each([[null], ['x'], [7], [[]], [true]])('that is %j', async (row) => {
    const answer = await publish(admin, [limitRow(), row]);
    expect([answer.status, ...faultsIn(answer)]).toEqual([422, '/rows/1 object']);
  });
});

describe('rows are refused that say two things about one', () => {
  it.each<[string, ListName, object[], string]>([
    [
      'for overlapping days',
      'residue-limits',
      [limitRow({ effectiveTo: '2025-12-31' }), limitRow({ effectiveFrom: '2025-12-31', limit: '1' })],
      '/rows/1/effectiveFrom overlap',
    ],
    [
      'without an end',
      'residue-limits',
      [limitRow({ effectiveFrom: '2026-01-01' }), limitRow({ limit: '1' })],
      '/rows/1/effectiveFrom overlap',
    ],
    [
      'one within the other',
      'residue-limits',
      [limitRow(), limitRow({ effectiveFrom: '2022-01-01', effectiveTo: '2022-12-31', limit: '1' })],
      '/rows/1/effectiveFrom overlap',
    ],
    [
      'twice the same',
      'residue-limits',
      [limitRow(), limitRow({ food: '梨' }), limitRow()],
      '/rows/2 duplicate',
    ],
    [
      'the same with null left out',
      'residue-limits',
      [limitRow(), limitRow({ effectiveTo: undefined })],
      '/rows/1 duplicate',
    ],
    [
      'of one target',
      'pesticide-labels',
      [
        { ...label, target: null, intervalDays: 7 },
        { ...label, intervalDays: 9 },
      ],
      '/rows/1/effectiveFrom overlap',
    ],
    [
      'of a crop in common',
      'pesticide-restrictions',
      [restriction, { ...restriction, crops: ['TEA', 'VEG'] }],
      '/rows/1/effectiveFrom overlap',
    ],
    [
      'of a category',
      'product-categories',
      [category, { ...category, certificateMandatory: false }],
      '/rows/1/effectiveFrom overlap',
    ],
    [
      'of a residue',
      'residue-definitions',
      [definition, { ...definition, source: '另一处' }],
      '/rows/1/effectiveFrom overlap',
    ],
    [
      'of a process',
      'process-yields',
      [processYield, { ...processYield, most: '0.8' }],
      '/rows/1/effectiveFrom overlap',
    ],
    [
      'of the scope of an accreditation',
      'laboratory-accreditations',
      [accreditation, { ...accreditation, status: 'suspended' }],
      '/rows/1/effectiveFrom overlap',
    ],
  ])('%s', async (_, name, rows, fault) => {
    const answer = await publish(admin, rows, { name });
    expect([answer.status, ...faultsIn(answer)]).toEqual([422, fault]);
  });
});

describe('a body is refused', () => {
  it.each<[string, unknown, number, string[]]>([
    ['without rows', {}, 422, ['/rows required']],
    ['with no row', { rows: [] }, 422, ['/rows too-few']],
    ['with rows that are no list', { rows: { 0: limitRow() } }, 422, ['/rows list']],
    ['that is a list itself', [limitRow()], 422, [' object']],
    ['with another member', { rows: [limitRow()], version: 1 }, 422, ['/version unknown-field']],
    ['nested too deeply', { rows: [[[[[[[]]]]]]] }, 400, ['/rows/0/0/0/0/0 json-depth']],
    ['with half a number', { rows: [limitRow({ limit: 0.5 })] }, 400, ['/rows/0/limit json-number']],
  ])('%s', async (_, body, status, faults) => {
    const answer = await admin.post(addressOf(), body as object);
    expect([answer.status, ...faultsIn(answer)]).toEqual([status, ...faults]);
  });

  it('with over 100,000 rows', async () => {
    const answer = await publishCsv(
      service,
      admin,
      `analyte,food,limit,unit,effectiveFrom,source,confidence\n${'a,b,1,u,2021-01-01,s,low\n'.repeat(100_001)}`,
    );
    expect([answer.status, ...faultsIn(answer)]).toEqual([422, '/rows too-many']);
  });

  it('with over fifty faults, of which fifty are told', async () => {
    const answer = await publish(admin, limitRows(120, { limit: 'x' }));
    expect(faultsIn(answer)).toHaveLength(50);
  });

  it('over 8 MiB, in either form', async () => {
    const long = 'x'.repeat(8_388_609);
    expect((await publishCsv(service, admin, long)).status).toBe(413);
    expect((await admin.post(addressOf(), JSON.stringify({ rows: [long] }))).status).toBe(413);
  });

  it('of another type, and a CSV file everywhere else', async () => {
    for (const type of ['application/jose', 'application/x-ndjson', 'text/plain', 'text/csv; header=present'])
      expect((await admin.post(addressOf(), 'x', { 'content-type': type })).status, type).toBe(415);
    const elsewhere = await admin.post('/api/v1/products', 'a,b\n', { 'content-type': 'text/csv' });
    expect(elsewhere.status).toBe(415);
  });

  it('that is empty', async () => {
    for (const type of ['text/csv', 'application/json'])
      expect((await admin.post(addressOf(), '', { 'content-type': type })).status, type).toBe(400);
  });
});

describe('a CSV file is refused', () => {
  const header = 'analyte,food,limit,unit,effectiveFrom,source,confidence';
  const line = '戊唑醇,苹果,2,mg/kg,2021-09-03,GB 2763,medium';

  it.each<[string, string, number, string[]]>([
    ['with an unknown column', `${header},mrl\n${line},2\n`, 422, ['/columns/7 unknown-field']],
    ['with a column twice', `${header},food\n${line},梨\n`, 422, ['/columns/7 repeated']],
    [
      'without a column it must have',
      'analyte,food\na,b\n',
      422,
      ['limit', 'unit', 'effectiveFrom', 'source', 'confidence'].map((name) => `/columns/${name} required`),
    ],
    [
      'with an empty cell that must not be',
      `${header}\n${line.replace('mg/kg', '')}\n`,
      422,
      ['/rows/0/unit required'],
    ],
    ['with a header alone', `${header}\n`, 422, ['/rows too-few']],
    ['with a cell too many', `${header}\n${line},x\n`, 400, [' csv']],
    ['with a cell too few', `${header}\n${line}\n戊唑醇,梨\n`, 400, [' csv']],
    ['with a quote that does not end', `${header}\n"${line}\n`, 400, [' csv']],
    ['with a quote inside a cell', `${header}\n${line.replace('苹果', '苹"果')}\n`, 400, [' csv']],
    [
      'with semicolons',
      `${header}\n${line}\n`.replaceAll(',', ';'),
      422,
      ['/columns/0 unknown-field', ...header.split(',').map((name) => `/columns/${name} required`)],
    ],
    ['with a row that says nothing new', `${header}\n${line}\n${line}\n`, 422, ['/rows/1 duplicate']],
    ['with an empty line', `${header}\n${line}\n\n${line.replace('苹果', '梨')}\n`, 400, [' csv']],
    [
      'with a line without end',
      `${header}\n${'x'.repeat(20_000)},苹果,2,mg/kg,2021-09-03,s,low\n`,
      400,
      [' csv'],
    ],
  ])('%s', async (_, csv, status, faults) => {
    const answer = await publishCsv(service, admin, csv);
    expect([answer.status, ...faultsIn(answer)]).toEqual([status, ...faults]);
  });

  it('in another encoding than UTF-8', async () => {
    const gbk = new Uint8Array([...Buffer.from(`${header}\n`), 0xce, 0xec, 0x2c, 0xc6, 0xbb, 0x0a]);
    const answer = await publishCsv(service, admin, gbk);
    expect([answer.status, ...faultsIn(answer)]).toEqual([400, ' bytes-utf8']);
  });

  it.each<[string, ListName, string, string]>([
    [
      'days that are no number',
      'pesticide-labels',
      'active,formulation,crop,intervalDays,effectiveFrom,source,confidence\na,b,c,35天,2020-01-01,s,low\n',
      '/rows/0/intervalDays integer',
    ],
    [
      'days with a leading zero',
      'pesticide-labels',
      'active,formulation,crop,intervalDays,effectiveFrom,source,confidence\na,b,c,035,2020-01-01,s,low\n',
      '/rows/0/intervalDays integer',
    ],
    [
      'neither yes nor no',
      'product-categories',
      'category,certificateMandatory,effectiveFrom,source,confidence\nFRU,true,2020-01-01,s,low\n',
      '/rows/0/certificateMandatory choice',
    ],
    [
      'a part without a factor',
      'residue-definitions',
      'analyte,parts,effectiveFrom,source,confidence\na,a=1|b,2020-01-01,s,low\n',
      '/rows/0/parts/1 object',
    ],
    [
      'an empty crop',
      'pesticide-restrictions',
      'active,status,crops,effectiveFrom,source,confidence\na,crops,VEG||TEA,2020-01-01,s,low\n',
      '/rows/0/crops/1 empty',
    ],
  ])('with %s in a cell', async (_, name, csv, fault) => {
    const answer = await publishCsv(service, admin, csv, { name });
    expect([answer.status, ...faultsIn(answer)]).toEqual([422, fault]);
  });
});
