import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organizationTypes, type OrganizationType } from '../../src/gs1/vocabulary.js';
import { findKind } from '../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../src/events/kinds/validate.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { faultsOf, freshUscc, register, send, signInAs, statementsOf, type Credentials } from './parties.js';

const path = '/api/v1/organizations';
const everyType = Object.keys(organizationTypes) as OrganizationType[];
const farms: readonly OrganizationType[] = ['household', 'family-farm'];
const others = everyType.filter((type) => type !== 'operator' && !farms.includes(type));

let service: TestApp;
let admin: Credentials;

beforeAll(async () => {
  service = await createTestApp();
  admin = await signInAs(service, 'admin');
});

afterAll(() => service.close());

const organization = (kind: OrganizationType, uscc: string | null = freshUscc()) => ({
  kind,
  name: '示例单位',
  uscc,
  region: '370686',
});

describe('the kinds of organization', () => {
  it('are the same in the database as in the vocabulary', async () => {
    const rows = await service.database.source.query<{ rule: string }[]>(
      `select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'organizations_kind_check'`,
    );
    const names = [...(rows[0]?.rule ?? '').matchAll(/'([a-z-]+)'/g)].map((match) => match[1]);
    expect(names.sort()).toEqual([...everyType].sort());
  });

  it.each([...farms, ...others])(
    '%s registers, and its ledger entry is one the kind allows',
    async (kind) => {
      const id = await register(service, admin, organization(kind));
      const read = await send(service, 'GET', `${path}/${id}`, admin);
      expect(read.body).toMatchObject({ kind });
      const registered = findKind('organization-registered');
      const [first] = await statementsOf(service, id);
      expect(first?.payload.data).toMatchObject({ type: kind });
      expect(isFaults(validateData(registered!.data, first?.payload.data))).toBe(false);
    },
  );

  it.each(farms)('%s may have no credit code', async (kind) => {
    const answer = await send(service, 'POST', path, admin, organization(kind, null));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ kind, uscc: null });
  });

  it.each(others)('%s may not be without a credit code', async (kind) => {
    const answer = await send(service, 'POST', path, admin, organization(kind, null));
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual(['/uscc required']);
  });

  it('operator is the service itself and is registered by nobody', async () => {
    const answer = await send(service, 'POST', path, admin, organization('operator'));
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual(['/kind choice']);
  });

  it.each(farms)('%s may belong to a cooperative, whose owner registers it', async (kind) => {
    const cooperative = await register(service, admin, organization('cooperative'));
    const owner = await signInAs(service, 'owner', { organizationId: cooperative });
    const answer = await send(service, 'POST', path, owner, organization(kind, null));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ parent: cooperative });
  });
});
