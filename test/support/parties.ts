import { uuidv7 } from 'uuidv7';
import type { Grant } from '../../src/access/actor.js';
import { checkStoredChain } from './ledger.js';
import { Caller, made, signIn, type Answer, type Cooperative } from './cooperative.js';

/** Today in China, as events say their days. */
export const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** So many kilograms. */
export const kg = (value: string) => ({ value, unit: 'KGM' });

/** The data of a harvest of so many kilograms, made today. */
export const harvestOf = (value: string) => ({ quantity: kg(value), startedOn: today, stoppedOn: today });

/** Another organization on the cooperative's service, which buys from it. */
export interface Partner {
  readonly organizationId: string;
  readonly owner: Caller;
  /** Opens a batch and answers its id. */
  open(): Promise<string>;
  record(batch: string, kind: string, data: object, eventId?: string): Promise<Answer>;
}

let partners = 0;

/** A company with a site and a product; its unit is the kilogram unless told. */
export async function createPartner(farm: Cooperative, unit = 'KGM'): Promise<Partner> {
  partners += 1;
  const organization = await made(
    farm.admin.post('/api/v1/organizations', {
      kind: 'household',
      name: `示例收购方${partners}`,
      region: '370686',
    }),
  );
  const organizationId = String(organization.id);
  const owner = await signIn(farm.service, 'owner', organizationId);
  const site = await made(
    owner.post('/api/v1/sites', {
      organization: organizationId,
      name: '仓库',
      publicName: '山东省烟台市栖霞市',
      region: '370686',
    }),
  );
  const product = await made(
    owner.post('/api/v1/products', { organization: organizationId, name: '苹果', category: 'FRU', unit }),
  );
  return {
    organizationId,
    owner,
    open: async () =>
      String((await made(owner.post('/api/v1/batches', { product: product.id, site: site.id }))).id),
    record: (batch, kind, data, eventId = uuidv7()) => recordAs(owner, batch, kind, data, eventId),
  };
}

/** Records an event as whoever calls. */
export function recordAs(
  caller: Caller,
  batch: string,
  kind: string,
  data: object,
  eventId = uuidv7(),
): Promise<Answer> {
  const body = { kind, occurredAt: new Date().toISOString(), data };
  return caller.post(`/api/v1/batches/${batch}/events`, body, { 'idempotency-key': eventId });
}

let logins = 0;

/** A signed-in account with these roles. */
export async function signInWith(farm: Cooperative, ...grants: readonly Grant[]): Promise<Caller> {
  logins += 1;
  const account = { login: `roles-${logins}`, name: 'roles', password: 'a long enough password', grants };
  const { headers } = await farm.service.signIn(account);
  return new Caller(farm.service.url, headers);
}

/** The amounts of a batch's balance, by field. */
export async function balanceOf(caller: Caller, batch: string): Promise<Record<string, string>> {
  const answer = await caller.get(`/api/v1/batches/${batch}`);
  const fields = answer.body.balance as Record<string, { value: string }>;
  return Object.fromEntries(Object.entries(fields).map(([name, amount]) => [name, amount.value]));
}

/** How a statement names the entry that an answer told of. */
export function entryOf(answer: Answer): { seq: number; leafHash: string } {
  return { seq: Number(answer.body.seq), leafHash: String(answer.body.leafHash) };
}

/** The fault of a batch's chain, checked from outside; null when it is whole. */
export function chainFault(farm: Cooperative, organizationId: string, batch: string) {
  const chain = { organizationId, chainId: batch };
  return checkStoredChain(farm.service.database, chain, farm.service.config.logOrigin);
}
