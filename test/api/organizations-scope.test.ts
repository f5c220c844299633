import type { FastifyReply, FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import type { Actor, Grant, Role } from '../../src/access/actor.js';
import { scopeOf } from '../../src/access/authorize.js';
import { DomainError } from '../../src/http/problems.js';
import { entityTag, isHeld } from '../../src/http/entity-tag.js';
import { pageOf, sendPage } from '../../src/http/paging.js';
import {
  homeOrganization,
  partyEditors,
  partyOwners,
  partyReaders,
  requireParty,
  siteReaders,
} from '../../src/parties/scope.js';

const coop = '11111111-1111-4111-8111-111111111111';
const household = '22222222-2222-4222-8222-222222222222';
const other = '33333333-3333-4333-8333-333333333333';
const parties = {
  coop: { id: coop, region: '370686', parentId: null },
  household: { id: household, region: '370686', parentId: coop },
  other: { id: other, region: '410123', parentId: null },
} as const;

function actor(...grants: readonly Partial<Grant>[]): Actor {
  return {
    strong: true,
    accountId: 'a',
    login: 'a',
    scopes: null,
    grants: grants.map((grant) => ({ role: 'viewer', organizationId: null, region: null, ...grant })),
  };
}

/** `may`, or the slug of the refusal. */
function answer(who: Actor, party: keyof typeof parties, roles: readonly Role[]): string {
  try {
    requireParty(who, parties[party], roles);
    return 'may';
  } catch (error) {
    return error instanceof DomainError ? error.slug : 'bug';
  }
}

describe('requireParty', () => {
  it.each<[string, Actor, readonly Role[], readonly [string, string, string]]>([
    ['nobody', actor(), partyReaders, ['not-found', 'not-found', 'not-found']],
    [
      'a viewer of the cooperative',
      actor({ organizationId: coop }),
      partyReaders,
      ['may', 'may', 'not-found'],
    ],
    [
      'a viewer who edits',
      actor({ organizationId: coop }),
      partyEditors,
      ['forbidden', 'forbidden', 'not-found'],
    ],
    [
      'a recorder who edits',
      actor({ role: 'recorder', organizationId: coop }),
      partyEditors,
      ['may', 'may', 'not-found'],
    ],
    [
      'a recorder who decides',
      actor({ role: 'recorder', organizationId: coop }),
      partyOwners,
      ['forbidden', 'forbidden', 'not-found'],
    ],
    [
      'an owner who decides',
      actor({ role: 'owner', organizationId: coop }),
      partyOwners,
      ['may', 'may', 'not-found'],
    ],
    [
      'an owner of the household',
      actor({ role: 'owner', organizationId: household }),
      partyOwners,
      ['not-found', 'may', 'not-found'],
    ],
    [
      'a viewer of the household who owns the cooperative',
      actor({ organizationId: household }, { role: 'owner', organizationId: coop }),
      partyOwners,
      ['may', 'forbidden', 'not-found'],
    ],
    [
      'an owner of another organization beside the cooperative',
      actor({ role: 'owner', organizationId: other }, { role: 'owner', organizationId: coop }),
      partyOwners,
      ['may', 'may', 'may'],
    ],
    ['an admin', actor({ role: 'admin' }), partyOwners, ['may', 'may', 'may']],
    [
      'an admin of one organization',
      actor({ role: 'admin', organizationId: coop }),
      partyOwners,
      ['may', 'not-found', 'not-found'],
    ],
    [
      'a regulator of the region',
      actor({ role: 'regulator', region: '3706' }),
      partyReaders,
      ['may', 'may', 'not-found'],
    ],
    [
      'a regulator of the country',
      actor({ role: 'regulator', region: '' }),
      partyReaders,
      ['may', 'may', 'may'],
    ],
    [
      'a regulator of no region',
      actor({ role: 'regulator' }),
      partyReaders,
      ['not-found', 'not-found', 'not-found'],
    ],
    [
      'a regulator who edits',
      actor({ role: 'regulator', region: '' }),
      partyEditors,
      ['not-found', 'not-found', 'not-found'],
    ],
    ['a certifier who reads', actor({ role: 'certifier' }), partyReaders, ['may', 'may', 'may']],
    [
      'a certifier who looks at sites',
      actor({ role: 'certifier' }),
      siteReaders,
      ['not-found', 'not-found', 'not-found'],
    ],
    [
      'an owner over a region',
      actor({ role: 'owner', region: '37' }),
      partyOwners,
      ['not-found', 'not-found', 'not-found'],
    ],
  ])('answers %s', (_, who, roles, expected) => {
    expect((['coop', 'household', 'other'] as const).map((party) => answer(who, party, roles))).toEqual(
      expected,
    );
  });
});

describe('homeOrganization', () => {
  it('takes the one that was named, whoever asks', () => {
    expect(homeOrganization(actor(), other, partyEditors)).toBe(other);
  });

  it('takes the only one in which the actor has the role', () => {
    const who = actor({ role: 'recorder', organizationId: coop }, { organizationId: other });
    expect(homeOrganization(who, undefined, partyEditors)).toBe(coop);
    expect(
      homeOrganization(
        actor({ role: 'owner', organizationId: coop }, { role: 'recorder', organizationId: coop }),
        null,
        partyEditors,
      ),
    ).toBe(coop);
  });

  it.each([
    ['none', actor({ organizationId: coop })],
    ['two', actor({ role: 'owner', organizationId: coop }, { role: 'recorder', organizationId: other })],
    ['the whole service', actor({ role: 'admin' })],
  ])('asks which one when there is %s', (_, who) => {
    expect(() => homeOrganization(who, null, partyEditors)).toThrow(DomainError);
  });
});

describe('scopeOf', () => {
  it.each<[string, Actor, ReturnType<typeof scopeOf>]>([
    ['nothing to nobody', actor(), { organizations: [], regions: [] }],
    ['their own to members', actor({ organizationId: coop }), { organizations: [coop], regions: [] }],
    ['everything to admins', actor({ role: 'admin' }), { organizations: [], regions: [''] }],
    [
      'everything to certifiers of the service',
      actor({ role: 'certifier' }),
      { organizations: [], regions: [''] },
    ],
    [
      'their region to inspectors',
      actor({ role: 'inspector', region: '37' }),
      { organizations: [], regions: ['37'] },
    ],
    [
      'everything to those over the country',
      actor({ role: 'regulator', region: '' }),
      { organizations: [], regions: [''] },
    ],
    ['nothing to a regulator of no region', actor({ role: 'regulator' }), { organizations: [], regions: [] }],
    ['nothing to an owner of nothing', actor({ role: 'owner' }), { organizations: [], regions: [] }],
  ])('shows %s', (_, who, expected) => {
    expect(scopeOf(who, partyReaders)).toEqual(expected);
  });
});

describe('pages and tags', () => {
  const numbers = [1, 2, 3];

  it('knows that there is more only when one row more was read', () => {
    expect(pageOf(numbers, 2, String, (row) => row * 10)).toEqual({ items: [10, 20], next: '2' });
    expect(pageOf(numbers, 3, String, (row) => row)).toEqual({ items: numbers, next: null });
    expect(pageOf<number, number>([], 3, String, (row) => row)).toEqual({ items: [], next: null });
  });

  it('replaces the cursor of the page before in the link', () => {
    const sent: Record<string, string> = {};
    const reply = {
      header: (name: string, value: string) => (sent[name] = value),
    } as unknown as FastifyReply;
    const request = { url: '/api/v1/products?cursor=a&limit=2&organization=b%20c' } as FastifyRequest;
    sendPage(request, reply, { items: numbers, next: 'z' });
    expect(sent['link']).toBe('</api/v1/products?cursor=z&limit=2&organization=b+c>; rel="next"');
  });

  it.each([
    [undefined, false],
    ['', false],
    ['*', true],
    [entityTag('a'), true],
    [`W/${entityTag('a')}`, true],
    [`"b", ${entityTag('a')}`, true],
    [entityTag('b'), false],
    [entityTag('a').slice(1, -1), false],
  ])('compares the held tag %s', (header, held) => {
    const request = { headers: { 'if-none-match': header } } as unknown as FastifyRequest;
    expect(isHeld(request, entityTag('a'))).toBe(held);
  });
});
