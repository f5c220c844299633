import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../support/cooperative.js';
import { tapStatements } from '../support/statements.js';
import {
  createTwoTenants,
  ask,
  changes,
  decisions,
  readings,
  type Holdings,
  type Naming,
  type TwoTenants,
} from '../support/two-tenants.js';

let tenants: TwoTenants;
/** Names of all statements sent to PostgreSQL in this process, in order. */
const sent: string[] = [];
let untap: () => void;

beforeAll(async () => {
  tenants = await createTwoTenants();
  // What the owner has looked at is remembered by the service, and makes no difference to others.
  for (const reading of readings(tenants.theirs)) await ask(tenants.rival.owner, reading);
  for (const { method, path } of decisions(tenants.theirs))
    if (method === 'GET') await ask(tenants.authority, { method, path });
  untap = tapStatements((asked, { user, isPipelined }) => {
    const isAppending = isPipelined && user.startsWith('furrow_app');
    if (!isAppending) sent.push(asked.name ?? asked.text);
    return asked;
  });
});
afterAll(async () => {
  untap();
  await tenants.farm.service.close();
});

/** What the log’s writer and settlements ask comes at any time. */
const ofOthers = /^(log|map|receipts?|settlement|key)-/;

/** The answer in bytes, and the statements that it took. */
async function answered(
  asker: Caller,
  naming: Naming,
): Promise<{ status: number; body: string; statements: string[] }> {
  sent.length = 0;
  const { status, body } = await ask(asker, naming);
  const statements = sent.filter((text) => !ofOthers.test(text));
  return { status, body: JSON.stringify({ ...body, instance: null }), statements };
}

/** The same request with ids that nobody has. */
const nobodys = (): Holdings => ({
  organization: randomUUID(),
  product: randomUUID(),
  site: randomUUID(),
  member: randomUUID(),
  batch: randomUUID(),
  set: randomUUID(),
  kid: randomUUID().replaceAll('-', '').padEnd(43, 'A'),
  person: randomUUID(),
  erased: randomUUID(),
  client: randomUUID(),
  invitation: randomUUID(),
  enrolment: randomUUID(),
  device: '',
  application: randomUUID(),
  request: randomUUID(),
});

describe('what is another’s', () => {
  /** By whom what is another's is asked, and what. */
  const all = (of: Holdings): ['owner' | 'regulator', Naming][] => [
    ...[...readings(of), ...changes(of)].map((naming): ['owner', Naming] => ['owner', naming]),
    ...decisions(of).map((naming): ['regulator', Naming] => ['regulator', naming]),
  ];
  const names = all(nobodys()).map(
    ([, { method, path }]) => `${method} ${path.replace(/[0-9a-f-]{36}|[0-9a-fA]{43}/g, '…')}`,
  );

  it.each(names.map((name, at) => [name, at] as const))(
    'is answered as what does not exist, in bytes and in the statements it takes: %s',
    async (_, at) => {
      const [role, foreign] = all(tenants.theirs)[at] ?? ['owner', null];
      const [, unknown] = all(nobodys())[at] ?? ['owner', null];
      if (foreign === null || unknown === null) throw new Error('no such request');
      const asker = role === 'owner' ? tenants.farm.owner : tenants.stranger;
      // Whatever is remembered of the asker is remembered for both.
      await answered(asker, unknown);
      let told = await answered(asker, foreign);
      let other = await answered(asker, unknown);
      // The service itself may have asked something meanwhile, but not three times.
      for (let tries = 0; tries < 2 && told.statements.join() !== other.statements.join(); tries += 1) {
        told = await answered(asker, foreign);
        other = await answered(asker, unknown);
      }
      expect(told).toEqual(other);
      expect(told.status === 404 || told.body.includes('"code":"unknown"'), told.body).toBe(true);
      expect(told.statements.length).toBeGreaterThan(0);
    },
  );

  it('is answered to its own organization, so that the requests above are requests for something', async () => {
    for (const [role, naming] of all(tenants.theirs)) {
      const asker = role === 'owner' ? tenants.rival.owner : tenants.authority;
      const { status, body } = await ask(asker, naming);
      // A key that was replaced a moment ago is still in use.
      const refused = naming.path.endsWith('/revocation') ? 422 : 0;
      expect([200, 201, 204, refused], `${naming.method} ${naming.path} ${JSON.stringify(body)}`).toContain(
        status,
      );
    }
  });
});
