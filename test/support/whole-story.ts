import { createOfficial } from './authority.js';
import { failedTest } from './anomalies.js';
import { createBody, day } from './certifying.js';
import { createConsignee, receive, settledBalance, shipTo, type Shipment } from './consignee.js';
import { harvestOf, made, type Answer, type Cooperative } from './cooperative.js';

/** Names an entry by its answer. */
const entryOf = (batch: string, body: Answer['body']): object => ({
  batch,
  seq: body.seq,
  leafHash: body.leafHash,
});
const ownEntryOf = ({ seq, leafHash }: Answer['body']): object => ({ seq, leafHash });

/** A recall of both that is withdrawn, one that stands, and a rehearsal. */
async function recallAndWithdraw({ owner }: Cooperative, raw: string, sorted: string): Promise<void> {
  const recall = (body: object): Promise<Answer['body']> => made(owner.post('/api/v1/recalls', body));
  const { id } = await recall({ batches: [raw, sorted], reason: '复检中' });
  const withdrawn = await owner.post(`/api/v1/recalls/${String(id)}/withdrawal`, { reason: '复检合格' });
  if (withdrawn.status !== 200) throw new Error(JSON.stringify(withdrawn.body));
  await recall({ batches: [raw], reason: '复检不合格' });
  await recall({ batches: [sorted], reason: '年度演练', mock: true });
}

const kg = (value: string): object => ({ value, unit: 'KGM' });

/** A story with every effect there is: processing, handover, return, correction, hold, recall, labels in all three states. */
export async function tellAll(cooperative: Cooperative): Promise<void> {
  const consignee = await createConsignee(cooperative);
  const [raw, sorted] = [await cooperative.open('RAW-1'), await cooperative.open('SORTED-1')];
  const record = (batch: string, kind: string, data: object): Promise<Answer['body']> =>
    made(cooperative.record(batch, kind, data));
  const harvest = await record(raw, 'harvest', harvestOf(1_000));
  await record(raw, 'correction', {
    corrects: { kind: 'harvest', ...ownEntryOf(harvest) },
    reason: '过磅后更正',
    data: harvestOf(1_100),
  });
  await record(raw, 'correction', {
    corrects: { kind: 'harvest', ...ownEntryOf(harvest) },
    reason: '再次更正',
    data: harvestOf(990),
  });
  const sorting = await record(raw, 'processing', {
    process: 'grade',
    inputs: [{ ...entryOf(raw, harvest), quantity: kg('900.5') }],
    outputs: [{ batch: sorted, quantity: kg('850') }],
    losses: [{ reason: '分级剔除', quantity: kg('50.5') }],
  });
  await record(sorted, 'receipt', { source: entryOf(raw, sorting), quantity: kg('400') });
  await record(sorted, 'receipt', { source: entryOf(raw, sorting), quantity: kg('450') });
  const hold = await record(sorted, 'hold', { reason: '复检' });
  await record(sorted, 'release', { hold: ownEntryOf(hold), reason: '复检合格' });
  const set = await made(
    cooperative.owner.post(`/api/v1/batches/${sorted}/labels`, { units: 10, net: kg('5'), form: 'signed' }),
  );
  await record(sorted, 'label', { action: 'activated', set: set.id, first: 1, last: 8 });
  await record(sorted, 'label', { action: 'voided', set: set.id, first: 7, last: 9, reason: '打印损坏' });
  const issue = {
    ...{ action: 'issue', type: 'compliance', style: 1, product: '苹果', origin: '山东省烟台市栖霞市' },
    ...{ issuer: '栖霞示例果业农民专业合作社', contact: '137****0000' },
    ...{ basis: ['quality-control'], issuedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) },
  };
  await record(sorted, 'certificate', { ...issue, quantity: kg('300') });
  const wrong = await record(sorted, 'certificate', { ...issue, quantity: kg('550') });
  const revoked = {
    action: 'revoke',
    type: 'compliance',
    certificate: ownEntryOf(wrong),
    reason: '数量写错',
  };
  await record(sorted, 'certificate', revoked);
  const shipment = await shipTo(cooperative, sorted, consignee.organizationId, '300');
  const { seq, leafHash } = shipment;
  await record(sorted, 'return', { shipment: { seq, leafHash }, quantity: kg('20.25'), reason: '压伤' });
  const taken = [await consignee.open(), await consignee.open()];
  await made(receive(consignee.owner, taken[0] ?? '', shipment, '100'));
  await made(receive(consignee.owner, taken[1] ?? '', shipment, '179.75'));
  await settledBalance(cooperative.owner, sorted);
  await sampleForTask(cooperative, raw);
  const state = { batch: raw, seq: Number(harvest.seq), leafHash: String(harvest.leafHash) };
  await tellOfBin(cooperative, state);
  await tellOfCertification(cooperative);
  await recallAndWithdraw(cooperative, raw, sorted);
  await lookInto(cooperative, raw);
  await tellOfInputs(cooperative, raw);
  // Last: it stops what was made of the batch, too.
  await record(raw, 'hold', { reason: '复检' });
}

