import { uuidv7 } from 'uuidv7';
import { Caller, made, type Answer, type Cooperative } from './cooperative.js';

/** A certification body with a signed-in certifier, and what it states about a cooperative. */
export interface Certifying {
  readonly body: Caller;
  readonly bodyId: string;
  /** States a certification of the cooperative's product; the answer's body. */
  certify(changes?: object): Promise<Answer['body']>;
  /** States that it is suspended, resumed or revoked. */
  change(seq: unknown, action: string, on: string): Promise<Answer>;
}

let bodies = 0;

/** A civil date so many days from today in China. */
export const day = (ahead: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);

/** The data of a grant for a cooperative's product: this year and the next, 1,000 kg. */
export const grantOf = (farm: Cooperative, changes: object = {}): object => ({
  ...{ type: 'organic', number: '示例OP2600001', body: '示例认证有限公司', standard: 'GB/T 19630' },
  ...{ validFrom: day(-200), validTo: day(165), products: [farm.productId] },
  sites: [{ site: farm.siteId, conversionFrom: day(-1_500), crop: 'perennial' }],
  quantity: { value: '1000', unit: 'KGM' },
  ...changes,
});

/** A body registered with the service, and an account that certifies in its name. */
export async function createBody(farm: Cooperative): Promise<Certifying> {
  bodies += 1;
  const body = await made(
    farm.admin.post('/api/v1/organizations', {
      ...{ kind: 'certifier', name: '示例认证有限公司', uscc: '91110000MA0000001L', region: '110105' },
    }),
  );
  const bodyId = String(body.id);
  const { headers } = await farm.service.signIn({
    login: `certifier-${bodies}`,
    name: 'certifier',
    password: 'a long enough password',
    grants: [
      { role: 'certifier', organizationId: null, region: null },
      { role: 'recorder', organizationId: bodyId, region: null },
    ],
  });
  const caller = new Caller(farm.service.url, headers);
  const path = `/api/v1/organizations/${farm.organizationId}/certifications`;
  return {
    body: caller,
    bodyId,
    certify: (changes) => made(caller.post(path, grantOf(farm, changes), { 'idempotency-key': uuidv7() })),
    change: (seq, action, on) =>
      caller.post(`${path}/${String(seq)}/changes`, { action, on, reason: '示例原因' }),
  };
}
