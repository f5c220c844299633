import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditFinding, AuditReason } from '../../src/ledger/audit-report.js';
import { checkHistory, historyNodes } from '../../src/ledger/audit-checkpoint.js';
import { encodeBundle, parseBundle } from '../../src/ledger/bundle.js';
import { concatBytes } from '../../src/ledger/bytes.js';
import { encodeEntry, parseEntry } from '../../src/ledger/entry.js';
import { hashLength, leafHash, nodeHash } from '../../src/ledger/hash.js';
import { checkConsistency, type TreeHead } from '../../src/ledger/proof.js';
import { nodeOfTile, tileOf, formatTilePath } from '../../src/ledger/tile.js';
import { makeKey } from '../support/participant.js';
import { auditServed, ServedLog } from '../support/served-log.js';
import { eventId, log as origin } from './fixtures.js';
import { EvidenceWorld, makeJarWorld, uuid, type Saying, type Voice } from './evidence-world.js';

/** What somebody does, and what an audit calls it. */
type Misdeed = [what: string, reason: AuditReason, misdo: (world: EvidenceWorld, farm: Voice) => void];

const batch = `batch/${uuid(21)}`;
const graceMs = 10_000;

/** A log with more than one tile of its second level's beginning: two full bundles and a part of a third. */
let long: EvidenceWorld;
let farm: Voice;

beforeAll(() => {
  long = new EvidenceWorld();
  farm = long.organization(2);
  for (let n = 0; n < 600; n += 1) note(long, farm, `batch/${uuid(100 + (n % 40))}`);
});

function note(world: EvidenceWorld, by: Voice, chain = batch, more: Partial<Saying> = {}): void {
  world.say(chain, { by, kind: 'input', data: { note: '施肥' }, ...more });
}

const operatorOf = (world: EvidenceWorld) => world.trust().operator;

/** What an audit finds in a log of these entries, otherwise served honestly. */
async function found(
  world: EvidenceWorld,
  entries: readonly Uint8Array[] = world.all,
): Promise<AuditFinding | null> {
  return (await auditServed(new ServedLog(origin, entries), operatorOf(world))).finding;
}

/** What it finds in the long log after somebody changed what is served. */
async function foundServed(change: (log: ServedLog) => void): Promise<AuditFinding | null> {
  const log = new ServedLog(origin, long.all);
  change(log);
  return (await auditServed(log, operatorOf(long))).finding;
}

function replaced<Item>(items: readonly Item[], at: number, item: Item): Item[] {
  return items.map((one, index) => (index === at ? item : one));
}

const flip = (at: number) => (bytes: Uint8Array) =>
  bytes.map((byte, index) => (index === at ? 255 - byte : byte));

describe('an honest log', () => {
  it('gives no alarm, and is counted', async () => {
    const { finding, auditor } = await auditServed(new ServedLog(origin, long.all), operatorOf(long));
    expect(finding).toBeNull();
    expect(auditor.counts).toEqual({
      entries: long.all.length,
      chains: 42,
      keys: 2,
      own: 0,
      custodial: long.all.length,
      doubted: 0,
      maps: 0,
    });
  });

  it('gives none at any size, read at once or in two parts', async () => {
    const { world } = makeJarWorld();
    for (let size = 2; size <= world.all.length; size += 1) {
      const whole = await auditServed(new ServedLog(origin, world.all.slice(0, size)), operatorOf(world));
      expect(whole.finding).toBeNull();
      const rest = await auditServed(new ServedLog(origin, world.all), operatorOf(world), {
        state: whole.auditor.saved(),
      });
      expect(rest.finding).toBeNull();
      expect(rest.auditor.counts.entries).toBe(world.all.length);
    }
  });

  it('gives none for what an organization states about its people, on its own chain', async () => {
    const world = new EvidenceWorld();
    const by = world.organization(2);
    for (const kind of ['consent-recorded', 'consent-withdrawn', 'erasure'])
      world.say(by.org, { by, kind, data: {} });
    expect(await found(world)).toBeNull();
  });

  it('gives none for a body that certifies an organization on its chain, in its own name', async () => {
    const world = new EvidenceWorld();
    const [farm, body] = [world.organization(2), world.organization(3)];
    for (const by of [body, farm]) world.say(farm.org, { by, kind: 'certification', data: {} });
    expect(await found(world)).toBeNull();
  });

  it('counts who signed: participants and the service', async () => {
    const { world } = makeJarWorld();
    const { auditor } = await auditServed(new ServedLog(origin, world.all), operatorOf(world));
    expect(auditor.counts).toMatchObject({ own: 2, custodial: world.all.length - 2 });
  });

  it('may have grown meanwhile: the full tile stands for the partial one', async () => {
    const log = new ServedLog(origin, long.all);
    const { checkpoint, files } = new ServedLog(origin, long.all.slice(0, 300));
    // Of partial tiles those stay that are not full yet.
    log.files.set('tile/1/000.p/1', files.get('tile/1/000.p/1')!);
    expect((await auditServed(log, operatorOf(long), { checkpoint })).finding).toBeNull();
  });
});

