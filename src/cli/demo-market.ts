import { growers } from './demo-growers.js';
import { kg, type DemoEvent, type DemoStory } from './demo-story.js';

/** The market takes over what a grower sent. */
function taken(lot: string, from: string, kilograms: string, shortfall?: string): DemoEvent {
  return {
    lot,
    as: lot,
    kind: 'receipt',
    occurredAt: '2026-11-13T04:30:00+08:00',
    data: (made) => ({
      source: made.entry(`${from} sent`),
      quantity: kg(kilograms),
      receivedOn: '2026-11-13',
      ...(shortfall === undefined ? {} : { shortfall: { quantity: kg(shortfall), reason: '路耗' } }),
    }),
  };
}

/** Goods that leave for somebody outside of the ledger. */
function sold(to: string, kilograms: string): DemoEvent {
  return {
    lot: 'TOM-MIX-1113',
    kind: 'shipment',
    occurredAt: '2026-11-13T09:00:00+08:00',
    data: () => ({
      quantity: kg(kilograms),
      consignee: { party: { name: to, contact: '021-00000000' } },
      to: { name: '上海市浦东新区', region: '310115' },
      departedAt: '2026-11-13T09:00:00+08:00',
    }),
  };
}

const marketCompany = '上海示例农产品批发市场有限公司';

/** A market that buys tomatoes of two growers, mixes them into packs and sells those. */
const wholesaler: DemoStory = {
  organization: { kind: 'retailer', name: marketCompany, uscc: '91310115MA1K8N3P58', region: '310115' },
  account: { login: 'market' },
  site: { name: '3号交易厅', publicName: '上海市浦东新区', region: '310115' },
  products: [{ name: '番茄', category: 'VEG', unit: 'KGM' }],
  lots: [
    ['TOM-IN-A', 0],
    ['TOM-IN-B', 0],
    ['TOM-MIX-1113', 0],
  ],
  steps: [
    taken('TOM-IN-A', 'tomato', '800'),
    taken('TOM-IN-B', 'tomato2', '695', '5'),
    {
      lot: 'TOM-IN-A',
      as: 'mixed',
      kind: 'processing',
      occurredAt: '2026-11-13T06:00:00+08:00',
      data: (made) => ({
        process: 'mix',
        inputs: [
          { ...made.entry('TOM-IN-A'), quantity: kg('500') },
          { ...made.entry('TOM-IN-B'), quantity: kg('300') },
        ],
        outputs: [{ batch: made.batch('TOM-MIX-1113'), quantity: kg('790') }],
        losses: [{ reason: '挑选剔除', quantity: kg('10') }],
        startedOn: '2026-11-13',
        stoppedOn: '2026-11-13',
      }),
    },
    {
      lot: 'TOM-MIX-1113',
      kind: 'receipt',
      occurredAt: '2026-11-13T06:30:00+08:00',
      data: (made) => ({ source: made.entry('mixed'), quantity: kg('790'), receivedOn: '2026-11-13' }),
    },
    {
      lot: 'TOM-MIX-1113',
      kind: 'certificate',
      occurredAt: '2026-11-13T07:00:00+08:00',
      data: () => ({
        action: 'issue',
        type: 'compliance',
        style: 2,
        product: '番茄',
        quantity: kg('790'),
        origin: '山东省潍坊市',
        issuer: marketCompany,
        contact: '021-00000000',
        basis: ['quality-control'],
        issuedOn: '2026-11-13',
      }),
    },
    { lot: 'TOM-MIX-1113', units: 300, net: { value: '2.5', unit: 'KGM' } },
    sold('示例中学食堂', '400'),
    sold('示例社区菜店', '250'),
  ],
};

/** An authority that samples at the market, finds a pesticide that vegetables must not have, and recalls. */
const authority: DemoStory = {
  organization: {
    kind: 'authority',
    name: '示例市场监督管理局',
    uscc: '11310000002421597W',
    region: '310115',
  },
  account: { login: 'inspector', inspects: '31' },
  products: [],
  lots: [],
  steps: [
    {
      lot: 'TOM-IN-A',
      kind: 'inspection',
      occurredAt: '2026-11-16T10:00:00+08:00',
      data: () => ({
        type: 'supervision',
        sample: { sampledOn: '2026-11-13', sampleNo: '示例-CY-1113-07' },
        laboratory: { name: '示例食品检验所', cma: '示例CMA号' },
        reportNo: '示例-JD-1116',
        reportedOn: '2026-11-16',
        basis: 'GB 2763',
        results: [{ analyte: '毒死蜱', value: '0.18', unit: 'mg/kg', limit: '0.02', verdict: 'fail' }],
        verdict: 'fail',
      }),
    },
    {
      recalled: ['TOM-IN-A'],
      words: {
        reason: '监督抽查检出毒死蜱，蔬菜禁止使用',
        advice: '停止销售和食用，联系卖家退货',
        basis: '农产品质量安全法；食品安全法 第63条',
      },
    },
  ],
};

/** A vegetable market with a recall in it, in the order in which it happens. */
export const market: readonly DemoStory[] = [...growers, wholesaler, authority];
