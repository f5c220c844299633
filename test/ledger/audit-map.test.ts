import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventIds } from '../../src/ledger/audit-events.js';
import { base64urlEncode } from '../../src/ledger/bytes.js';
import { parseEntry } from '../../src/ledger/entry.js';
import { leafHash } from '../../src/ledger/hash.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { mapKey, mapRoot } from '../../src/ledger/map.js';
import { auditServed, ServedLog } from '../support/served-log.js';
import { EvidenceWorld, uuid } from './evidence-world.js';
import { log as origin } from './fixtures.js';

/** The root of the map of the first `size` entries, by its definition over all of them. */
function rootAt(world: EvidenceWorld, size: number): string {
  const heads = new Map<string, Uint8Array>();
  for (const bytes of world.all.slice(0, size)) heads.set(parseEntry(bytes).chain, bytes);
  const leaves = [...heads].map(([chain, bytes]) => ({
    key: mapKey(chain),
    count: parseEntry(bytes).seq,
    head: leafHash(bytes),
  }));
  return base64urlEncode(mapRoot(leaves));
}

function state(world: EvidenceWorld, data: JsonObject): void {
  world.say(world.operator.org, { by: world.operator, kind: 'heads-stated', data });
}

const finding = async (world: EvidenceWorld) =>
  (await auditServed(new ServedLog(origin, world.all), world.trust().operator)).finding;

/** A log with so many entries in so many chains. */
function filled(entries: number, chains: number): EvidenceWorld {
  const world = new EvidenceWorld();
  for (let n = 0; n < entries; n += 1) {
    world.say(`batch/${uuid(100 + (n % chains))}`, { by: world.operator, kind: 'note', data: {} });
  }
  return world;
}

describe('the chain ends that the operator states', () => {
  it('are recomputed as of the size they are stated for, one after the other', async () => {
    const world = filled(5, 3);
    for (const back of [1, 0, 3, 2, 0]) {
      for (let n = 0; n < 20; n += 1) {
        world.say(`batch/${uuid(100 + ((n * 7) % 60))}`, { by: world.operator, kind: 'note', data: {} });
      }
      const size = world.all.length - back;
      state(world, { size, root: rootAt(world, size) });
    }
    const half = new ServedLog(origin, world.all.slice(0, 70));
    const first = await auditServed(half, world.trust().operator);
    expect(first.finding).toBeNull();
    const second = await auditServed(new ServedLog(origin, world.all), world.trust().operator, {
      state: first.auditor.saved(),
    });
    expect(second.finding).toBeNull();
    expect(second.auditor.counts.maps).toBe(5);
  });

  it.each<[string, (world: EvidenceWorld, size: number) => JsonObject, string]>([
    ['the root of a smaller tree', (world, size) => ({ size, root: rootAt(world, size - 1) }), 'map-differs'],
    [
      'a root of nothing',
      (_world, size) => ({ size, root: base64urlEncode(new Uint8Array(32)) }),
      'map-differs',
    ],
    ['no root', (_world, size) => ({ size }), 'map-malformed'],
    [
      'a size in words',
      (world, size) => ({ size: String(size), root: rootAt(world, size) }),
      'map-malformed',
    ],
    [
      'a size that is still to come',
      (world, size) => ({ size: size + 1, root: rootAt(world, size) }),
      'map-order',
    ],
    ['a negative size', (world, size) => ({ size: -1, root: rootAt(world, size) }), 'map-order'],
  ])('are found out with %s', async (_what, data, reason) => {
    const world = filled(30, 10);
    state(world, data(world, world.all.length));
    expect(await finding(world)).toMatchObject({ reason, figures: { index: world.all.length - 1 } });
  });

  it('are found out when they go back behind those stated before', async () => {
    const world = filled(30, 10);
    state(world, { size: 20, root: rootAt(world, 20) });
    state(world, { size: 19, root: rootAt(world, 19) });
    expect(await finding(world)).toMatchObject({ reason: 'map-order' });
  });

  it('are found out when they hide the last entry of one chain', async () => {
    const world = filled(30, 10);
    const hidden = new EvidenceWorld();
    Object.assign(hidden, { entries: world.all.slice(0, -1) });
    state(world, { size: world.all.length, root: rootAt(hidden, world.all.length) });
    expect(await finding(world)).toMatchObject({ reason: 'map-differs' });
  });

  it('are nobody else’s to state, and then mean nothing', async () => {
    const world = filled(3, 3);
    const farm = world.organization(2);
    world.say(farm.org, { by: farm, kind: 'heads-stated', data: { size: 1, root: 'none' } });
    expect(await finding(world)).toBeNull();
  });
});

describe('the events of a log', () => {
  it('are known again, each on its chain, whatever order they came in and however often they were saved', () => {
    const event = fc.record({ chain: fc.nat(20), id: fc.nat(400), isSaved: fc.boolean() });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 2_000 }), (events) => {
        const seen = new Set<string>();
        let ids = new EventIds();
        for (const { chain, id, isSaved } of events) {
          const isNew = !seen.has(`${chain} ${id}`);
          seen.add(`${chain} ${id}`);
          expect(ids.add(`batch/${chain}`, String(id))).toBe(isNew);
          if (isSaved && seen.size % 50 === 0) ids = new EventIds(ids.saved());
        }
        expect(ids.saved().length).toBe(16 * seen.size);
      }),
      { numRuns: 40 },
    );
  });

  it('are known again among many', () => {
    const ids = new EventIds();
    for (let n = 0; n < 5_000; n += 1) expect(ids.add('batch/a', String(n))).toBe(true);
    const again = new EventIds(ids.saved());
    for (let n = 0; n < 5_000; n += 1) expect(again.add('batch/a', String(n))).toBe(false);
    expect(again.add('batch/b', '0')).toBe(true);
  });
});
