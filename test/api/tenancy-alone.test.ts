import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Authorize from '../../src/access/authorize.js';
import type { BatchIdentity } from '../../src/batches/batch.js';
import {
  findBatchByLot,
  findBatchIdentity,
  findBatchStanding,
  listBatchStandings,
} from '../../src/batches/batches.store.js';
import { listLabelRuns, listLabelSets, listSetLabels } from '../../src/batches/label-sets.store.js';
import type { TenantScope } from '../../src/database/tenants.js';
import { Entries } from '../../src/log/entries.service.js';
import { findEntry, findHead } from '../../src/log/entry.store.js';
import { Vault } from '../../src/log/vault.js';
import { PartyFacts } from '../../src/parties/facts.js';
import { KeysStore } from '../../src/parties/keys.store.js';
import { MembersStore } from '../../src/parties/members.store.js';
import { OrganizationsStore } from '../../src/parties/organizations.store.js';
import { ProductsStore } from '../../src/parties/products.store.js';
import { SitesStore } from '../../src/parties/sites.store.js';
import { asOwner } from '../support/own-server.js';
import { TenantCalls, type Call } from '../support/tenant-calls.js';
import { tapStatements } from '../support/statements.js';
import {
  accountOf,
  ask,
  changes,
  createTwoTenants,
  readings,
  secretWord,
  type TwoTenants,
} from '../support/two-tenants.js';

// The service without any check of its own: every role is held by everyone, for every organization.
vi.mock('../../src/access/authorize.js', async (original) => ({
  ...(await original<typeof Authorize>()),
  requireRole: () => undefined,
  holdsRole: () => true,
}));

/** Takes the organization out of every condition of a statement; its parameters keep their places. */
function unfiltered(text: string): string {
  return text
    .replace(/\b(\w\.)?(organization_id|parent_id|id) = any \((\$\d+)::uuid\[\]\)/g, '$3::uuid[] is not null')
    .replace(/(?<!, )\b(\w\.)?organization_id = (\$\d+)/g, '$2::uuid is not null');
}

let tenants: TwoTenants;
let isFiltering = true;
let rewritten = 0;
let untap: () => void;

beforeAll(async () => {
  tenants = await createTwoTenants();
  // Where everybody is an owner a device counts at once; this one waits.
  await asOwner(tenants.farm.service.testDatabase.ownerUrl, [
    'update key_enrolments set approved = null, decided_by = null, decided_at = null',
  ]);
  // Statements in an actor’s name, and no others, lose their filters while `isFiltering` is false.
  untap = tapStatements((asked, { user }) => {
    if (isFiltering || asked.name === undefined || !user.startsWith('furrow_tenant')) return asked;
    const text = unfiltered(asked.text);
    if (text !== asked.text) rewritten += 1;
    return { ...asked, name: `${asked.name}-free`, text };
  });
});
afterAll(async () => {
  untap();
  await tenants.farm.service.close();
});

const wordsOf = (answer: unknown): string => (answer === null ? '' : inspect(answer, { depth: 9 }));

const calls = new TenantCalls(() => tenants);
const part = <T>(type: new (...parts: never[]) => T): T =>
  tenants.farm.service.app.get<T>(type, { strict: false });