describe('what is served', () => {
  it('betrays any changed byte of any entry, at its index', async () => {
    const { world } = makeJarWorld();
    for (const [index, entry] of world.all.entries()) {
      for (const at of [0, 7, Math.floor(entry.length / 2), entry.length - 1]) {
        const log = new ServedLog(origin, world.all);
        log.change(log.path('tile/entries/'), (bytes) => {
          const entries = parseBundle(bytes, world.all.length);
          return encodeBundle(replaced(entries, index, flip(at)(entry)));
        });
        expect((await auditServed(log, operatorOf(world))).finding).toMatchObject({
          reason: 'leaf-differs',
          figures: { index },
        });
      }
    }
  });

  it.each([0, 1, 255, 256, 511, 512, 603])(
    'betrays a changed hash of tile level 0, of index %i',
    async (index) => {
      const tile = Math.floor(index / 256);
      const finding = await foundServed((log) => {
        log.change(log.path(`tile/0/00${tile}`), flip((index % 256) * hashLength + 5));
      });
      expect(finding).toMatchObject({ reason: 'leaf-differs', figures: { index } });
      expect(finding?.figures.expected).not.toBe(finding?.figures.found);
    },
  );

  it.each([0, 1])('betrays a changed hash of the tile above, number %i', async (at) => {
    expect(
      await foundServed((log) => {
        log.change(log.path('tile/1/'), flip(at * hashLength));
      }),
    ).toMatchObject({
      reason: 'tile-differs',
      figures: { path: 'tile/1/000.p/2', index: at * 256 },
    });
  });

  it.each(['tile/0/001', 'tile/1/', 'tile/entries/000', 'tile/entries/002'])(
    'betrays that %s is missing',
    async (start) => {
      const path = new ServedLog(origin, long.all).path(start);
      const index = start === 'tile/1/' ? 0 : Number(start.slice(-1)) * 256;
      expect(await foundServed((log) => log.files.delete(path))).toEqual({
        reason: 'not-served',
        figures: { path, index },
      });
    },
  );

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['junk at its end', (bytes) => concatBytes(bytes, Uint8Array.of(0))],
    ['an entry more', (bytes) => concatBytes(bytes, Uint8Array.of(0, 0))],
    ['its last byte cut off', (bytes) => bytes.slice(0, -1)],
    ['nothing in it', () => new Uint8Array(0)],
  ])('betrays a bundle with %s', async (_what, change) => {
    expect(
      await foundServed((log) => {
        log.change('tile/entries/001', change);
      }),
    ).toMatchObject({
      reason: 'bundle-malformed',
      figures: { index: 256 },
    });
  });

  it.each([31, 33, 0])('betrays a tile of %i bytes too many or too few', async (length) => {
    expect(
      await foundServed((log) => {
        log.change('tile/0/001', (bytes) =>
          Uint8Array.of(...bytes.slice(0, 8160), ...new Uint8Array(length)),
        );
      }),
    ).toMatchObject({ reason: 'leaf-differs', figures: { index: 511 } });
  });

  it('betrays a checkpoint of another tree', async () => {
    const log = new ServedLog(origin, long.all);
    const checkpoint = { ...log.checkpoint, root: nodeHash(log.checkpoint.root, log.checkpoint.root) };
    expect((await auditServed(log, operatorOf(long), { checkpoint })).finding).toMatchObject({
      reason: 'root-differs',
    });
  });

  it('betrays that what was read before is served otherwise now', async () => {
    const before = await auditServed(new ServedLog(origin, long.all.slice(0, 300)), operatorOf(long));
    const changed = replaced(long.all, 270, long.all[5]!);
    const { finding } = await auditServed(new ServedLog(origin, changed), operatorOf(long), {
      state: before.auditor.saved(),
    });
    expect(finding).toMatchObject({ reason: 'leaf-differs', figures: { index: 270 } });
  });
});

