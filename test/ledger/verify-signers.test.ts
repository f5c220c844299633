import { describe, expect, it } from 'vitest';
import { encodeEvidence, type Evidence } from '../../src/ledger/evidence.js';
import type { EvidenceCheck } from '../../src/ledger/evidence-report.js';
import type { Trust } from '../../src/ledger/trust.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { makeKey } from '../support/participant.js';
import { EvidenceWorld, type Saying, uuid, type Voice } from './evidence-world.js';

const minuteMs = 60_000;
const batch = `batch/${uuid(11)}`;

/** A batch of one farm, with what a test does to its keys. */
interface FarmWorld {
  readonly world: EvidenceWorld;
  readonly farm: Voice;
  readonly phone: Voice;
  readonly other: Voice;
}

function makeFarm(): FarmWorld {
  const world = new EvidenceWorld();
  const [farm, other] = [world.organization(2), world.organization(3)];
  world.say(batch, { by: farm, kind: 'opening', data: { code: 'A' } });
  return { world, farm, phone: { org: farm.org, key: makeKey() }, other };
}

function signatures(evidence: Evidence, trust: Trust): EvidenceCheck {
  const { checks } = verifyEvidence(encodeEvidence(evidence), trust);
  const odd = checks.filter(({ status, check }) => status === 'fail' && check !== 'statement-signatures');
  expect(odd).toEqual([]);
  return checks.find(({ check }) => check === 'statement-signatures')!;
}

/** How the signatures come out after what a test did. */
function after(act: (farm: FarmWorld) => void): EvidenceCheck {
  const farm = makeFarm();
  act(farm);
  return signatures(farm.world.evidence(batch), farm.world.trust());
}

const use = ({ world }: FarmWorld, by: Voice, recordedAtMs?: number): void => {
  world.say(batch, {
    by,
    kind: 'storage',
    data: {},
    ...(recordedAtMs === undefined ? {} : { recordedAtMs }),
  });
};

describe('a statement', () => {
  it('is by the custodial key or by one that the organization registered itself', () => {
    const check = after((farm) => {
      farm.world.registerKey(farm.phone, farm.farm);
      use(farm, farm.phone);
      use(farm, farm.farm);
    });
    expect(check).toMatchObject({ status: 'pass', figures: { own: 1 } });
  });

  it('may be another organization’s about the batch, by that organization’s own key', () => {
    expect(
      after((farm) => {
        use(farm, farm.other);
      }),
    ).toMatchObject({ status: 'pass' });
  });

  it('is accepted by a key that the operator registered after the first was lost', () => {
    const check = after((farm) => {
      farm.world.revokeKey(farm.farm, farm.world.operator, farm.world.nowMs);
      farm.world.registerKey(farm.phone, farm.world.operator, 'custodial');
      use(farm, farm.phone);
    });
    expect(check).toMatchObject({ status: 'pass' });
  });

  it.each<readonly [string, (farm: FarmWorld) => void, string]>([
    [
      'by a key that nobody registered',
      (farm) => {
        use(farm, farm.phone);
      },
      'key-unknown',
    ],
    [
      'by another organization’s key in this one’s name',
      (farm) => {
        use(farm, { org: farm.farm.org, key: farm.other.key });
      },
      'key-unknown',
    ],
    [
      'by this organization’s key in another’s name',
      (farm) => {
        use(farm, { org: farm.other.org, key: farm.farm.key });
      },
      'key-unknown',
    ],
    [
      'by the operator’s key in the organization’s name',
      (farm) => {
        use(farm, { org: farm.farm.org, key: farm.world.operator.key });
      },
      'key-unknown',
    ],
    [
      'by a key that was registered after it',
      (farm) => {
        use(farm, farm.phone);
        farm.world.registerKey(farm.phone, farm.farm);
      },
      'key-late',
    ],
    [
      'recorded before its key was valid, although it comes later in the log',
      (farm) => {
        farm.world.registerKey(farm.phone, farm.farm, 'participant', {
          occurredAtMs: farm.world.nowMs + 9 * minuteMs,
        });
        use(farm, farm.phone);
      },
      'key-late',
    ],
    [
      'by a key for labels',
      (farm) => {
        farm.world.registerKey(farm.phone, farm.farm, 'label');
        use(farm, farm.phone);
      },
      'key-purpose',
    ],
    [
      'recorded when its key was revoked',
      (farm) => {
        farm.world.registerKey(farm.phone, farm.farm);
        farm.world.revokeKey(farm.phone, farm.farm, farm.world.nowMs);
        use(farm, farm.phone);
      },
      'key-revoked',
    ],
    [
      'recorded at the very moment of revocation',
      (farm) => {
        farm.world.registerKey(farm.phone, farm.farm);
        const atMs = farm.world.nowMs;
        farm.world.revokeKey(farm.phone, farm.farm, atMs);
        use(farm, farm.phone, atMs);
      },
      'key-revoked',
    ],
    [
      'recorded after its key was lost, which was said only later',
      (farm) => {
        farm.world.registerKey(farm.phone, farm.farm);
        const lostMs = farm.world.nowMs;
        use(farm, farm.phone);
        farm.world.revokeKey(farm.phone, farm.farm, lostMs);
      },
      'key-revoked',
    ],
    [
      'after a revocation whose time cannot be read',
      (farm) => {
        farm.world.registerKey(farm.phone, farm.farm);
        use(farm, farm.phone);
        const data = { kid: farm.phone.key.kid, untrustedFrom: 'yesterday', reason: 'x' };
        farm.world.say(farm.farm.org, { by: farm.farm, kind: 'key-revoked', data });
      },
      'key-revoked',
    ],
  ])('is refused %s', (_what, act, reason) => {
    expect(after(act)).toMatchObject({ status: 'fail', reason });
  });

  it('recorded before its key was revoked stays good', () => {
    const check = after((farm) => {
      farm.world.registerKey(farm.phone, farm.farm);
      use(farm, farm.phone);
      farm.world.revokeKey(farm.phone, farm.farm, farm.world.nowMs);
    });
    expect(check).toMatchObject({ status: 'pass' });
  });

  it('is refused when its signature is another key’s', () => {
    const key = makeKey();
    const check = after((farm) => {
      farm.world.registerKey({ org: farm.farm.org, key }, farm.farm);
      use(farm, { org: farm.farm.org, key: { ...farm.phone.key, kid: key.kid } });
    });
    expect(check).toMatchObject({
      reason: 'signature-wrong',
      figures: { chain: batch, seq: 2, code: 'statement-signature' },
    });
  });

  it('is refused when its algorithm is not the key’s', () => {
    const key = makeKey('ES256');
    const check = after((farm) => {
      farm.world.registerKey({ org: farm.farm.org, key }, farm.farm);
      use(farm, { org: farm.farm.org, key: { ...farm.phone.key, kid: key.kid } });
    });
    expect(check).toMatchObject({ reason: 'signature-wrong', figures: { code: 'statement-algorithm' } });
  });
});

