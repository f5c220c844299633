import type { JsonObject } from '../ledger/json.js';

/** A step of the demo: what happens on which lot. References to other entries are filled in as they are recorded. */
export interface DemoEvent {
  readonly lot: string;
  /** Under this name later steps refer to the entry. */
  readonly as?: string;
  readonly kind: string;
  readonly occurredAt: string;
  /** Builds the data out of the batches (by lot) and entries (by name) recorded so far. */
  readonly data: (made: DemoMade) => JsonObject;
}

/** What the demo has recorded so far. */
export interface DemoMade {
  batch(lot: string): string;
  entry(name: string): { batch: string; seq: number; leafHash: string };
}

/** One organization of the demo with its product, site and batches. All parties and numbers are fictional. */
export interface DemoStory {
  readonly organization: { kind: string; name: string; uscc: string; region: string };
  readonly owner: string;
  readonly site: { name: string; publicName: string; region: string; area: { value: string; unit: string } };
  readonly products: readonly {
    name: string;
    variety?: string;
    category: string;
    gtin?: string;
    unit: string;
  }[];
  /** Lots in the order they are opened, each with the index of its product. */
  readonly lots: readonly (readonly [lot: string, product: number])[];
  readonly events: readonly DemoEvent[];
  readonly labels: { lot: string; units: number; net: { value: string; unit: string } };
  /** Recorded after the labels are issued and activated. */
  readonly afterLabels: readonly DemoEvent[];
}

function kg(value: string): JsonObject {
  return { value, unit: 'KGM' };
}

const mu = (value: string): JsonObject => ({ value, unit: 'CN-MU' });