describe('a log that was made anew around a change', () => {
  it('betrays an entry replaced by another valid one of another chain', async () => {
    const entries = replaced(long.all, 300, long.all[301]!);
    expect(await found(long, entries)).toMatchObject({ reason: 'chain-sequence', figures: { index: 301 } });
  });

  it('betrays an entry whose time was changed: its successor names another', async () => {
    const entry = parseEntry(long.all[300]!);
    const later = new Date(Date.parse(entry.recordedAt) + 1).toISOString();
    const forged = encodeEntry({ ...entry, recordedAt: later });
    expect(await found(long, replaced(long.all, 300, forged))).toMatchObject({
      reason: 'chain-link',
      figures: { index: 340, chain: entry.chain, seq: entry.seq + 1 },
    });
  });

  it('betrays two entries of a chain that changed places', async () => {
    const [one, other] = [long.all[300]!, long.all[340]!];
    const entries = replaced(replaced(long.all, 300, other), 340, one);
    expect(await found(long, entries)).toMatchObject({ reason: 'chain-sequence', figures: { index: 300 } });
  });

  it('betrays an entry that was left out', async () => {
    const entries = long.all.filter((_entry, index) => index !== 300);
    expect(await found(long, entries)).toMatchObject({ reason: 'chain-sequence', figures: { index: 339 } });
  });

  it('betrays a first entry that was left out', async () => {
    const entries = long.all.slice(1);
    expect(await found(long, entries)).toMatchObject({
      reason: 'chain-sequence',
      figures: { index: 0, expected: '1', found: '2' },
    });
  });
});

describe('a kept checkpoint', () => {
  /** What a rewritten log says of a checkpoint that was kept of the true one. */
  function history(entries: readonly Uint8Array[], keptSize: number) {
    const kept = new ServedLog(origin, long.all.slice(0, keptSize)).checkpoint;
    const log = new ServedLog(origin, entries);
    return { kept, now: log.checkpoint, found: contradiction(kept, log) };
  }

  function contradiction(kept: TreeHead, log: ServedLog) {
    const hashes = new Map(
      historyNodes(kept, log.checkpoint).map((node) => {
        const tile = tileOf(node, log.checkpoint.size);
        return [`${node.level} ${node.index}`, nodeOfTile(tile, log.files.get(formatTilePath(tile))!, node)];
      }),
    );
    return checkHistory(kept, log.checkpoint, (node) => hashes.get(`${node.level} ${node.index}`)!);
  }

  it.each([0, 1, 2, 255, 256, 257, 511, 512, 604])('of size %i is the beginning of an honest log', (size) => {
    expect(history(long.all, size).found).toBeNull();
  });

  it('betrays a whole chain rewritten with the live keys, which the pass alone does not', async () => {
    const another = long.all.filter((bytes) => parseEntry(bytes).chain !== `batch/${uuid(139)}`);
    expect(await found(long, another)).toBeNull();
    for (const size of [300, 511, another.length]) {
      const { kept, now, found: conflict } = history(another, size);
      expect(conflict?.finding).toMatchObject({ reason: 'history-rewritten', figures: { size } });
      const beginning = conflict?.beginning;
      if (size === another.length) expect(beginning).toBeNull();
      else {
        expect(beginning?.root).not.toEqual(kept.root);
        expect(checkConsistency(beginning!, now, beginning!.proof)).toBeNull();
      }
    }
  });

  it('betrays a tail that was cut off', () => {
    expect(history(long.all.slice(0, 500), 604).found).toMatchObject({
      finding: { reason: 'tree-shrank', figures: { size: 500, expected: '≥ 604', found: '500' } },
      beginning: null,
    });
  });

  it('says that tiles prove nothing when they do not belong to the checkpoint', () => {
    const kept = new ServedLog(origin, long.all.slice(0, 300)).checkpoint;
    const log = new ServedLog(origin, long.all);
    log.change('tile/0/000', flip(0));
    log.change(log.path('tile/1/'), flip(0));
    expect(contradiction(kept, log)).toMatchObject({
      finding: { reason: 'history-rewritten' },
      beginning: null,
    });
  });

  it('of the empty tree must have its root', () => {
    const empty = new ServedLog(origin, []).checkpoint;
    const log = new ServedLog(origin, long.all);
    expect(contradiction({ ...empty, root: log.checkpoint.root }, log)?.finding.reason).toBe(
      'history-rewritten',
    );
  });
});

