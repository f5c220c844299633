import { made, signIn, type Answer, type Caller, type Cooperative } from './cooperative.js';
import { until } from './until.js';

/** An organization that receives what a cooperative ships, with a site, a product and a signed-in owner. */
export interface Consignee {
  readonly organizationId: string;
  readonly owner: Caller;
  /** Opens a batch to receive into and answers its id. */
  open(): Promise<string>;
}

/** Names a shipment as a receipt does. */
export interface Shipment {
  readonly batch: string;
  readonly seq: number;
  readonly leafHash: string;
}

export async function createConsignee(
  cooperative: Cooperative,
  region = '310115',
  product = '苹果',
): Promise<Consignee> {
  const { admin, service } = cooperative;
  const organization = await made(
    admin.post('/api/v1/organizations', { kind: 'household', name: '示例收货户', region }),
  );
  const organizationId = String(organization.id);
  const owner = await signIn(service, 'owner', organizationId);
  const place = {
    organization: organizationId,
    name: '仓库',
    publicName: '上海市浦东新区',
    region,
  };
  const site = String((await made(owner.post('/api/v1/sites', place))).id);
  const goods = { organization: organizationId, name: product, category: 'FRU', unit: 'KGM' };
  const productId = String((await made(owner.post('/api/v1/products', goods))).id);
  return {
    organizationId,
    owner,
    open: async () => String((await made(owner.post('/api/v1/batches', { product: productId, site }))).id),
  };
}

/** Ships kilograms of a batch to an organization. */
export async function shipTo(
  cooperative: Cooperative,
  batch: string,
  organization: string,
  kilograms: string,
): Promise<Shipment> {
  const quantity = { value: kilograms, unit: 'KGM' };
  const { seq, leafHash } = await made(
    cooperative.record(batch, 'shipment', { quantity, consignee: { organization } }),
  );
  return { batch, seq: Number(seq), leafHash: String(leafHash) };
}

// The same each time: a receipt that is sent again says the same.
const occurredAt = new Date().toISOString();

/** Receives kilograms of a shipment into a batch. */
export function receive(
  caller: Caller,
  batch: string,
  source: Shipment,
  kilograms: string,
  eventId?: string,
): Promise<Answer> {
  return caller.post(
    `/api/v1/batches/${batch}/events`,
    {
      kind: 'receipt',
      occurredAt,
      data: { source, quantity: { value: kilograms, unit: 'KGM' } },
    },
    eventId === undefined ? {} : { 'idempotency-key': eventId },
  );
}

/** The balance of a batch by field, once so much of it is frozen: nothing, unless goods stay on their way. */
export async function settledBalance(
  owner: Caller,
  batch: string,
  frozen = '0',
): Promise<Record<string, string>> {
  return until(async () => {
    const { status, body } = await owner.get(`/api/v1/batches/${batch}`);
    // A service with its hands full puts a reader off: it is asked again, as a client would.
    if (status === 503) return null;
    const amounts = Object.entries(body.balance as Record<string, { value: string }>);
    const balance = Object.fromEntries(amounts.map(([field, amount]) => [field, amount.value]));
    return balance['frozen'] === frozen && balance;
  });
}