const apple: DemoStory = {
  organization: {
    kind: 'cooperative',
    name: '栖霞示例果业农民专业合作社',
    uscc: '93370686MA3C2E7X7L',
    region: '370686',
  },
  owner: 'apple',
  site: {
    name: '3号地',
    publicName: '山东省烟台市栖霞市',
    region: '370686',
    area: { value: '12.5', unit: 'CN-MU' },
  },
  products: [{ name: '苹果', variety: '烟富3', category: 'FRU', gtin: '06937001000019', unit: 'KGM' }],
  lots: [
    ['APP-20261018-01', 0],
    ['APP-20261018-01-G1', 0],
    ['APP-20261018-01-G2', 0],
  ],
  events: [
    {
      lot: 'APP-20261018-01',
      kind: 'input',
      occurredAt: '2026-08-20T06:30:00+08:00',
      data: () => ({
        inputType: 'pesticide',
        product: {
          name: '戊唑醇430克/升悬浮剂',
          registrationNo: 'PD20990123',
          activeIngredients: [{ name: '戊唑醇' }],
          unitCode: '19901231001483920174650238174659',
        },
        source: {
          uscc: '92370783MA3FK2L71N',
          ticket: 'XS-20260801-017',
          boughtOn: '2026-08-01',
          quantity: { value: '6.0', unit: 'LTR' },
        },
        amount: { value: '2.5', unit: 'LTR' },
        method: '喷雾',
        dilution: '3000倍',
        target: { name: '斑点落叶病', incidence: '病叶率8%' },
        startedOn: '2026-08-20',
        stoppedOn: '2026-08-20',
        area: mu('12.5'),
        operator: 'member:0007',
      }),
    },
    {
      lot: 'APP-20261018-01',
      kind: 'input',
      occurredAt: '2026-09-12T07:00:00+08:00',
      data: () => ({
        inputType: 'pesticide',
        product: {
          name: '氯虫苯甲酰胺',
          registrationNo: 'PD20990456',
          activeIngredients: [{ name: '氯虫苯甲酰胺' }],
        },
        amount: kg('0.4'),
        target: { name: '桃小食心虫' },
        startedOn: '2026-09-12',
        stoppedOn: '2026-09-12',
        area: mu('12.5'),
      }),
    },
    {
      lot: 'APP-20261018-01',
      as: 'picked',
      kind: 'harvest',
      occurredAt: '2026-10-18T16:00:00+08:00',
      data: () => ({
        quantity: kg('31250'),
        area: mu('12.5'),
        startedOn: '2026-10-18',
        stoppedOn: '2026-10-18',
      }),
    },
    {
      lot: 'APP-20261018-01',
      as: 'graded',
      kind: 'processing',
      occurredAt: '2026-10-19T15:00:00+08:00',
      data: (made) => ({
        process: 'grade',
        inputs: [{ ...made.entry('picked'), quantity: kg('31250') }],
        outputs: [
          { batch: made.batch('APP-20261018-01-G1'), quantity: kg('24300') },
          { batch: made.batch('APP-20261018-01-G2'), quantity: kg('5600') },
        ],
        losses: [{ reason: '分级剔除', quantity: kg('1350') }],
        startedOn: '2026-10-19',
        stoppedOn: '2026-10-19',
      }),
    },
    {
      lot: 'APP-20261018-01-G1',
      kind: 'receipt',
      occurredAt: '2026-10-19T15:30:00+08:00',
      data: (made) => ({ source: made.entry('graded'), quantity: kg('24300'), receivedOn: '2026-10-19' }),
    },
    {
      lot: 'APP-20261018-01-G2',
      kind: 'receipt',
      occurredAt: '2026-10-19T15:30:00+08:00',
      data: (made) => ({ source: made.entry('graded'), quantity: kg('5600'), receivedOn: '2026-10-19' }),
    },
    {
      lot: 'APP-20261018-01-G1',
      kind: 'storage',
      occurredAt: '2026-10-19T17:00:00+08:00',
      data: () => ({
        place: '示例冷库 2 号间',
        profile: 'apple_0C',
        enteredOn: '2026-10-19',
        readings: [{ min: '-0.6', max: '0.9', intervalMin: 10, gapMaxMin: 12 }],
      }),
    },
    {
      lot: 'APP-20261018-01-G1',
      kind: 'inspection',
      occurredAt: '2026-10-20T10:00:00+08:00',
      data: () => ({
        type: 'commissioned',
        sample: { sampledOn: '2026-10-20' },
        laboratory: { name: '示例农产品检测中心', uscc: '91370600MA3GT1M59B', cma: '示例CMA号' },
        reportNo: '示例-2026-10231',
        basis: 'GB 2763',
        results: [
          { analyte: '戊唑醇', value: '0.31', unit: 'mg/kg', limit: '2', verdict: 'pass' },
          { analyte: '氯虫苯甲酰胺', value: '0.05', unit: 'mg/kg', limit: '2', verdict: 'pass' },
        ],
        verdict: 'pass',
      }),
    },
    {
      lot: 'APP-20261018-01-G1',
      kind: 'certificate',
      occurredAt: '2026-11-20T09:00:00+08:00',
      data: () => ({
        action: 'issue',
        type: 'compliance',
        style: 1,
        product: '苹果',
        quantity: kg('8000'),
        origin: '山东省烟台市栖霞市',
        issuer: '栖霞示例果业农民专业合作社',
        contact: '137****0000',
        promise: '未使用禁用农药、兽药及其他化合物；使用的常规农药、兽药残留不超标',
        basis: ['quality-control', 'commission-tested'],
        reportNo: '示例-2026-10231',
        issuedOn: '2026-11-20',
      }),
    },
  ],
  labels: { lot: 'APP-20261018-01-G1', units: 1600, net: { value: '5', unit: 'KGM' } },
  afterLabels: [
    {
      lot: 'APP-20261018-01-G1',
      kind: 'shipment',
      occurredAt: '2026-11-20T14:05:00+08:00',
      data: () => ({
        quantity: kg('8000'),
        consignee: { party: { name: '上海示例批发市场' } },
        from: { name: '栖霞冷库', region: '370686' },
        to: { name: '上海市', region: '310115' },
        carrier: { name: '示例冷链物流有限公司', uscc: '91370600MA3HC6Q99T' },
        vehicle: '鲁F·示例1',
        departedAt: '2026-11-20T14:05:00+08:00',
        conditions: { profile: 'apple_0C' },
      }),
    },
  ],
};