describe('what entries say', () => {
  /** The reason and index at which a world is found out in which `tell` said something at the end. */
  async function foundAfter(
    tell: (world: EvidenceWorld, farm: Voice) => void,
  ): Promise<{ readonly reason: AuditReason | undefined; readonly isLast: boolean }> {
    const world = new EvidenceWorld();
    const voice = world.organization(2);
    note(world, voice);
    tell(world, voice);
    const finding = await found(world);
    return { reason: finding?.reason, isLast: finding?.figures.index === world.all.length - 1 };
  }

  const phoneOf = ({ org }: Voice): Voice => ({ org, key: makeKey('ES256') });

  it.each<Misdeed>([
    [
      'a key that was never registered',
      'key-unknown',
      (world, farm) => {
        note(world, phoneOf(farm));
      },
    ],
    [
      'a key of somebody else',
      'key-unknown',
      (world, farm) => {
        note(world, { ...world.operator, key: farm.key });
      },
    ],
    [
      'a key that becomes valid later',
      'key-late',
      (world, farm) => {
        const phone = phoneOf(farm);
        world.registerKey(phone, farm, 'participant', { occurredAtMs: world.nowMs + 3_600_000 });
        note(world, phone);
      },
    ],
    [
      'a key for labels',
      'key-purpose',
      (world, farm) => {
        const label = phoneOf(farm);
        world.registerKey(label, world.operator, 'label');
        note(world, label);
      },
    ],
    [
      'a key that was revoked',
      'key-revoked',
      (world, farm) => {
        const phone = phoneOf(farm);
        world.registerKey(phone, farm);
        world.revokeKey(phone, farm, world.nowMs);
        note(world, phone);
      },
    ],
    [
      'a key whose revocation names no time',
      'key-revoked',
      (world, farm) => {
        world.say(farm.org, {
          by: farm,
          kind: 'key-revoked',
          data: { kid: farm.key.kid, untrustedFrom: 'soon' },
        });
        note(world, farm);
      },
    ],
    [
      'a signature of another key',
      'signature-wrong',
      (world, farm) => {
        note(world, { org: farm.org, key: { ...makeKey(), kid: farm.key.kid } });
      },
    ],
    [
      'a signature of another algorithm',
      'signature-wrong',
      (world, farm) => {
        note(world, { org: farm.org, key: { ...makeKey('ES256'), kid: farm.key.kid } });
      },
    ],
    [
      'an organization on the chain of another',
      'issuer-wrong',
      (world, farm) => {
        const other = world.organization(3);
        world.say(farm.org, { by: other, kind: 'note', data: {} });
      },
    ],
    ...['consent-recorded', 'consent-withdrawn', 'erasure'].flatMap((kind): Misdeed[] => [
      [
        `the operator that states ${kind} on the chain of an organization`,
        'issuer-wrong',
        (world, farm) => {
          world.say(farm.org, { by: world.operator, kind, data: {} });
        },
      ],
      [
        `an organization that states ${kind} on a batch`,
        'issuer-wrong',
        (world, farm) => {
          world.say(batch, { by: farm, kind, data: {} });
        },
      ],
    ]),
    [
      'an organization that states a delivery of its own batch',
      'issuer-wrong',
      (world, farm) => {
        world.say(batch, { by: farm, kind: 'delivery', data: {} });
      },
    ],
    [
      'a certification that stands on the chain of a batch',
      'issuer-wrong',
      (world, farm) => {
        world.say(batch, { by: farm, kind: 'certification', data: {} });
      },
    ],
    [
      'a delivery that stands on the chain of an organization',
      'issuer-wrong',
      (world, farm) => {
        world.say(farm.org, { by: world.operator, kind: 'delivery', data: {} });
      },
    ],
    [
      'an organization that registers itself',
      'issuer-wrong',
      (world, farm) => {
        world.say(`org/${uuid(9)}`, { by: farm, kind: 'organization-registered', data: {} });
      },
    ],
    [
      'an organization that grants itself a role',
      'issuer-wrong',
      (world, farm) => {
        world.say(farm.org, { by: farm, kind: 'role-granted', data: { role: 'owner' } });
      },
    ],
    [
      'a look at a batch that its own organization states',
      'issuer-wrong',
      (world, farm) => {
        world.say(farm.org, { by: farm, kind: 'access', data: {} });
      },
    ],
    [
      'a look that stands on the chain of a batch',
      'issuer-wrong',
      (world) => {
        world.say(batch, { by: world.operator, kind: 'access', data: {} });
      },
    ],
    [
      'an organization without registration',
      'organization-missing',
      (world) => {
        world.say(`org/${uuid(9)}`, { by: world.operator, kind: 'note', data: {} });
      },
    ],
    [
      'a key that is not the one it is called',
      'key-malformed',
      (world, farm) => {
        world.registerKey(phoneOf(farm), farm, 'participant', { data: { kid: farm.key.kid } });
      },
    ],
    [
      'a key of an unknown purpose',
      'key-malformed',
      (world, farm) => {
        world.registerKey(phoneOf(farm), farm, 'anything');
      },
    ],
    [
      'a key registered on the chain of a batch',
      'key-malformed',
      (world, farm) => {
        const { crv, kty, x } = farm.key.jwk;
        const data = {
          kid: farm.key.kid,
          alg: farm.key.alg,
          jwk: { crv: crv!, kty: kty!, x: x! },
          purpose: 'custodial',
        };
        world.say(batch, { by: farm, kind: 'key-registered', data });
      },
    ],
    [
      'an event that the chain has already',
      'event-repeated',
      (world, farm) => {
        note(world, farm, batch, { eventId: eventId(world.all.length) });
      },
    ],
    [
      'a time before the one before',
      'chain-time',
      (world, farm) => {
        note(world, farm, batch, { recordedAtMs: world.nowMs - 120_000 });
      },
    ],
    [
      'a statement about another chain',
      'chain-subject',
      (world, farm) => {
        note(world, farm, batch, { sub: farm.org });
      },
    ],
  ])('finds %s out at once', async (_what, reason, tell) => {
    expect(await foundAfter(tell)).toEqual({ reason, isLast: true });
  });

  it('may repeat an event id on another chain', async () => {
    expect(
      await foundAfter((world, voice) => {
        note(world, voice, `batch/${uuid(22)}`, { eventId: eventId(world.all.length) });
      }),
    ).toEqual({ reason: undefined, isLast: false });
  });

  it('finds an entry of another log out', async () => {
    const foreign = new EvidenceWorld('other.example.org/2026');
    const entries = [...long.all, foreign.all[0]!];
    expect(await found(long, entries)).toMatchObject({
      reason: 'chain-log',
      figures: { index: long.all.length, expected: origin, found: 'other.example.org/2026' },
    });
  });

  it('finds bytes out that are no entry', async () => {
    expect(await found(long, [...long.all, Uint8Array.of(0x7b, 0x7d)])).toMatchObject({
      reason: 'entry-malformed',
      figures: { index: long.all.length, code: 'entry-malformed' },
    });
  });

  it('trusts no operator but the one of the trust file', async () => {
    const world = new EvidenceWorld();
    const stranger = makeKey();
    const served = new ServedLog(origin, world.all);
    const ask = async (changes: { kid?: string; organization?: string }) =>
      (await auditServed(served, world.trust(changes).operator)).finding?.reason;
    expect(await ask({})).toBeUndefined();
    expect(await ask({ kid: stranger.kid })).toBe('key-unknown');
    expect(await ask({ organization: `org/${uuid(5)}` })).toBe('issuer-wrong');
    const first = new ServedLog(origin, world.all.slice(0, 1));
    expect((await auditServed(first, operatorOf(world))).finding).toMatchObject({
      reason: 'operator-missing',
      figures: { index: 0 },
    });
  });

  it('holds the operator’s own registration against its key as soon as that is known', async () => {
    const world = new EvidenceWorld();
    const forged = new EvidenceWorld();
    Object.assign(forged, {
      operator: { org: world.operator.org, key: { ...makeKey(), kid: world.operator.key.kid } },
    });
    forged.say(`org/${uuid(1)}`, { by: forged.operator, kind: 'organization-registered', data: {} });
    const first = encodeEntry({
      ...parseEntry(world.all[0]!),
      statement: parseEntry(forged.all.at(-1)!).statement,
    });
    const second = encodeEntry({ ...parseEntry(world.all[1]!), prev: leafHash(first) });
    expect(await found(world, [first, second])).toMatchObject({
      reason: 'signature-wrong',
      figures: { index: 0 },
    });
  });

  it('counts what was recorded while the news of a revocation spread as in doubt', async () => {
    const world = new EvidenceWorld();
    const voice = world.organization(2);
    const phone = phoneOf(voice);
    world.registerKey(phone, voice);
    const fromMs = world.nowMs;
    note(world, phone);
    world.revokeKey(phone, voice, fromMs);
    const revokedMs = world.nowMs - 60_000;
    note(world, phone, `batch/${uuid(30)}`, { recordedAtMs: revokedMs + graceMs });
    const { finding, auditor } = await auditServed(new ServedLog(origin, world.all), operatorOf(world));
    expect(finding).toBeNull();
    expect(auditor.counts).toMatchObject({ own: 2, doubted: 1 });
    note(world, phone, `batch/${uuid(31)}`, { recordedAtMs: revokedMs + graceMs + 1 });
    expect(await found(world)).toMatchObject({ reason: 'key-revoked' });
  });
});
