import { expect } from 'vitest';
import { scopeNames } from '../../src/access/scopes.js';
import { Caller, made, signIn } from '../support/cooperative.js';
import type { TestAppOptions } from '../support/app.js';
import { signInWith } from '../support/parties.js';
import type { Operation } from '../api/operations.js';
import { Asking, type Asked, type Heard } from './asking.js';
import { isClosed, type Place } from './places.js';
import { createNeighbours, officialOf, type Neighbours, type Tenant } from './tenants.js';
import { findThings, type Found } from './things.js';

/** Somebody who asks. */
export interface Person {
  readonly who: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Operations that let this role look at what belongs to any organization. */
  readonly sees?: RegExp;
}

/** A check is of the whole service; each reads of it what is in the own region (test/fault/audit-runs.test.ts). */
const ofAll = /^GET \/api\/v1\/audit\/runs\/\{id\}/;

/** Two tenants, and everyone who has no business with the second. */
export class Matrix {
  private constructor(
    readonly world: Neighbours,
    readonly found: Found,
    readonly members: readonly Person[],
    readonly outsiders: readonly Person[],
  ) {
    this.asking = new Asking(world.farm.service.url);
    this.closed = world.description.operations.filter(isClosed);
  }

  readonly asking: Asking;
  /** Every operation for those who are signed in. */
  readonly closed: readonly Operation[];

  static async create(options: TestAppOptions = {}): Promise<Matrix> {
    const world = await createNeighbours(options);
    const { farm, own, other } = world;
    const member = (role: 'recorder' | 'viewer'): Promise<Caller> =>
      signIn(farm.service, role, own.things['organization']!);
    const members = [
      person('the owner', own.owner),
      person('a recorder', await member('recorder')),
      person('a viewer', await member('viewer')),
      person('a machine', await machineOf(farm.service.url, own)),
    ];
    const outsiders = [
      ...members,
      { ...person('a regulator of another region', await officialOf(farm, 'regulator', 'own')), sees: ofAll },
      {
        ...person('an inspector of another region', await officialOf(farm, 'inspector', 'own')),
        sees: ofAll,
      },
      person('a household of the other', await signIn(farm.service, 'owner', other.things['household']!)),
      person('an account without roles', await signInWith(farm)),
      {
        ...person(
          'a certifier',
          await signInWith(farm, { role: 'certifier', organizationId: null, region: null }),
        ),
        sees: /^GET \/api\/v1\/(organizations(\/\{id\}(\/(keys(\/\{kid\})?|certifications))?)?$|products|batches)|^POST \/api\/v1\/(batches\/\{id\}\/events$|organizations\/\{id\}\/certifications)|^(PUT|DELETE) \/api\/v1\/batches\/\{id\}\/events\//,
      },
    ];
    return new Matrix(world, await findThings(world), members, outsiders);
  }

  idOf(side: 'own' | 'other', { thing }: Place): string {
    return this.found[side][thing] ?? '';
  }

  ask({ headers }: Pick<Person, 'headers'>, asked: Asked): Promise<Heard> {
    return this.asking.ask({ ...asked, headers: { ...asked.headers, ...headers } });
  }

  /** Whether a text holds a word of the other tenant. */
  tellsOfOther({ text }: Heard): boolean {
    return text.includes(this.world.other.planter.marker);
  }

  async close(): Promise<void> {
    this.asking.close();
    expect(this.world.farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
    await this.world.farm.service.close();
  }
}

/** A machine of a tenant with every scope there is. */
async function machineOf(url: string, { owner, things }: Tenant): Promise<Caller> {
  const clients = `/api/v1/organizations/${things['organization']!}/clients`;
  const client = await made(owner.post(clients, { name: '包装线', scopes: scopeNames }));
  const grant = { grant_type: 'client_credentials', client_id: String(client.id) };
  const answer = await fetch(`${url}/api/v1/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...grant, client_secret: String(client['secret']) }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  const machine = new Caller(url, { authorization: `Bearer ${token}` });
  expect((await machine.get(`/api/v1/batches/${things['batch']!}`)).status).toBe(200);
  return machine;
}

/** Whoever is not signed in. */
export const nobody: Person = { who: 'nobody', headers: {} };

export function person(who: string, caller: Caller): Person {
  return { who, headers: caller.credentials };
}

/** Refused; of a bulk answer, each line of it. */
export function isRefusal({ status, headers, text }: Heard): boolean {
  if (!String(headers['content-type']).startsWith('application/x-ndjson'))
    return status >= 400 && status < 500;
  const lines = text.trim().split('\n');
  return lines.every((line) => (JSON.parse(line) as { status: number }).status >= 400);
}

export function shown({ status, text }: Heard): string {
  return `${status} ${text.slice(0, 300)}`;
}