const door = (scope: TenantScope) => tenants.farm.service.database.tenant(scope);
const batchOf = (): BatchIdentity => ({
  id: tenants.theirs.batch,
  organizationId: tenants.theirs.organization,
  code: '',
  productId: tenants.theirs.product,
  siteId: tenants.theirs.site,
  lot: 'RIVAL-1',
  unit: 'KGM',
  mixing: null,
  openedAtMs: 0,
});
const setOf = () => ({
  organizationId: tenants.theirs.organization,
  batchId: tenants.theirs.batch,
  id: tenants.theirs.set,
});
const chainOf = () => ({ organizationId: tenants.theirs.organization, chainId: tenants.theirs.batch });
const late = { openedAtMs: Number.MAX_SAFE_INTEGER, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Everything that stores answer in an actor’s name, asked for what is the other’s. */
const asking: [string, Call][] = [
  ['a site', (scope) => part(SitesStore).find(scope, tenants.theirs.site)],
  ['sites', (scope) => part(SitesStore).list(scope, [tenants.theirs.organization], null, 50)],
  ['a product', (scope) => part(ProductsStore).find(scope, tenants.theirs.product)],
  ['products', (scope) => part(ProductsStore).list(scope, [tenants.theirs.organization], null, 50)],
  ['an organization', (scope) => part(OrganizationsStore).findVisible(scope, tenants.theirs.organization)],
  ['organizations', (scope) => part(OrganizationsStore).list(scope, null, 50)],
  ['a member', (scope) => part(MembersStore).find(scope, tenants.theirs.member, 'active')],
  [
    'members',
    (scope) =>
      part(MembersStore).list(scope, {
        organizationId: tenants.theirs.organization,
        state: 'active',
        cursor: null,
        limit: 50,
      }),
  ],
  ['keys', (scope) => part(KeysStore).list(scope, tenants.theirs.organization, null, 50)],
  ['a batch’s identity', (scope) => findBatchIdentity(door(scope), tenants.theirs.batch)],
  ['a lot', (scope) => findBatchByLot(door(scope), { ...batchOf(), lot: 'RIVAL-1' })],
  ['a batch', (scope) => findBatchStanding(door(scope), tenants.theirs.organization, tenants.theirs.batch)],
  ['batches', (scope) => listBatchStandings(door(scope), tenants.theirs.organization, late, 50)],
  ['label sets', (scope) => listLabelSets(door(scope), batchOf())],
  ['labels', (scope) => listSetLabels(door(scope), setOf(), 0, 50)],
  ['states of labels', (scope) => listLabelRuns(door(scope), setOf())],
  ['entries', (scope) => part(Entries).read(chainOf(), 0, 50, scope)],
  ['an entry', (scope) => findEntry(door(scope), chainOf(), 1)],
  ['a head', (scope) => findHead(door(scope), chainOf())],
  ['private fields', async (scope) => [...(await part(Vault).open(chainOf(), 1, 50, scope))]],
  [
    'facts of an organization',
    (scope) => part(PartyFacts).organizationIn(scope, tenants.theirs.organization),
  ],
  ['facts of a product', (scope) => part(PartyFacts).productIn(scope, tenants.theirs.product)],
  ['facts of a site', (scope) => part(PartyFacts).siteIn(scope, tenants.theirs.site)],
];

/** The scopes of whom something belongs to, and of another, by who they are. */
type Side = 'member' | 'authority';
function scopes(side: Side): readonly [TenantScope, TenantScope] {
  const { farm, rival, authority, stranger, theirs } = tenants;
  const region = { regions: ['370686'], account: accountOf(authority) };
  return side === 'member'
    ? [
        { organizations: [theirs.organization], regions: [], account: accountOf(rival.owner) },
        { organizations: [farm.organizationId], regions: [], account: accountOf(farm.owner) },
      ]
    : [
        { organizations: [], ...region },
        // Neither a member of the organization nor an authority of another region is who decides.
        { organizations: [theirs.organization], regions: ['44'], account: accountOf(stranger) },
      ];
}
const by = (side: Side, list: readonly [string, Call][]): [string, Side, Call][] =>
  list.map(([name, call]) => [name, side, call]);
const reads = [...by('member', [...asking, ...calls.asking]), ...by('authority', calls.askingAuthority)];
const updates = [...by('member', calls.changing), ...by('authority', calls.deciding)];

async function unfilteredly<T>(work: () => Promise<T>): Promise<T> {
  isFiltering = false;
  try {
    return await work();
  } finally {
    isFiltering = true;
  }
}

/** The words and ids of the other that an answer has. */
function told(answer: unknown): string[] {
  const words = wordsOf(answer);
  return [secretWord, ...Object.values(tenants.theirs)].filter((word) => words.includes(word));
}

/** PostgreSQL's code of a refusal, or null. */
async function codeOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
}

/** All rows of what may be written in an actor’s name, as one text. */
async function contents(): Promise<string> {
  const names =
    'people subject_keys clients one_time_links key_enrolments key_challenges applications break_glass';
  const texts = names
    .split(' ')
    .map((name) => `(select string_agg(t::text, '|' order by t::text) from ${name} t)`);
  const { ownerUrl } = tenants.farm.service.testDatabase;
  const [row] = await asOwner<{ text: string }>(ownerUrl, [`select concat_ws('#', ${texts.join()}) as text`]);
  return row?.text ?? '';
}

