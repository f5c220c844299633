import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { made, type Caller } from '../support/cooperative.js';
import { kg, today } from '../support/parties.js';
import { tapStatements } from '../support/statements.js';
import {
  ask,
  changes,
  createTwoTenants,
  decisions,
  readings,
  type TwoTenants,
} from '../support/two-tenants.js';

/** Tables of which what is asked in an actor’s name is asked through the tenants’ door. */
const ownTables =
  /\b(people|erasures|clients|one_time_links|applications|application_documents|break_glass|key_challenges|key_enrolments|disclosures|subject_keys)\b/;
/** Statements that read entries of a whole chain, or at places. */
const ownEntries = ['read-chain', 'read-placed'];
/** What the service asks of them by itself, with the reason in docs/tenancy.md. */
const ofTheService: Readonly<Record<string, string>> = {
  'application-key': 'what opens sealed bytes',
  'subject-key': 'what opens sealed bytes, and how a person stands',
  'subject-keys': 'what opens sealed bytes',
  'subject-key-insert': 'an organization’s own key',
  'break-glass-open': 'who asks',
  client: 'who asks',
  'link-hints': 'what opens sealed bytes',
  'link-sweep': 'links that ran out',
  'read-chain': 'records that are judged, whoever asks',
  'link-withdraw-resets': 'an account’s earlier links, whoever made them',
};
/** What runs by the clock. */
const ofJobs = ['erasures-waiting'];

let tenants: TwoTenants;
/** A household of the other organization, under its cooperative. */
let ofFarm: string;
let untap: () => void;
const asked = new Map<string, Set<string>>();

beforeAll(async () => {
  tenants = await createTwoTenants();
  const { rival, farm, theirs } = tenants;
  const used = { inputType: 'fertilizer', product: { name: '复合肥' }, amount: kg('1') };
  const days = { startedOn: today, stoppedOn: today };
  await made(rival.record(theirs.batch, 'input', { ...used, ...days, operator: `person/${theirs.person}` }));
  const household = { kind: 'household', name: '示例农户', region: '370686', parent: farm.organizationId };
  const phone = { phone: '13900139000', phoneShown: true };
  const registered = await made(farm.owner.post('/api/v1/organizations', { ...household, ...phone }));
  ofFarm = `/api/v1/organizations/${String(registered.id)}`;
  untap = tapStatements((statement, { user, isPipelined }) => {
    const login = user.startsWith('furrow_tenant') ? 'tenant' : isPipelined ? 'append' : 'service';
    if (ownTables.test(statement.text) || ownEntries.includes(statement.name ?? ''))
      asked.set(login, (asked.get(login) ?? new Set()).add(statement.name ?? statement.text));
    return statement;
  });
});
afterAll(async () => {
  untap();
  await tenants.farm.service.close();
});

describe('what is asked about one organization', () => {
  it('is answered', async () => {
    const { rival, farm, authority, theirs } = tenants;
    const all: [Caller, ReturnType<typeof readings>][] = [
      // Evidence carries what others recorded, too, and is read across organizations.
      [
        rival.owner,
        [...readings(theirs).filter(({ path }) => !path.endsWith('/evidence')), ...changes(theirs)],
      ],
      [authority, [{ method: 'GET', path: '/api/v1/applications' }, ...decisions(theirs)]],
      [authority, [{ method: 'GET', path: '/api/v1/break-glass' }]],
      [farm.owner, [{ method: 'GET', path: ofFarm }]],
      [farm.owner, [{ method: 'GET', path: `${ofFarm}/accesses` }]],
    ];
    for (const [caller, namings] of all)
      for (const naming of namings) {
        const { status } = await ask(caller, naming);
        // A key that was replaced a moment ago is still in use.
        expect([200, 201, 204, 422], naming.path).toContain(status);
      }
  });

  it('is asked in the actor’s name, but for what stays with the service', () => {
    const own = [...(asked.get('service') ?? [])].filter((name) => !ofJobs.includes(name));
    expect(own.filter((name) => !(name in ofTheService))).toEqual([]);
  });

  it('is asked of each of these tables', () => {
    const names = [...(asked.get('tenant') ?? [])].sort();
    expect(names).toEqual(
      [
        ...['application', 'application-decide', 'application-documents', 'applications'],
        ...['break-glass', 'break-glass-decide', 'break-glass-list'],
        ...['client-insert', 'client-kept', 'client-revoke', 'client-rotate', 'clients'],
        ...['disclosures-of-chain', 'disclosures-of-person', 'records-of-person'],
        ...['erasure', 'erasure-insert'],
        ...['key-challenge-insert', 'key-enrolment', 'key-enrolment-decide', 'key-enrolments', 'key-holders'],
        ...ownEntries,
        ...['link-find-invitation', 'link-insert', 'link-invitations', 'link-withdraw'],
        ...['people', 'person', 'person-insert', 'person-replace', 'subject-key-insert', 'subject-restrict'],
      ].sort(),
    );
  });
});
