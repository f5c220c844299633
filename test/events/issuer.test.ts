import { describe, expect, it } from 'vitest';
import type { Actor, Grant, Role } from '../../src/access/actor.js';
import type { BatchIdentity } from '../../src/batches/batch.js';
import { issuerFor } from '../../src/events/issuer.js';
import { kinds } from '../../src/events/kinds/registry.js';
import { DomainError } from '../../src/http/problems.js';

const farm = '11111111-1111-4111-8111-111111111111';
const laboratory = '22222222-2222-4222-8222-222222222222';
const region = '370686';
const batch: BatchIdentity = {
  id: '33333333-3333-4333-8333-333333333333',
  organizationId: farm,
  code: '001061050R3GG28AY',
  productId: '44444444-4444-4444-8444-444444444444',
  siteId: '55555555-5555-4555-8555-555555555555',
  lot: null,
  unit: 'KGM',
  mixing: null,
  openedAtMs: 0,
};

function grant(role: Role, where: Partial<Grant> = {}): Grant {
  return { role, organizationId: null, region: null, ...where };
}

function actor(...grants: readonly Grant[]): Actor {
  return { accountId: 'a', login: 'a', grants, scopes: null, strong: true };
}

/** Whose name the statement bears, or the slug of the refusal. */
function issuer(who: Actor, kind: string, where: string | undefined): string {
  try {
    return issuerFor(who, batch, kind, where);
  } catch (error) {
    if (error instanceof DomainError) return error.slug;
    throw error;
  }
}

const ofLaboratory = grant('recorder', { organizationId: laboratory });
const mayBeStatedByOthers = [
  ...['case', 'certificate', 'correction', 'hold', 'inspection'],
  ...['recall', 'recall-withdrawn', 'release', 'sample'],
];
const batchKinds = kinds.filter((kind) => kind.chain === 'batch').map((kind) => kind.kind);

describe('a statement about a batch bears the name', () => {
  it('of the body for which a certifier records, who neither stops goods nor lets them go', () => {
    const who = actor(grant('certifier'), ofLaboratory);
    const stated = batchKinds.filter((kind) => issuer(who, kind, region) === laboratory);
    expect(stated.sort()).toEqual(['certificate', 'correction', 'inspection']);
  });

  it.each(['owner', 'recorder'] as const)('of the batch’s organization when its %s says it', (role) => {
    const who = actor(grant(role, { organizationId: farm }));
    const own = batchKinds.filter((kind) => issuer(who, kind, region) === farm);
    expect(batchKinds.filter((kind) => !own.includes(kind))).toEqual(['case']);
  });

  it.each<readonly [string, Grant]>([
    ['an inspector of the county', grant('inspector', { region: '370686' })],
    ['an inspector of the province', grant('inspector', { region: '37' })],
    ['a regulator of the country', grant('regulator', { region: '' })],
  ])('of the body for which %s records, for what outsiders may state and nothing else', (_, outside) => {
    const who = actor(outside, ofLaboratory);
    const stated = batchKinds.filter((kind) => issuer(who, kind, region) === laboratory);
    expect(stated.sort()).toEqual(mayBeStatedByOthers);
    const others = batchKinds.filter((kind) => !stated.includes(kind));
    expect(new Set(others.map((kind) => issuer(who, kind, region)))).toEqual(new Set(['forbidden']));
  });

  it('of the batch’s organization when its member also inspects the region: nobody inspects himself', () => {
    const who = actor(
      grant('inspector', { region: '37' }),
      grant('owner', { organizationId: farm }),
      ofLaboratory,
    );
    expect(issuer(who, 'inspection', region)).toBe(farm);
    const viewer = actor(
      grant('inspector', { region: '37' }),
      grant('viewer', { organizationId: farm }),
      ofLaboratory,
    );
    expect(issuer(viewer, 'inspection', region)).toBe('forbidden');
  });
});

describe('a statement about a batch is refused', () => {
  it.each<readonly [string, Actor, string | undefined, string]>([
    ['to a stranger', actor(ofLaboratory), region, 'forbidden'],
    ['to a viewer', actor(grant('viewer', { organizationId: farm })), region, 'forbidden'],
    ['to an admin', actor(grant('admin'), ofLaboratory), region, 'forbidden'],
    [
      'to a regulator of another region',
      actor(grant('regulator', { region: '41' }), ofLaboratory),
      region,
      'forbidden',
    ],
    ['to a regulator without a region', actor(grant('regulator'), ofLaboratory), region, 'forbidden'],
    [
      'where the region is not known',
      actor(grant('regulator', { region: '37' }), ofLaboratory),
      undefined,
      'forbidden',
    ],
    [
      'to a certifier of one organization',
      actor(grant('certifier', { organizationId: laboratory }), ofLaboratory),
      region,
      'forbidden',
    ],
    [
      'to a regulator who records for nobody',
      actor(grant('regulator', { region: '37' })),
      region,
      'forbidden',
    ],
    [
      'to a regulator who only looks into a body',
      actor(grant('regulator', { region: '37' }), grant('viewer', { organizationId: laboratory })),
      region,
      'forbidden',
    ],
  ])('%s', (_, who, where, expected) => {
    for (const kind of mayBeStatedByOthers) expect(issuer(who, kind, where), kind).toBe(expected);
  });
});