const rice: DemoStory = {
  organization: {
    kind: 'cooperative',
    name: '五常示例水稻种植农民专业合作社',
    uscc: '93230184MA1BQ3D87Y',
    region: '230184',
  },
  owner: 'rice',
  site: {
    name: '示例稻田',
    publicName: '黑龙江省哈尔滨市五常市',
    region: '230184',
    area: { value: '96.7', unit: 'CN-MU' },
  },
  products: [
    { name: '稻谷', variety: '五优稻4号', category: 'GRA', unit: 'KGM' },
    { name: '大米', variety: '五优稻4号', category: 'GRA', unit: 'KGM' },
  ],
  lots: [
    ['PADDY-1', 0],
    ['PADDY-1D', 0],
    ['RICE-1', 1],
  ],
  events: [
    {
      lot: 'PADDY-1',
      as: 'reaped',
      kind: 'harvest',
      occurredAt: '2026-10-02T17:00:00+08:00',
      data: () => ({
        quantity: kg('58000'),
        area: mu('96.7'),
        startedOn: '2026-10-02',
        stoppedOn: '2026-10-02',
        quality: [{ name: '水分', value: '16.8', unit: '%' }],
      }),
    },
    {
      lot: 'PADDY-1D',
      as: 'dried',
      kind: 'processing',
      occurredAt: '2026-10-06T08:00:00+08:00',
      data: (made) => ({
        process: 'dry',
        inputs: [{ ...made.entry('reaped'), quantity: kg('58000') }],
        outputs: [{ batch: made.batch('PADDY-1D'), quantity: kg('56440') }],
        conditions: [{ name: '水分', value: '14.5', unit: '%' }],
      }),
    },
    {
      lot: 'PADDY-1D',
      kind: 'storage',
      occurredAt: '2026-10-06T10:00:00+08:00',
      data: () => ({
        place: '3号平房仓/02货位',
        enteredOn: '2026-10-06',
        quality: [
          { name: '出糙率', value: '80.6', unit: '%' },
          { name: '整精米率', value: '64.1', unit: '%' },
          { name: '水分', value: '14.5', unit: '%' },
        ],
      }),
    },
    {
      lot: 'PADDY-1D',
      kind: 'storage',
      occurredAt: '2026-10-10T09:00:00+08:00',
      data: () => ({
        place: '3号平房仓/02货位',
        enteredOn: '2026-10-06',
        treatment: {
          type: 'fumigation',
          agent: '磷化铝',
          startedOn: '2026-10-10',
          ventilatedUntil: '2026-10-25',
        },
      }),
    },
    {
      lot: 'PADDY-1D',
      as: 'milled',
      kind: 'processing',
      occurredAt: '2026-11-05T14:00:00+08:00',
      data: (made) => ({
        process: 'mill',
        inputs: [{ ...made.entry('dried'), quantity: kg('50000') }],
        outputs: [{ batch: made.batch('RICE-1'), quantity: kg('26000') }],
        byproducts: [
          { name: '米糠', quantity: kg('5000') },
          { name: '稻壳', quantity: kg('10000') },
          { name: '碎米', quantity: kg('8500') },
        ],
        losses: [{ reason: '加工损耗', quantity: kg('500') }],
        licence: 'SC10123018400014',
        startedOn: '2026-11-05',
        stoppedOn: '2026-11-05',
      }),
    },
    {
      lot: 'RICE-1',
      kind: 'receipt',
      occurredAt: '2026-11-05T16:00:00+08:00',
      data: (made) => ({ source: made.entry('milled'), quantity: kg('26000'), receivedOn: '2026-11-05' }),
    },
  ],
  labels: { lot: 'RICE-1', units: 5200, net: { value: '5', unit: 'KGM' } },
  afterLabels: [],
};

/** The apple batch of a cooperative and the rice batch of a mill, end to end. */
export const demoStories: readonly DemoStory[] = [apple, rice];