describe('the registration of a key', () => {
  it.each<readonly [string, (farm: FarmWorld) => void, string]>([
    ['by another organization', (farm) => farm.world.registerKey(farm.phone, farm.other), 'issuer-wrong'],
    [
      'by another organization in this one’s name',
      (farm) => farm.world.registerKey(farm.phone, { org: farm.farm.org, key: farm.other.key }),
      'key-unknown',
    ],
    ['by itself', (farm) => farm.world.registerKey(farm.phone, farm.phone), 'key-late'],
    [
      'by a key that was revoked',
      (farm) => {
        farm.world.revokeKey(farm.farm, farm.world.operator, farm.world.nowMs);
        farm.world.registerKey(farm.phone, farm.farm);
      },
      'key-revoked',
    ],
    [
      'of another key than it names',
      (farm) =>
        farm.world.registerKey(farm.phone, farm.farm, 'participant', { data: { kid: makeKey().kid } }),
      'key-malformed',
    ],
    [
      'with another algorithm than the key’s',
      (farm) => farm.world.registerKey(farm.phone, farm.farm, 'participant', { data: { alg: 'ES256' } }),
      'key-malformed',
    ],
    [
      'for a purpose that is none',
      (farm) => farm.world.registerKey(farm.phone, farm.farm, 'everything'),
      'key-malformed',
    ],
    [
      'of no key',
      (farm) => farm.world.registerKey(farm.phone, farm.farm, 'participant', { data: { jwk: {} } }),
      'key-malformed',
    ],
    [
      'without a name',
      (farm) => farm.world.say(farm.farm.org, { by: farm.farm, kind: 'key-registered', data: {} }),
      'key-malformed',
    ],
  ])('is refused %s', (_what, act, reason) => {
    expect(after(act)).toMatchObject({ status: 'fail', reason });
  });

  it('on a batch’s chain registers nothing', () => {
    const check = after((farm) => {
      const { kid, alg, jwk } = farm.phone.key;
      const data = {
        kid,
        alg,
        jwk: { crv: jwk['crv']!, kty: jwk['kty']!, x: jwk['x']! },
        purpose: 'participant',
      };
      farm.world.say(batch, { by: farm.farm, kind: 'key-registered', data });
      use(farm, farm.phone);
    });
    expect(check).toMatchObject({ status: 'fail' });
  });
});

