import { uuidv7 } from 'uuidv7';
import { freshUscc } from '../api/parties.js';
import type { TestAppOptions } from './app.js';
import {
  createConsignee,
  receive,
  settledBalance,
  shipTo,
  type Consignee,
  type Shipment,
} from './consignee.js';
import { Caller, createCooperative, harvestOf, made, type Answer, type Cooperative } from './cooperative.js';

/** A farm, a market that buys of it and a shop that buys of the market, with two authorities. */
export interface Market {
  readonly farm: Cooperative;
  readonly market: Consignee;
  readonly shop: Consignee;
  /** Inspector of the farm's county, who records for an authority; and one of elsewhere. */
  readonly authority: Caller;
  readonly elsewhere: Caller;
}

export const kg = (value: string): object => ({ value, unit: 'KGM' });

export async function createMarket(options: TestAppOptions = {}): Promise<Market> {
  const farm = await createCooperative(options);
  const [market, shop] = [await createConsignee(farm), await createConsignee(farm)];
  return {
    ...{ farm, market, shop },
    authority: await authorityOf(farm, '370686'),
    elsewhere: await authorityOf(farm, '510100'),
  };
}

/** An inspector of a region, who records for an authority there. */
export async function authorityOf(farm: Cooperative, region: string): Promise<Caller> {
  const body = { kind: 'authority', name: `示例农业农村局${region}`, uscc: freshUscc(), region };
  const organizationId = String((await made(farm.admin.post('/api/v1/organizations', body))).id);
  const { headers } = await farm.service.signIn({
    login: `authority-${uuidv7()}`,
    name: '检查员',
    password: 'a long enough password',
    grants: [
      { role: 'inspector', organizationId: null, region },
      { role: 'recorder', organizationId, region: null },
    ],
  });
  return new Caller(farm.service.url, headers);
}

/** A batch of a thousand kilograms. */
export async function harvested({ farm }: Market): Promise<string> {
  const batch = await farm.open();
  await made(farm.record(batch, 'harvest', harvestOf(1_000)));
  return batch;
}

/** Ships of a batch and receives it into a new one of the consignee's. */
export async function handOver(
  { farm }: Market,
  batch: string,
  consignee: Consignee,
  kilograms: string,
): Promise<{ readonly batch: string; readonly shipment: Shipment }> {
  const shipment = await shipTo(farm, batch, consignee.organizationId, kilograms);
  const received = await receiveInto(farm, consignee, shipment, kilograms);
  return { batch: received, shipment };
}

/** Receives a shipment into a new batch, and answers it. */
export async function receiveInto(
  farm: Cooperative,
  consignee: Consignee,
  shipment: Shipment,
  kilograms: string,
): Promise<string> {
  const batch = await consignee.open();
  await made(receive(consignee.owner, batch, shipment, kilograms));
  return batch;
}

/** What was shipped of a batch to whom the ledger does not know. */
export async function shipOutside({ farm }: Market, batch: string, kilograms: string): Promise<void> {
  const party = { name: '上海示例批发市场', contact: '021-00000000' };
  await made(farm.record(batch, 'shipment', { quantity: kg(kilograms), consignee: { party } }));
}

/** The market sells on to the shop. */
export async function sellOn(
  { farm, market, shop }: Market,
  batch: string,
  kilograms: string,
): Promise<string> {
  const data = { quantity: kg(kilograms), consignee: { organization: shop.organizationId } };
  const body = { kind: 'shipment', occurredAt: new Date().toISOString(), data };
  const path = `/api/v1/batches/${batch}/events`;
  const { seq, leafHash } = await made(market.owner.post(path, body, { 'idempotency-key': uuidv7() }));
  const shipment = { batch, seq: Number(seq), leafHash: String(leafHash) };
  const sold = await receiveInto(farm, shop, shipment, kilograms);
  await settledBalance(market.owner, batch);
  return sold;
}

/** Opens a recall; the answer as it came. */
export function recallBy(
  caller: Caller,
  batches: readonly string[],
  more: object = {},
  key = uuidv7(),
): Promise<Answer> {
  const body = { batches, reason: '抽检发现毒死蜱残留超标', ...more };
  return caller.post('/api/v1/recalls', body, { 'idempotency-key': key });
}
