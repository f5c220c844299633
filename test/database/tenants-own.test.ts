import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { tenantUrl } from '../../src/database/tenant-login.js';
import { bareTables, personOf } from '../support/bare-tables.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const [coop, farm, rival, person, other] = Array.from({ length: 5 }, () => randomUUID()) as [
  string,
  string,
  string,
  string,
  string,
];
const organizations = [
  { id: coop, region: '370686' },
  { id: farm, region: '370686', parent: coop },
  { id: rival, region: '370683' },
];

const ask = 'insert into break_glass (organization_id, requester_id) values ($1, $2)';
const reset =
  "insert into one_time_links (organization_id, made_by, account_id, purpose) values ($1, $2, $3, 'password-reset')";

let database: TestDatabase;
let tenant: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await bareTables(owner, organizations);
  await owner.query('update people set account_id = $1 where organization_id = $2', [person, farm]);
  for (const { id } of organizations) {
    // Beside the organization's rows of no chain: its own chain, and a batch with an entry that names its person.
    const [own, batch] = [id, personOf(id)];
    for (const [chain, subject] of [
      [own, id],
      [batch, personOf(id)],
      [batch, id],
    ]) {
      const values = [id, chain, subject === id ? 1 : 2];
      await owner.query('insert into entries (organization_id, chain_id, seq) values ($1, $2, $3)', values);
      await owner.query(
        'insert into disclosures (organization_id, chain_id, seq, subject_id) values ($1, $2, $3, $4)',
        [...values, subject],
      );
    }
  }
  await owner.query("update applications set state = 'applied' where id <> $1", [farm]);
  await owner.query("update applications set state = 'refused', decided_by = $1 where id = $2", [
    other,
    farm,
  ]);
  await owner.query(ask, [rival, person]);
  await owner.query(reset, [coop, person, coop]);
  await owner.end();
  tenant = new pg.Client({ connectionString: tenantUrl(database.serviceUrl) });
  await tenant.connect();
});
afterAll(async () => {
  await tenant.end();
  await database.drop();
});
beforeEach(() => tenant.query('begin'));
afterEach(() => tenant.query('rollback'));

interface Asker {
  readonly tenants?: readonly string[];
  readonly regions?: readonly string[];
  readonly account?: string;
}

/** Sets the scope; the tenants’ role has all rights here, so that the policies alone decide. */
async function become({ tenants = [], regions = [], account = '' }: Asker): Promise<void> {
  await tenant.query(`set local furrow.tenants = '{${tenants.join()}}'`);
  await tenant.query(`set local furrow.regions = '{${regions.map((prefix) => `"${prefix}"`).join()}}'`);
  await tenant.query(`set local furrow.account = '${account}'`);
}

async function shown(asker: Asker, text: string): Promise<unknown[]> {
  await become(asker);
  const { rows } = await tenant.query<{ shown: unknown }>(text);
  return rows.map((row) => row.shown);
}

const refused = { code: '42501' };
const peopleOf = 'select organization_id as shown from people';

describe('a person', () => {
  it('sees the own row by the account, with no role at all', async () => {
    expect(await shown({ account: person }, peopleOf)).toEqual([farm]);
  });

  it('sees nothing by the account of another', async () => {
    expect(await shown({ account: other }, peopleOf)).toEqual([]);
  });

  it('sees the own erasure, and the own key to restrict it', async () => {
    expect(await shown({ account: person }, 'select organization_id as shown from erasures')).toEqual([farm]);
    const { rowCount } = await tenant.query('update subject_keys set restricted_at = now()');
    expect(rowCount).toBe(1);
    expect((await tenant.query('update subject_keys set restricted_at = null')).rowCount).toBe(0);
  });

  it('takes nobody in by it, not even oneself', async () => {
    await become({ account: person });
    await tenant.query('savepoint before');
    const add = 'insert into people (organization_id, id, account_id) values ($1, $2, $3)';
    await expect(tenant.query(add, [rival, person, person])).rejects.toMatchObject(refused);
    await tenant.query('rollback to before');
    await become({ tenants: [rival] });
    await expect(tenant.query(add, [rival, randomUUID(), person])).rejects.toMatchObject(refused);
    await tenant.query('rollback to before');
    await become({ tenants: [rival] });
    await tenant.query(add, [rival, randomUUID(), null]);
    await tenant.query('rollback to before');
    await become({ account: person });
    const key = 'insert into subject_keys (organization_id, subject_id) values ($1, $2)';
    await expect(tenant.query(key, [farm, personOf(farm)])).rejects.toMatchObject(refused);
  });
});

const placesOf = (table: string): string =>
  `select chain_id || ' ' || seq as shown from ${table} where chain_id is not null order by 1`;
const own = (id: string): string => `${id} 1`;
const named = (id: string): string => `${personOf(id)} 2`;

describe.each(['entries', 'disclosures'])('what is recorded: %s', (table) => {
  it('is shown to a person where it names them, and no more', async () => {
    expect(await shown({ account: person }, placesOf(table))).toEqual([named(farm)]);
    expect(await shown({ account: other }, placesOf(table))).toEqual([]);
  });

  it('is shown to the cooperative of a farm where it names its people, and the farm’s own chain', async () => {
    const all = [own(coop), named(coop), `${personOf(coop)} 1`, own(farm), named(farm)];
    expect(await shown({ tenants: [coop] }, placesOf(table))).toEqual(all.sort());
  });

  it('is shown to its members and to the region as a whole', async () => {
    const ofFarm = [own(farm), named(farm), `${personOf(farm)} 1`].sort();
    expect(await shown({ tenants: [farm] }, placesOf(table))).toEqual(ofFarm);
    expect(await shown({ regions: ['370683'] }, placesOf(table))).toHaveLength(3);
  });
});

