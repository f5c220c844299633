import { kg, mu, type DemoStory } from './demo-story.js';

/** A rice batch, from paddy through drying and milling to the bag. */
export const rice: DemoStory = {
  organization: {
    kind: 'cooperative',
    name: '五常示例水稻种植农民专业合作社',
    uscc: '93230184MA1BQ3D87Y',
    region: '230184',
  },
  account: { login: 'rice' },
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
  steps: [
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
    { lot: 'RICE-1', units: 5200, net: { value: '5', unit: 'KGM' } },
  ],
};