/** Runs `work` with row-level security switched off for every table. */
async function exposed<T>(work: () => Promise<T>): Promise<T> {
  const { ownerUrl } = tenants.farm.service.testDatabase;
  const tables = await asOwner<{ name: string }>(ownerUrl, [
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity`,
  ]);
  const all = (what: string): string[] =>
    tables.map(({ name }) => `alter table ${name} ${what} row level security`);
  await asOwner(ownerUrl, all('disable'));
  try {
    return await work();
  } finally {
    await asOwner(ownerUrl, all('enable'));
  }
}

/** What of the other organization is in the answers: its word, and its ids where they were not asked for. */
async function leaks(): Promise<string[]> {
  const found: string[] = [];
  const { theirs, farm } = tenants;
  for (const naming of readings(theirs)) {
    const { status, body } = await ask(farm.owner, naming);
    const text = JSON.stringify(body);
    const told = Object.values(theirs).filter((id) => text.includes(id) && !naming.path.includes(id));
    if (text.includes(secretWord) || told.length > 0 || (status === 200 && !text.includes('"items"')))
      found.push(naming.path.replace(/[0-9a-f-]{36}/g, '…'));
  }
  return found;
}

/** How many rows there are of the other organization, of any table. */
async function counted(): Promise<Record<string, number>> {
  const { theirs, farm } = tenants;
  const { ownerUrl } = farm.service.testDatabase;
  const tables = await asOwner<{ name: string; key: string }>(ownerUrl, [
    `select c.relname as name, a.attname as key from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname in ('organization_id', 'parent_id')
       and c.relname not in ('log_leaves', 'staged_leaves')`,
  ]);
  const counts: Record<string, number> = {};
  for (const { name, key } of tables) {
    const text = `select count(*)::int as rows from ${name} where ${key} = $1`;
    const [row] = await asOwner<{ rows: number }>(ownerUrl, [text], [theirs.organization]);
    counts[name] = row?.rows ?? 0;
  }
  return counts;
}

/** What came of every kind of change, and of a farm under the other’s roof. */
async function changeAll(): Promise<number[]> {
  const { theirs, farm } = tenants;
  const household = { kind: 'household', name: '外人', region: '370686', parent: theirs.organization };
  const all = [
    ...changes(theirs),
    { method: 'POST' as const, path: '/api/v1/organizations', body: household },
  ];
  const answers = [];
  for (const naming of all) answers.push((await ask(farm.owner, naming)).status);
  return answers;
}

describe('row-level security alone, the service’s own checks removed', () => {
  it('shows nothing of another organization', async () => {
    expect(await leaks()).toEqual([]);
  });

  it('changes nothing of another organization', async () => {
    const before = await counted();
    const answers = await changeAll();
    expect(answers.filter((status) => status !== 404 && status !== 422)).toEqual([]);
    expect(await counted()).toEqual(before);
  });

  it.each(reads)(
    'gives nothing from %s when its statement asks for no organization either (%s)',
    async (_, side, call) => {
      const [inScope, outOfScope] = scopes(side);
      const answer = await call(inScope);
      expect(wordsOf(answer)).toMatch(/\w{3}/);
      const shown = await unfilteredly(() => call(outOfScope));
      expect(wordsOf(shown)).not.toBe(wordsOf(answer));
      expect(told(shown)).toEqual([]);
    },
  );

  it.each(calls.adding)('refuses to add %s to another organization', async (_, call) => {
    const [, outOfScope] = scopes('member');
    const before = await contents();
    expect(await codeOf(call(outOfScope))).toBe('42501');
    expect(await contents()).toBe(before);
  });

  it.each(updates)(
    'changes nothing of %s when its statement asks for no organization either (%s)',
    async (_, side, call) => {
      const [, outOfScope] = scopes(side);
      const before = await contents();
      await unfilteredly(() => call(outOfScope));
      expect(await contents()).toBe(before);
    },
  );

  it('was asked without the organization in most of these', () => {
    expect(rewritten).toBeGreaterThan(10);
  });

  it('is what keeps them apart: without it everything is shown', async () => {
    const shown = await exposed(leaks);
    expect(shown.length).toBeGreaterThan(15);
  });

  it('is what keeps them apart in every store: without it everything is shown, and taken', async () => {
    await exposed(async () => {
      for (const [name, side, call] of reads) {
        const [inScope, outOfScope] = scopes(side);
        const answer = wordsOf(await call(inScope));
        const shown = await unfilteredly(() => call(outOfScope));
        expect(told(shown).length > 0 || wordsOf(shown) === answer, name).toBe(true);
      }
      for (const [name, call] of calls.adding)
        expect(await codeOf(call(scopes('member')[1])), name).not.toBe('42501');
      for (const [name, side, call] of updates) {
        const before = await contents();
        await unfilteredly(() => call(scopes(side)[1]));
        expect(await contents(), name).not.toBe(before);
      }
    });
  });
});