describe('a key of a person', () => {
  it('is taken for a person of an organization in sight, and never for the organization itself', async () => {
    await become({ tenants: [coop] });
    const key = 'insert into subject_keys (organization_id, subject_id) values ($1, $2)';
    await tenant.query(key, [farm, randomUUID()]);
    await tenant.query('savepoint before');
    for (const wrong of [
      [coop, coop],
      [rival, randomUUID()],
    ]) {
      await expect(tenant.query(key, wrong)).rejects.toMatchObject(refused);
      await tenant.query('rollback to before');
    }
  });
});

describe('an application', () => {
  it('is shown, with its documents, to the authorities of its region alone', async () => {
    const ids = 'select id as shown from applications order by 1';
    const documents = 'select application_id as shown from application_documents order by 1';
    for (const text of [ids, documents]) {
      expect(await shown({ regions: ['370683'] }, text)).toEqual([rival]);
      expect(await shown({ regions: [''] }, text)).toHaveLength(3);
      expect(await shown({ tenants: [rival, coop], account: person }, text)).toEqual([]);
    }
  });

  it('is decided in one’s own name, and a decision of another stays', async () => {
    await become({ regions: ['37'], account: person });
    const decide = "update applications set state = 'refused', decided_by = $1 where region like '37%'";
    const { rowCount } = await tenant.query(decide, [person]);
    expect(rowCount).toBe(2);
    await expect(tenant.query(decide, [other])).rejects.toMatchObject(refused);
  });
});

describe('a request of break-glass access', () => {
  const requests = 'select requester_id as shown from break_glass where requester_id is not null';

  it('is shown to who asked, and to who decides in the region; not to the organization', async () => {
    expect(await shown({ account: person }, requests)).toEqual([person]);
    expect(await shown({ regions: ['370683'], account: other }, requests)).toEqual([person]);
    expect(await shown({ regions: ['370686'], account: other }, requests)).toEqual([]);
    expect(await shown({ tenants: [rival], account: other }, requests)).toEqual([]);
  });

  it('is asked in one’s own name', async () => {
    await become({ regions: [''], account: other });
    await tenant.query(ask, [coop, other]);
    await expect(tenant.query(ask, [coop, person])).rejects.toMatchObject(refused);
  });

  it('is decided by another, in their own name', async () => {
    const decide = 'update break_glass set decided_by = $1 where requester_id is not null';
    await become({ regions: [''], account: person });
    expect((await tenant.query(decide, [person])).rowCount).toBe(0);
    await become({ regions: ['370683'], account: other });
    expect((await tenant.query(decide, [other])).rowCount).toBe(1);
    await expect(tenant.query(decide, [person])).rejects.toMatchObject(refused);
  });
});

describe('what is said in somebody’s name', () => {
  it.each([
    ['a device', 'insert into key_enrolments (organization_id, account_id) values ($1, $2)'],
    ['a challenge', 'insert into key_challenges (organization_id, account_id) values ($1, $2)'],
    [
      'an invitation',
      "insert into one_time_links (organization_id, made_by, purpose) values ($1, $2, 'invitation')",
    ],
  ])('is said by nobody else of the organization: %s', async (_, add) => {
    await become({ tenants: [farm], account: person });
    await tenant.query(add, [farm, person]);
    await expect(tenant.query(add, [farm, other])).rejects.toMatchObject(refused);
  });

  it('is a decision about a device', async () => {
    await become({ tenants: [farm], account: person });
    const decide = 'update key_enrolments set decided_by = $1';
    await tenant.query('savepoint before');
    await expect(tenant.query(decide, [other])).rejects.toMatchObject(refused);
    await tenant.query('rollback to before');
    expect((await tenant.query(`${decide}, approved = false`, [person])).rowCount).toBe(1);
    expect((await tenant.query(decide, [person])).rowCount).toBe(0);
  });
});

describe('a machine client', () => {
  it('that was ended is changed by nobody', async () => {
    await become({ tenants: [farm] });
    const change = 'update clients set revoked_at = $1';
    expect((await tenant.query(change, [new Date()])).rowCount).toBe(1);
    expect((await tenant.query(change, [null])).rowCount).toBe(0);
  });
});

describe('a link to a new password', () => {
  it('is made for members of the own organization alone, unless by an admin', async () => {
    await become({ tenants: [coop], account: person });
    for (const organization of [coop, farm]) await tenant.query(reset, [organization, person, organization]);
    await tenant.query('savepoint before');
    for (const wrong of [
      [coop, person, rival],
      [rival, person, rival],
      [null, person, coop],
    ]) {
      await expect(tenant.query(reset, wrong)).rejects.toMatchObject(refused);
      await tenant.query('rollback to before');
    }
    await become({ regions: [''], account: person });
    await tenant.query(reset, [null, person, rival]);
  });

  it('is shown to nobody, nor taken away', async () => {
    const resets = "select id as shown from one_time_links where purpose = 'password-reset'";
    expect(await shown({ tenants: [coop], regions: [''], account: person }, resets)).toEqual([]);
    const { rowCount } = await tenant.query("delete from one_time_links where purpose = 'password-reset'");
    expect(rowCount).toBe(0);
  });
});