describe('an organization', () => {
  it('is one by the operator’s word alone', () => {
    const check = after(({ world, farm }) => {
      const data = { name: 'x', type: 'company', region: '370686' };
      world.say(farm.org, { by: farm, kind: 'organization-registered', data });
    });
    expect(check).toMatchObject({ reason: 'issuer-wrong' });
  });

  it.each([
    'access',
    'break-glass',
    'inspection-task',
    'power-used',
    'role-granted',
    'role-ended',
    'account-ended',
    'application-decided',
    'list-published',
  ])('cannot state the kind %s, which is the operator’s alone', (kind) => {
    const check = after(({ world, farm }) => {
      world.say(farm.org, { by: farm, kind, data: {} });
    });
    expect(check).toMatchObject({ reason: 'issuer-wrong' });
  });

  it('cannot state for itself what the operator is the witness of, nor can the consignee', () => {
    for (const by of ['farm', 'other'] as const) {
      const check = after((world) => {
        world.world.say(batch, { by: world[by], kind: 'delivery', data: {} });
      });
      expect(check).toMatchObject({ reason: 'issuer-wrong' });
    }
  });

  it('has a delivery on its batch by the operator’s word', () => {
    const check = after(({ world }) => {
      world.say(batch, { by: world.operator, kind: 'delivery', data: {} });
    });
    expect(check).toMatchObject({ status: 'pass', figures: { own: 0 } });
  });

  it('is told of the power used over it by the operator', () => {
    const check = after(({ world, farm }) => {
      world.say(farm.org, { by: world.operator, kind: 'access', data: { what: 'batch' } });
    });
    expect(check).toMatchObject({ status: 'pass' });
  });

  it('whose registration is not shown vouches for no key', () => {
    const { world, farm } = makeFarm();
    const sound = world.evidence(batch);
    const chains = sound.chains.map((chain) =>
      chain.chain === farm.org ? { ...chain, entries: chain.entries.slice(1) } : chain,
    );
    expect(signatures({ ...sound, chains }, world.trust())).toMatchObject({ reason: 'organization-missing' });
  });

  it('whose chain is not shown has no key', () => {
    const { world, farm } = makeFarm();
    const sound = world.evidence(batch);
    const chains = sound.chains.filter(({ chain }) => chain !== farm.org);
    expect(signatures({ ...sound, chains }, world.trust())).toMatchObject({ reason: 'key-unknown' });
  });
});

describe('the chain of a signer, of which only some entries are shown', () => {
  it.each<readonly [string, Partial<Saying>, string]>([
    ['an entry of another log', { entry: { log: 'other.example/2026' } }, 'chain-log'],
    ['an entry of another chain', { entry: { chain: `org/${uuid(3)}` } }, 'chain-name'],
    ['a statement about another chain', { sub: `org/${uuid(3)}` }, 'chain-subject'],
    ['a number twice', { entry: { seq: 2 } }, 'chain-sequence'],
    ['a time before the last', { entry: { recordedAt: '2020-01-01T00:00:00.000Z' } }, 'chain-time'],
    ['a link to another entry', { entry: { prev: new Uint8Array(32) } }, 'chain-link'],
  ])('is refused with %s', (_what, changes, code) => {
    const { world, farm } = makeFarm();
    world.say(farm.org, { by: farm, kind: 'key-revoked', data: { kid: 'x' }, ...changes });
    const { checks } = verifyEvidence(encodeEvidence(world.evidence(batch)), world.trust());
    expect(checks.find(({ check }) => check === 'chains')).toMatchObject({
      reason: 'chain-broken',
      figures: { chain: farm.org, code },
    });
  });

  it('is refused when its first entry follows something', () => {
    const world = new EvidenceWorld();
    const other = { org: `org/${uuid(5)}`, key: makeKey() };
    const data = { name: 'x', type: 'company', region: '370686' };
    const entry = { prev: new Uint8Array(32).fill(1) };
    world.say(other.org, { by: world.operator, kind: 'organization-registered', data, entry });
    world.registerKey(other, world.operator, 'custodial');
    world.say(batch, { by: other, kind: 'opening', data: { code: 'A' } });
    const { checks } = verifyEvidence(encodeEvidence(world.evidence(batch)), world.trust());
    expect(checks.find(({ check }) => check === 'chains')).toMatchObject({ figures: { code: 'chain-link' } });
  });
});

describe('the operator', () => {
  it.each<readonly [string, (world: EvidenceWorld) => Trust]>([
    ['with another first key', (world) => world.trust({ kid: makeKey().kid })],
    ['that is another organization', (world) => world.trust({ organization: `org/${uuid(2)}` })],
  ])('of the trust file counts, not one %s', (_what, trustOf) => {
    const { world } = makeFarm();
    expect(signatures(world.evidence(batch), trustOf(world))).toMatchObject({ reason: 'operator-missing' });
  });

  it('is not replaced by an operator of the evidence’s own, whose whole log is sound in itself', () => {
    const { world } = makeFarm();
    const impostor = makeFarm();
    const trust = impostor.world.trust({ kid: world.operator.key.kid });
    expect(signatures(impostor.world.evidence(batch), trust)).toMatchObject({ reason: 'operator-missing' });
  });

  it('may change its key, from which on the new one registers others', () => {
    const check = after(({ world, farm }) => {
      const next = { org: world.operator.org, key: makeKey() };
      world.registerKey(next, world.operator, 'custodial');
      world.revokeKey(world.operator, next, world.nowMs);
      world.registerKey({ org: farm.org, key: makeKey() }, next, 'custodial');
    });
    expect(check).toMatchObject({ status: 'pass' });
  });

  it('registers nobody with a key that was revoked', () => {
    const check = after(({ world, phone }) => {
      const next = { org: world.operator.org, key: makeKey() };
      world.registerKey(next, world.operator, 'custodial');
      world.revokeKey(world.operator, next, world.nowMs);
      world.registerKey(phone, world.operator, 'custodial');
    });
    expect(check).toMatchObject({ reason: 'key-revoked' });
  });
});
