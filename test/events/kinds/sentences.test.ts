import { describe, expect, it } from 'vitest';
import { changed, kindOf, leafHash } from './kind-context.js';

const kg = (value: string) => ({ value, unit: 'KGM' });

interface Row {
  readonly kind: string;
  readonly data: object;
  readonly zh: string;
  readonly en: string;
}

function example(kind: string, changes: Readonly<Record<string, unknown>> = {}): object {
  return Object.entries(changes).reduce<object>(
    (data, [pointer, value]) => changed(data, pointer, value),
    kindOf(kind).example,
  );
}

const rows: readonly Row[] = [
  {
    kind: 'opening',
    data: example('opening'),
    zh: '栖霞示例果业农民专业合作社建立批次：苹果（烟富3），以公斤计',
    en: '栖霞示例果业农民专业合作社 opened the batch: 苹果 (烟富3), kept in kg',
  },
  {
    kind: 'opening',
    data: example('opening', { '/product/variety': undefined, '/unit': 'CN-JIN' }),
    zh: '栖霞示例果业农民专业合作社建立批次：苹果，以斤计',
    en: '栖霞示例果业农民专业合作社 opened the batch: 苹果, kept in jin',
  },
  {
    kind: 'input',
    data: example('input'),
    zh: '施用农药：戊唑醇430克/升悬浮剂 2.5 升，面积 12.5 亩，针对斑点落叶病',
    en: 'Pesticide: 戊唑醇430克/升悬浮剂, 2.5 L on 12.5 mu for 斑点落叶病',
  },
  {
    kind: 'input',
    data: example('input', {
      '/inputType': 'water',
      '/product': { name: '井水' },
      '/area': undefined,
      '/target': undefined,
    }),
    zh: '施用灌溉用水：井水 2.5 升',
    en: 'Water: 井水, 2.5 L',
  },
  {
    kind: 'harvest',
    data: example('harvest'),
    zh: '采收 31,250 公斤，面积 12.5 亩，等级统货',
    en: 'Harvested 31,250 kg from 12.5 mu, grade 统货',
  },
  {
    kind: 'harvest',
    data: {
      quantity: { value: '1234567.25', unit: 'TNE' },
      startedOn: '2026-10-18',
      stoppedOn: '2026-10-18',
    },
    zh: '采收 1,234,567.25 吨',
    en: 'Harvested 1,234,567.25 t',
  },
  {
    kind: 'processing',
    data: example('processing'),
    zh: '分级：投入 31,250 公斤，产出 24,300 公斤、5,600 公斤；损耗：分级剔除 1,350 公斤',
    en: 'Graded: 31,250 kg into 24,300 kg + 5,600 kg; lost: 分级剔除 1,350 kg',
  },
  {
    kind: 'processing',
    data: example('processing', { '/process': 'ferment', '/losses': undefined }),
    zh: '发酵：投入 31,250 公斤，产出 24,300 公斤、5,600 公斤',
    en: 'Fermented: 31,250 kg into 24,300 kg + 5,600 kg',
  },
  {
    kind: 'storage',
    data: example('storage'),
    zh: '储存于示例冷库 2 号间；损耗：腐烂 12.5 公斤',
    en: 'Stored at 示例冷库 2 号间; lost: 腐烂 12.5 kg',
  },
  {
    kind: 'storage',
    data: {
      place: '3号平房仓/02货位',
      enteredOn: '2026-10-06',
      treatment: { type: 'fumigation', agent: '磷化铝', startedOn: '2026-10-10' },
    },
    zh: '储存于3号平房仓/02货位；熏蒸：磷化铝',
    en: 'Stored at 3号平房仓/02货位; Fumigated with 磷化铝',
  },
  {
    kind: 'inspection',
    data: example('inspection'),
    zh: '示例农产品检测中心委托检测（GB 2763）：合格，共 1 项',
    en: 'Commissioned test by 示例农产品检测中心, GB 2763: Pass (1 item)',
  },
  {
    kind: 'sample',
    data: example('sample'),
    zh: '抽样 CY-20261020-03，取样 3 公斤，封样 2 份，其中备样 1 份',
    en: 'Sample CY-20261020-03 taken: 3 kg (2 sealed parts, 1 in reserve)',
  },
  {
    kind: 'sample',
    data: { sampleNo: 'CY-1', sampledOn: '2026-10-20', parts: [{ number: 'A', use: 'test' }] },
    zh: '抽样 CY-1，封样 1 份，其中备样 0 份',
    en: 'Sample CY-1 taken (1 sealed part, 0 in reserve)',
  },
  {
    kind: 'objection',
    data: example('objection'),
    zh: '对第 4 条检测结果提出异议，申请复检：对检测结果有异议，申请复检',
    en: 'Objection to the result of entry 4, a retest is asked for: 对检测结果有异议，申请复检',
  },
  {
    kind: 'certificate',
    data: example('certificate'),
    zh: '开具承诺达标合格证，数量 8,000 公斤',
    en: 'Compliance commitment certificate issued for 8,000 kg',
  },
  {
    kind: 'certificate',
    data: { action: 'suspend', type: 'organic', certificate: { seq: 5, leafHash }, reason: '复查中' },
    zh: '暂停有机产品认证：复查中',
    en: 'Organic certificate suspended: 复查中',
  },
  {
    kind: 'certificate',
    data: { action: 'revoke', type: 'green', certificate: { seq: 5, leafHash }, reason: '到期' },
    zh: '撤销绿色食品：到期',
    en: 'Green food licence revoked: 到期',
  },
  {
    kind: 'label',
    data: example('label'),
    zh: '制作标签 1,600 枚，每枚净含量 5 公斤',
    en: '1,600 labels issued, 5 kg each',
  },
  {
    kind: 'label',
    data: { action: 'activated', set: 'x', first: 1, last: 800 },
    zh: '启用标签第 1 至 800 枚',
    en: 'Labels 1 to 800 put on',
  },
  {
    kind: 'label',
    data: { action: 'voided', set: 'x', first: 7, last: 9, reason: '打印损坏' },
    zh: '作废标签第 7 至 9 枚：打印损坏',
    en: 'Labels 7 to 9 voided: 打印损坏',
  },
  {
    kind: 'shipment',
    data: example('shipment'),
    zh: '发货 8,000 公斤，发往上海市',
    en: 'Shipped 8,000 kg to 上海市',
  },
  {
    kind: 'shipment',
    data: { quantity: kg('8000'), consignee: {} },
    zh: '发货 8,000 公斤',
    en: 'Shipped 8,000 kg',
  },
  {
    kind: 'receipt',
    data: example('receipt'),
    zh: '收货 7,950 公斤；未接收 50 公斤（压伤）',
    en: 'Received 7,950 kg; not taken over: 50 kg, 压伤',
  },
  {
    kind: 'receipt',
    data: example('receipt', { '/shortfall': undefined }),
    zh: '收货 7,950 公斤',
    en: 'Received 7,950 kg',
  },
  {
    kind: 'receipt',
    data: example('receipt', {
      '/shortfall': undefined,
      '/returned': { quantity: { value: '50', unit: 'KGM' }, reason: '压伤' },
    }),
    zh: '收货 7,950 公斤；退回 50 公斤（压伤）',
    en: 'Received 7,950 kg; sent back: 50 kg, 压伤',
  },
  {
    kind: 'delivery',
    data: example('delivery'),
    zh: '持第 6 条发货的送货单码者确认：签收 590 公斤；退回 10 公斤（破损或变质）',
    en: 'Said with the delivery note’s code of entry 6: taken over 590 kg; sent back 10 kg (damaged or spoiled)',
  },
  {
    kind: 'delivery',
    data: example('delivery', {
      '/quantity': undefined,
      '/returned': undefined,
      '/missing': { value: '600', unit: 'KGM' },
    }),
    zh: '持第 6 条发货的送货单码者确认：未到 600 公斤',
    en: 'Said with the delivery note’s code of entry 6: not arrived 600 kg',
  },
  { kind: 'return', data: example('return'), zh: '退回 50 公斤：压伤', en: '50 kg came back: 压伤' },
  {
    kind: 'hold',
    data: example('hold'),
    zh: '冻结：送检样品复检中（农产品质量安全法 第36条）',
    en: 'On hold: 送检样品复检中 (农产品质量安全法 第36条)',
  },
  { kind: 'hold', data: { reason: '复检' }, zh: '冻结：复检', en: 'On hold: 复检' },
  { kind: 'release', data: example('release'), zh: '解除冻结：复检合格', en: 'Released: 复检合格' },
  {
    kind: 'correction',
    data: example('correction'),
    zh: '更正第 3 条（采收）：过磅后更正。现为：采收 31,180 公斤',
    en: 'Corrects entry 3 (Harvest): 过磅后更正. Now: Harvested 31,180 kg',
  },
  {
    kind: 'role-granted',
    data: example('role-granted'),
    zh: '授予角色：记录员（由负责人）',
    en: 'Role granted: recorder, by role owner',
  },
  {
    kind: 'role-ended',
    data: { role: 'viewer' },
    zh: '取消角色：查看员',
    en: 'Role ended: viewer',
  },
  {
    kind: 'account-ended',
    data: example('account-ended'),
    zh: '停用账号：检查员（由服务管理员）',
    en: 'Account ended: inspector, by role admin of the service',
  },
  {
    kind: 'access',
    data: example('access'),
    zh: '监管员查看了批次记录（监管）',
    en: 'Looked at the record of a batch, as regulator (supervision)',
  },
  {
    kind: 'break-glass',
    data: example('break-glass'),
    zh: '申请应急查看（监管员）',
    en: 'Break-glass access asked for, by role regulator',
  },
  {
    kind: 'break-glass',
    data: example('break-glass', { '/step': 'approved', '/until': '2026-11-20T07:05:00.000Z' }),
    zh: '批准应急查看（监管员），至 2026-11-20T07:05:00.000Z',
    en: 'Break-glass access approved, by role regulator, until 2026-11-20T07:05:00.000Z',
  },
  {
    kind: 'access',
    data: example('access', { '/what': 'members', '/role': 'admin', '/purpose': 'administration' }),
    zh: '服务管理员查看了成员名单（服务管理）',
    en: 'Looked at its members, as admin of the service (administration of the service)',
  },
  {
    kind: 'power-used',
    data: example('power-used'),
    zh: '登记机器客户端（负责人）',
    en: 'Machine client registered, by role owner',
  },
  {
    kind: 'power-used',
    data: example('power-used', { '/act': 'factor-reset', '/role': 'admin' }),
    zh: '解除他人的第二重验证（服务管理员）',
    en: 'Second factor of another taken away, by role admin of the service',
  },
  {
    kind: 'list-published',
    data: example('list-published', { '/rows': 12_345 }),
    zh: '发布清单“农药标签：安全间隔期和使用次数”第 1 版，共 12,345 行',
    en: 'Version 1 of the list “Pesticide labels: intervals and uses” published, 12,345 rows',
  },
  {
    kind: 'application-decided',
    data: example('application-decided'),
    zh: '批准入驻申请（监管员）',
    en: 'Application approved, by role regulator',
  },
  {
    kind: 'organization-registered',
    data: example('organization-registered'),
    zh: '栖霞示例果业农民专业合作社登记入驻（农民专业合作社）',
    en: '栖霞示例果业农民专业合作社 registered (Cooperative)',
  },
  {
    kind: 'key-registered',
    data: example('key-registered'),
    zh: '登记签名密钥 kPrK_qmx…，本人持有，用于签署记录',
    en: 'Key kPrK_qmx… registered, held by the participant, for statements',
  },
  {
    kind: 'key-registered',
    data: example('key-registered', { '/purpose': 'label' }),
    zh: '登记签名密钥 kPrK_qmx…，平台代管，用于签署标签',
    en: 'Key kPrK_qmx… registered, held by the service, for labels',
  },
  {
    kind: 'key-revoked',
    data: example('key-revoked'),
    zh: '签名密钥 kPrK_qmx… 自 2026-11-20T14:05:00+08:00 起停用：手机丢失',
    en: 'Key kPrK_qmx… not trusted from 2026-11-20T14:05:00+08:00: 手机丢失',
  },
];

describe('the timeline', () => {
  it.each(rows)('says a $kind: $zh', ({ kind, data, zh, en }) => {
    expect(kindOf(kind).sentence(data, 'zh-CN')).toBe(zh);
    expect(kindOf(kind).sentence(data, 'en')).toBe(en);
  });

  it('does not say who received, carried or did it when only that was private', () => {
    const sentence = kindOf('shipment').sentence(
      example('shipment', { '/to': undefined, '/consignee/party': undefined }),
      'zh-CN',
    );
    expect(sentence).toBe('发货 8,000 公斤');
  });
});