/** Two inputs by the codes on their packages: one was read wrongly, the other named none in truth. */
async function tellOfInputs(cooperative: Cooperative, batch: string): Promise<void> {
  const used = (unitCode?: string): object => ({
    inputType: 'fertilizer',
    product: { name: '示例有机肥', ...(unitCode === undefined ? {} : { unitCode }) },
    amount: kg('50'),
    ...{ startedOn: '2026-08-20', stoppedOn: '2026-08-20' },
  });
  const correct = async (from: string, to?: string): Promise<void> => {
    const entry = await made(cooperative.record(batch, 'input', used(from)));
    const corrects = { kind: 'input', ...ownEntryOf(entry) };
    await made(cooperative.record(batch, 'correction', { corrects, reason: '扫错了包装', data: used(to) }));
  };
  await correct('FE2026 0801 A', 'fe2026 0801 b');
  await correct('FE2026 0801 C');
}

/** An authority orders an inspection and takes a sample for it, whose quantity it then corrects. */
async function sampleForTask(cooperative: Cooperative, batch: string): Promise<void> {
  const { caller } = await createOfficial(cooperative);
  const order = { batch, analytes: ['毒死蜱'], dueOn: '2099-12-31', reason: '年度监督抽查计划' };
  const { id } = await made(caller.post('/api/v1/inspection-tasks', order));
  const state = (kind: string, data: object): Promise<Answer['body']> =>
    made(
      caller.post(`/api/v1/batches/${batch}/events`, { kind, occurredAt: new Date().toISOString(), data }),
    );
  const sample = (value: string): object => ({
    ...{ sampleNo: 'CY-1', sampledOn: '2026-10-20', quantity: kg(value), task: id },
    parts: [{ number: 'A', use: 'test' }],
  });
  const taken = await state('sample', sample('0.75'));
  const corrects = { kind: 'sample', ...ownEntryOf(taken) };
  await state('correction', { corrects, reason: '笔误', data: sample('0.5') });
}

/** An authority takes up that the tests of a batch failed, notes what it hears, ends it, and takes it up again. */
async function lookInto(cooperative: Cooperative, batch: string): Promise<void> {
  const { caller } = await createOfficial(cooperative);
  const { id } = await failedTest(cooperative, caller, batch);
  const step = async (path: string, body: object): Promise<void> => {
    const answer = await caller.post(`/api/v1/anomalies/${id}/${path}`, body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  };
  await step('assignment', {});
  await step('notes', { text: '已约谈' });
  await step('closing', { outcome: 'explained', reason: '样品送错' });
  await step('assignment', {});
  await step('closing', { outcome: 'filed', reason: '复查仍不合格' });
}

/** A certification that is suspended and resumed, a claim, and marked labels of which some are void. */
async function tellOfCertification(cooperative: Cooperative): Promise<void> {
  const certifying = await createBody(cooperative);
  const granted = await certifying.certify();
  await made(certifying.change(granted.seq, 'suspended', day(-20)));
  await made(certifying.change(granted.seq, 'resumed', day(-10)));
  const batch = await cooperative.open('ORGANIC-1');
  await made(cooperative.record(batch, 'harvest', harvestOf(50)));
  const certification = ownEntryOf(granted);
  await made(cooperative.record(batch, 'certificate', { action: 'issue', type: 'organic', certification }));
  const body = { units: 5, net: kg('5'), certification };
  const set = await made(cooperative.owner.post(`/api/v1/batches/${batch}/labels`, body));
  const codes = ['13523480192736455', '013526480192736455'];
  await made(cooperative.record(batch, 'label', { action: 'coded', set: set.id, first: 2, codes }));
  const voided = { action: 'voided', set: set.id, first: 1, last: 2, reason: '打印损坏' };
  await made(cooperative.record(batch, 'label', voided));
}

/** A bin that is filled in three ways and drawn from in three, of which one is corrected and one comes back. */
async function tellOfBin(cooperative: Cooperative, raw: Shipment): Promise<void> {
  const [bin, flour] = [await cooperative.open('BIN-1', 'proportional'), await cooperative.open('FLOUR-1')];
  const record = (batch: string, kind: string, data: object): Promise<Answer['body']> =>
    made(cooperative.record(batch, kind, data));
  const grown = await record(bin, 'harvest', harvestOf(100));
  const poured = (at: string, outputs: string) => ({
    process: 'mix',
    inputs: [{ ...raw, quantity: kg('30') }],
    outputs: [{ batch: at, quantity: kg(outputs) }],
  });
  const pouring = await record(raw.batch, 'processing', poured(bin, '29'));
  await record(bin, 'receipt', { source: entryOf(raw.batch, pouring), quantity: kg('29') });
  await record(bin, 'processing', poured(bin, '30'));
  const milled = (quantity: string) => ({
    process: 'mill',
    inputs: [{ ...entryOf(bin, grown), quantity: kg(quantity) }],
    outputs: [{ batch: flour, quantity: kg('25') }],
    byproducts: [{ name: '麸皮', quantity: kg('9') }],
    losses: [{ reason: '损耗', quantity: kg('1.5') }],
  });
  const milling = await record(bin, 'processing', milled('40'));
  await record(bin, 'correction', {
    corrects: { kind: 'processing', ...ownEntryOf(milling) },
    reason: '过磅后更正',
    data: milled('41'),
  });
  await record(flour, 'receipt', { source: entryOf(bin, milling), quantity: kg('25') });
  await record(bin, 'storage', {
    place: '3号仓',
    enteredOn: '2026-10-19',
    losses: [{ reason: '水分', quantity: kg('0.333333333') }],
  });
  const sale = await record(bin, 'shipment', { quantity: kg('50'), consignee: { party: { name: '面厂' } } });
  await record(bin, 'return', { shipment: ownEntryOf(sale), quantity: kg('7'), reason: '拒收' });
}
