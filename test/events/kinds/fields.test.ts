import { describe, expect, it } from 'vitest';
import { batchId, brief, changed, contextOf, faultsOf, kindOf, leafHash } from './kind-context.js';

type Refusal = readonly [pointer: string, value: unknown, expected: string];

/** Each row changes one place of the kind's example; `expected` is `pointer code`, the pointer below /data by default. */
const refusals: Readonly<Record<string, readonly Refusal[]>> = {
  input: [
    ['/inputType', 'Pesticide', 'choice'],
    ['/inputType', 1, 'choice'],
    ['/inputType', 'constructor', 'choice'],
    ['/product/name', undefined, 'required'],
    ['/product/name', '', 'empty'],
    ['/product/name', ' \u3000 ', 'empty'],
    ['/product/name', '药'.repeat(121), 'too-long'],
    ['/product/name', 7, 'text'],
    ['/product/name', ['x'], 'text'],
    ['/product/name', 'a\u202eb', 'text-characters'],
    ['/product/name', 'a\u200bb', 'text-characters'],
    ['/product/name', 'a\nb', 'text-characters'],
    ['/product/name', 'a\u0000b', 'text-characters'],
    ['/product/name', 'a\ufeffb', 'text-characters'],
    ['/product/name', 'a\ud800b', 'text-characters'],
    ['/product/manufacturer', '张某 13800138000', 'personal-data'],
    ['/method', '999999190001010007', 'personal-data'],
    ['/target/incidence', '地块3706861032150200012', 'personal-data'],
    ['/target/name', '37.30512,120.83456', 'personal-data'],
    ['/source/uscc', '92370783MA3FK2L71M', 'uscc'],
    ['/source/uscc', '92370783MA3FK2L71', 'uscc'],
    ['/source/ticket', 'x'.repeat(61), 'too-long'],
    ['/source/ticket', 'a\tb', 'text-characters'],
    ['/source/boughtOn', '2026-8-1', 'date'],
    ['/source/boughtOn', '2026-12-01', 'future'],
    ['/source/quantity/value', '0', 'positive'],
    ['/amount', undefined, 'required'],
    ['/amount/value', 2.5, 'decimal'],
    ['/amount/value', '2,5', 'decimal'],
    ['/amount/value', '1e3', 'decimal'],
    ['/amount/value', '+1', 'decimal'],
    ['/amount/value', '01', 'decimal'],
    ['/amount/value', '.5', 'decimal'],
    ['/amount/value', '1.', 'decimal'],
    ['/amount/value', '', 'decimal'],
    ['/amount/value', 'NaN', 'decimal'],
    ['/amount/value', '１２', 'decimal'],
    ['/amount/value', '1.0000000001', 'decimal'],
    ['/amount/value', '1234567890123456789', 'decimal'],
    ['/amount/value', '0', 'positive'],
    ['/amount/value', '0.000', 'positive'],
    ['/amount/value', '-0', 'positive'],
    ['/amount/value', '-2.5', 'positive'],
    ['/amount/unit', 'L', 'unit'],
    ['/amount/unit', 'ltr', 'unit'],
    ['/amount/unit', 'toString', 'unit'],
    ['/amount/unit', 'CN-MU', 'dimension'],
    ['/amount/unit', 'HEA', 'dimension'],
    ['/area/unit', 'KGM', 'dimension'],
    ['/startedOn', '2026-02-30', 'date'],
    ['/startedOn', '2026-08-20T00:00:00Z', 'date'],
    ['/startedOn', 20260820, 'date'],
    ['/stoppedOn', '2026-08-19', 'order'],
    ['/stoppedOn', '2026-11-25', 'future'],
    ['/stoppedOn', undefined, 'required'],
    ['/site', '4F9F2C1E-7A52-4C0B-9A53-0D3F8A1C2B64', 'uuid'],
    ['/site', '4f9f2c1e7a524c0b9a530d3f8a1c2b64', 'uuid'],
    ['/site', '00000000-0000-0000-0000-000000000000', 'uuid'],
    ['/operator', '', 'empty'],
  ],
  harvest: [
    ['/quantity', undefined, 'required'],
    ['/quantity/value', '-1', 'positive'],
    ['/quantity/unit', 'LTR', 'dimension'],
    ['/quantity/unit', 'CT', 'dimension'],
    ['/area/unit', 'MTR', 'dimension'],
    ['/startedOn', '2026-10-19', '/data/stoppedOn order'],
    ['/grade', '', 'empty'],
    ['/quality', [{ name: '水分' }], '/data/quality/0/value required'],
    ['/quality', [{ name: '水分', value: 16.8 }], '/data/quality/0/value text'],
    ['/quality', Array(31).fill({ name: '水分', value: '16.8' }), 'too-many'],
    ['/moisture', '16.8', 'unknown-field'],
  ],
  processing: [
    ['/process', 'grading', 'choice'],
    ['/inputs', [], 'too-few'],
    ['/inputs', undefined, 'required'],
    ['/inputs/0/leafHash', leafHash.slice(1), 'leaf-hash'],
    ['/inputs/0/leafHash', `${leafHash.slice(0, 42)}l`, 'leaf-hash'],
    ['/inputs/0/leafHash', `${leafHash}=`, 'leaf-hash'],
    ['/inputs/0/leafHash', `${leafHash.slice(0, 41)}+/`, 'leaf-hash'],
    ['/inputs/0/seq', 0, 'minimum'],
    ['/inputs/0/seq', 1.5, 'integer'],
    ['/inputs/0/seq', '4', 'integer'],
    ['/inputs/0/seq', 2 ** 53, 'maximum'],
    ['/inputs/0/batch', 'x', 'uuid'],
    ['/inputs/0/quantity', '31250', 'object'],
    ['/outputs', [], 'too-few'],
    ['/outputs', Array(51).fill({}), 'too-many'],
    ['/outputs/0/quantity/value', '0', 'positive'],
    ['/losses/0/reason', undefined, 'required'],
    ['/losses', [], 'too-few'],
    [
      '/byproducts',
      [{ name: '米糠', quantity: { value: '1' } }],
      '/data/byproducts/0/quantity/unit required',
    ],
    ['/licence', 'SC10123018400015', 'licence'],
    ['/licence', '10123018400014', 'licence'],
  ],
  shipment: [
    ['/quantity/unit', 'H87', 'dimension'],
    ['/consignee', undefined, 'required'],
    ['/consignee', {}, 'required'],
    ['/consignee', '上海', 'object'],
    [
      '/consignee/organization',
      '22222222-2222-4222-8222-222222222222',
      '/data/consignee/party not-applicable',
    ],
    ['/consignee/organization', 'x', 'uuid'],
    ['/consignee/name', 'x', 'unknown-field'],
    ['/carrier/uscc', '91370600MA3HC6Q99A', 'uscc'],
    ['/from/region', '3706', 'region'],
    ['/to/name', '北京 13800138000', 'personal-data'],
    ['/departedAt', '2026-11-20', 'instant'],
    ['/departedAt', '2026-11-20T14:05:00', 'instant'],
    ['/departedAt', '2026-11-20 14:05:00+08:00', 'instant'],
    ['/departedAt', '2026-11-20T14:05:00.1234+08:00', 'instant'],
    ['/departedAt', '2026-11-20T24:00:00+08:00', 'instant'],
    ['/departedAt', '2026-11-31T14:05:00+08:00', 'instant'],
    ['/departedAt', 1_795_000_000_000, 'instant'],
    ['/departedAt', '2026-11-23T12:00:00.001Z', 'future'],
    ['/conditions/profile', undefined, 'required'],
    ['/documents/0/number', undefined, 'required'],
    ['/documents', Array(21).fill({ type: 'a', number: 'b' }), 'too-many'],
  ],
  storage: [
    ['/place', undefined, 'required'],
    ['/enteredOn', '2026-11-24', 'future'],
    ['/leftOn', '2026-10-18', 'order'],
    ['/readings/0/max', '-0.7', 'minimum'],
    ['/readings/0/min', -0.6, 'decimal'],
    ['/readings/0/intervalMin', 0, 'minimum'],
    ['/readings/0/intervalMin', '10', 'integer'],
    ['/readings/0/gapMaxMin', -1, 'minimum'],
    ['/readings/0/gapMaxMin', 1e6, 'maximum'],
    ['/losses/0/quantity/unit', 'LTR', 'dimension'],
    ['/treatment', { type: 'fumigate', startedOn: '2026-10-10' }, '/data/treatment/type choice'],
    ['/treatment', { type: 'fumigation' }, '/data/treatment/startedOn required'],
    ['/treatment', { type: 'fumigation', startedOn: '2026-12-10' }, '/data/treatment/startedOn future'],
    [
      '/treatment',
      { type: 'fumigation', startedOn: '2026-10-10', ventilatedUntil: '2026-10-09' },
      '/data/treatment/ventilatedUntil order',
    ],
    [
      '/treatment',
      {
        type: 'fumigation',
        startedOn: '2026-10-10',
        sealedUntil: '2026-10-20',
        ventilatedUntil: '2026-10-19',
      },
      '/data/treatment/ventilatedUntil order',
    ],
  ],
  sample: [
    ['/sampleNo', undefined, 'required'],
    ['/sampleNo', '张某 13800138000', 'personal-data'],
    ['/sampledOn', '2026-11-24', 'future'],
    ['/sampledOn', '2026-10-32', 'date'],
    ['/quantity/value', '0', 'positive'],
    ['/quantity/unit', 'LTR', 'dimension'],
    ['/parts', [], 'too-few'],
    ['/parts', undefined, 'required'],
    ['/parts', Array(13).fill({ number: 'A', use: 'test' }), 'too-many'],
    ['/parts/0/use', 'retest', 'choice'],
    ['/parts/1/number', 'CY-20261020-03-A', 'part-twice'],
    ['/task', 'x', 'uuid'],
    ['/task', batchId(77), 'unknown-task'],
    ['/site', '3号地', 'uuid'],
    ['/operator', '', 'empty'],
  ],
  inspection: [
    ['/sample/entry', { seq: 9, leafHash }, 'unknown-entry'],
    ['/sample/part', 'A', '/data/sample/entry required'],
    ['/type', 'lab', 'choice'],
    ['/sample', undefined, 'required'],
    ['/sample/sampledOn', '2026-12-20', '/data/sample/sampledOn future;/data/reportedOn order'],
    ['/reportedOn', '2026-10-19', 'order'],
    ['/laboratory/name', undefined, 'required'],
    ['/laboratory/uscc', '91370600MA3GT1M59C', 'uscc'],
    ['/results', [], 'too-few'],
    ['/results', Array(121).fill({ analyte: 'a', value: '1', verdict: 'pass' }), 'too-many'],
    ['/results/0/value', 0.31, 'text'],
    ['/results/0/limit', '2 mg', 'decimal'],
    ['/results/0/verdict', 'ok', 'choice'],
    ['/results/0/verdict', 'fail', '/data/verdict choice'],
    ['/verdict', undefined, 'required'],
  ],
  certificate: [
    ['/action', 'issued', 'choice'],
    ['/type', '承诺达标合格证', 'choice'],
    ['/style', 3, 'choice'],
    ['/style', '1', 'choice'],
    ['/product', undefined, 'required'],
    ['/quantity', undefined, 'required'],
    ['/quantity/unit', 'LTR', 'dimension'],
    ['/origin', undefined, 'required'],
    ['/issuer', undefined, 'required'],
    ['/contact', undefined, 'required'],
    ['/contact', '13700000000', 'personal-data'],
    ['/promise', undefined, 'required'],
    ['/basis', undefined, 'required'],
    ['/basis', [], 'too-few'],
    ['/basis', ['委托检测合格'], '/data/basis/0 choice'],
    ['/promise', '不超标', 'fixed-text'],
    ['/basis', ['self-tested'], '/data/reportNo required;/data/inspections required'],
    ['/inspections', [], 'too-few'],
    ['/inspections', [{ seq: 2, leafHash }], '/data/inspections/0 unknown-entry'],
    ['/inspections', [{ batch: batchId(5), seq: 2, leafHash }], '/data/inspections/0/batch unknown-batch'],
    ['/style', undefined, 'required'],
    ['/issuedOn', undefined, 'required'],
    ['/issuedOn', '2026-11-24', 'future'],
    ['/reason', '错', 'not-applicable'],
    ['/certificate', { seq: 1, leafHash }, 'not-applicable'],
  ],
  label: [
    ['/action', 'printed', 'choice'],
    ['/set', 'x', 'uuid'],
    ['/units', 0, 'minimum'],
    ['/units', 1.5, 'integer'],
    ['/units', 1_000_001, 'maximum'],
    ['/units', undefined, 'required'],
    ['/net', undefined, 'required'],
    ['/net/unit', 'LTR', 'dimension'],
    ['/form', 'jws', 'choice'],
    ['/root', undefined, 'required'],
    ['/root', 'x', 'leaf-hash'],
    ['/first', 1, 'not-applicable'],
    ['/reason', '坏', 'not-applicable'],
  ],
  opening: [
    ['/code', '001061050R3GG28AX', 'code'],
    ['/code', '001061050r3gg28ay', 'code'],
    ['/code', '001061050R3GG28A', 'code'],
    ['/product/gtin', '6937001000019', 'gtin'],
    ['/product/gtin', '06937001000018', 'gtin'],
    ['/product/gtin', 6937001000019, 'gtin'],
    ['/lot', 'APP/1', 'lot'],
    ['/lot', '', 'lot'],
    ['/lot', 'A'.repeat(21), 'lot'],
    ['/lot', 'ＡＰＰ１', 'lot'],
    ['/lot', '批次1', 'lot'],
    ['/lot', 'APP\u0301', 'lot'],
    ['/lot', '13800138000', 'personal-data'],
    ['/lot', '999999190001010007', 'personal-data'],
    ['/site/region', '990000', 'region'],
    ['/site/publicName', '37.30512,120.83456', 'personal-data'],
    ['/unit', 'kg', 'unit'],
    ['/organization', undefined, 'required'],
  ],
  hold: [
    ['/reason', undefined, 'required'],
    ['/reason', 'x'.repeat(201), 'too-long'],
    ['/basis', 1, 'text'],
  ],
  release: [
    ['/hold', undefined, 'required'],
    ['/hold/batch', 'x', 'unknown-field'],
    ['/hold/seq', -1, 'minimum'],
    ['/reason', undefined, 'required'],
  ],
  delivery: [
    ['/shipment', undefined, 'required'],
    ['/shipment/seq', 0, 'minimum'],
    ['/means', undefined, 'required'],
    ['/means', 'signature', 'choice'],
    ['/quantity/value', '-1', 'positive'],
    ['/quantity/value', '0', 'positive'],
    ['/quantity/value', '1e3', 'decimal'],
    ['/returned/reason', '压伤', 'choice'],
    ['/returned/reason', 'constructor', 'choice'],
    ['/returned/reason', undefined, 'required'],
    ['/returned/quantity', undefined, 'required'],
    ['/receiver', 'a\u202eb', 'text-characters'],
    ['/receiver', '名'.repeat(81), 'too-long'],
  ],
  receipt: [
    ['/source', undefined, 'required'],
    ['/source/seq', undefined, 'required'],
    ['/quantity/value', '0', 'positive'],
    ['/shortfall/reason', undefined, 'required'],
    ['/place/name', '', 'empty'],
  ],
  return: [
    ['/shipment', undefined, 'required'],
    ['/shipment/leafHash', 'x', 'leaf-hash'],
    ['/reason', undefined, 'required'],
    ['/quantity/value', '-50', 'positive'],
  ],
  correction: [
    ['/corrects', undefined, 'required'],
    ['/corrects/kind', 'label', 'choice'],
    ['/corrects/kind', 'correction', 'choice'],
    ['/corrects/kind', 'receipt', 'choice'],
    ['/corrects/seq', 0, 'minimum'],
    ['/reason', undefined, 'required'],
    ['/data', undefined, 'required'],
    ['/data', [], 'object'],
    ['/data', null, 'object'],
  ],
  'organization-registered': [
    ['/name', '张某 13800138000', 'personal-data'],
    ['/type', '合作社', 'choice'],
    ['/uscc', '93370686MA3C2E7X7A', 'uscc'],
    ['/region', '37', 'region'],
    ['/contactShown', false, 'choice'],
  ],
  'role-granted': [
    ['/role', 'farmer', 'choice'],
    ['/role', undefined, 'required'],
    ['/region', '7', 'region'],
    ['/by', 'machine', 'choice'],
    ['/person', '', 'empty'],
  ],
  'role-ended': [['/role', 'farmer', 'choice']],
  'account-ended': [['/region', '99', 'region']],
  access: [
    ['/what', 'phone', 'choice'],
    ['/batch', 'x', 'uuid'],
    ['/application', 'x', 'uuid'],
    ['/role', 'stranger', 'choice'],
    ['/authority', 'x', 'uuid'],
    ['/purpose', 'curiosity', 'choice'],
  ],
  'break-glass': [
    ['/request', undefined, 'required'],
    ['/step', 'ended', 'choice'],
    ['/until', '2026-11-20', 'instant'],
    ['/reason', '', 'empty'],
  ],
  'power-used': [
    ['/act', undefined, 'required'],
    ['/act', 'batch-opened', 'choice'],
    ['/role', 'stranger', 'choice'],
    ['/kid', 'x', 'leaf-hash'],
    ['/client', '', 'empty'],
    ['/person', 'x'.repeat(44), 'too-long'],
    ['/actor', 'x'.repeat(37), 'too-long'],
  ],
  'list-published': [
    ['/name', 'pesticides', 'choice'],
    ['/version', 0, 'minimum'],
    ['/version', undefined, 'required'],
    ['/sha256', 'x', 'leaf-hash'],
    ['/rows', 100_001, 'maximum'],
    ['/source', '', 'empty'],
    ['/role', 'stranger', 'choice'],
    ['/issuer', 'x', 'uuid'],
    ['/signature', 1, 'text'],
    ['/actor', 'x'.repeat(37), 'too-long'],
  ],
  'application-decided': [
    ['/application', 'x', 'uuid'],
    ['/decision', 'applied', 'choice'],
    ['/region', '37', 'region'],
    ['/organization', 'x', 'uuid'],
  ],
  'key-registered': [
    ['/kid', leafHash, 'key-thumbprint'],
    ['/alg', 'EdDSA', 'choice'],
    ['/alg', 'ES256', 'choice'],
    ['/jwk', 'x', 'object'],
    ['/jwk/d', 'AAAA', '/data/jwk/d key'],
    ['/jwk/kty', 'RSA', '/data/jwk/kty key'],
    ['/jwk/x', 'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '/data/jwk/x key'],
    ['/purpose', 'log', 'choice'],
  ],
  'key-revoked': [
    ['/kid', undefined, 'required'],
    ['/untrustedFrom', '2026-11-20', 'instant'],
    ['/untrustedFrom', '2026-11-24T00:00:00Z', 'future'],
    ['/reason', undefined, 'required'],
  ],
};

describe.each(Object.entries(refusals))('%s', (name, rows) => {
  const kind = kindOf(name);
  it.each(rows.map(([pointer, value, expected]) => ({ pointer, value, expected })))(
    'is refused with $pointer = $value',
    ({ pointer, value, expected }) => {
      const wanted = expected.includes(' ') ? expected.split(';') : [`/data${pointer} ${expected}`];
      const context = contextOf();
      const faults = brief(faultsOf(kind, changed(kind.example, pointer, value), context));
      for (const each of wanted) expect(faults).toContain(each);
      // Kinds that name other entries also find those missing here; no row breaks anything else.
      const besides = faults.filter(
        (fault) => !wanted.includes(fault) && !/ unknown-(?:entry|batch)$| home-missing$/.test(fault),
      );
      expect(besides).toEqual([]);
    },
  );
});

describe('what is implausible', () => {
  it.each([
    ['input', '/product/registrationNo', 'PD2009012'],
    ['input', '/product/registrationNo', '没有'],
    ['input', '/product/unitCode', '123'],
    ['input', '/amount/value', '250000'],
    ['input', '/source', undefined],
    ['input', '/source/boughtOn', '2026-09-01'],
    ['input', '/target', undefined],
    ['harvest', '/quantity/value', '158000000'],
    ['harvest', '/area/value', '0.001'],
    ['certificate', '/validTo', '2099-01-01'],
    ['storage', '/treatment', { type: 'fumigation', startedOn: '2026-10-10', ventilatedUntil: '2027-01-01' }],
  ])('is accepted in %s: %s = %j', (name, pointer, value) => {
    const kind = kindOf(name);
    expect(brief(faultsOf(kind, changed(kind.example, pointer, value)))).toEqual([]);
  });
});

describe('the time of an event', () => {
  const harvest = kindOf('harvest');

  it('is a civil date of China, whatever its offset', () => {
    const at = (occurredAt: string) => brief(faultsOf(harvest, harvest.example, contextOf({ occurredAt })));
    expect(at('2026-10-17T16:00:00Z')).toEqual([]);
    expect(at('2026-10-17T08:00:00-08:00')).toEqual([]);
    expect(at('2026-10-17T15:59:59Z')).toEqual(['/occurredAt order']);
    expect(at('2026-10-18T00:30:00+09:00')).toEqual(['/occurredAt order']);
  });

  it('may lie after the days it tells of', () => {
    expect(
      brief(faultsOf(harvest, harvest.example, contextOf({ occurredAt: '2026-11-23T10:00:00+08:00' }))),
    ).toEqual([]);
  });

  it('lets today in China be today', () => {
    const context = {
      ...contextOf(),
      now: '2026-11-23T16:30:00.000Z',
      occurredAt: '2026-11-24T00:29:00+08:00',
    };
    const today = changed(changed(harvest.example, '/startedOn', '2026-11-24'), '/stoppedOn', '2026-11-24');
    expect(brief(faultsOf(harvest, today, context))).toEqual([]);
    expect(brief(faultsOf(harvest, changed(today, '/stoppedOn', '2026-11-25'), context))).toEqual([
      '/data/stoppedOn future',
    ]);
  });
});

describe('a fault of a code with a check character', () => {
  it('names the expected character', () => {
    const input = kindOf('input');
    const [fault] = faultsOf(input, changed(input.example, '/source/uscc', '92370783MA3FK2L71M'));
    expect(fault?.detail.en).toContain('expected N');
    expect(fault?.detail.zh).toContain('应为 N');
  });
});
