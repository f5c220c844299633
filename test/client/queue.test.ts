import { describe, expect, it } from 'vitest';
import { kinds, recordedElsewhere } from '../../src/events/kinds/registry.js';
import { makeDeviceKey, publicKeyOf, signInput } from '../../src/client/device-key.js';
import { MemoryQueueStore } from '../../src/client/memory-stores.js';
import { privateFields } from '../../src/client/private-fields.js';
import { formatQueue, parseQueue, type QueueItem } from '../../src/client/queue.js';
import { hexEncode, utf8Encode } from '../../src/ledger/bytes.js';
import { verifySignature } from '../../src/ledger/signature.js';

const told = {
  id: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10',
  batch: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  kind: 'harvest',
  occurredAt: '2026-11-20T14:05:00+08:00',
  data: { startedOn: '2026-11-20' },
};
const signed = { combined: 'a.b.c~', kid: 'k' };
const place = { seq: 2, leafHash: 'h', recordedAt: '2026-11-20T06:05:00.000Z', receipt: 'r' };
const problem = { type: '/problems/validation', status: 422, title: 't', detail: 'd', errors: [] };
const saved: QueueItem = { ...told, state: 'saved' };

describe('a queue as a text', () => {
  it('is read as it was written, in every state', () => {
    const items: QueueItem[] = [
      saved,
      { ...told, state: 'queued', ...signed },
      { ...told, state: 'recorded', ...signed, ...place },
      { ...told, state: 'refused', problem },
    ];
    expect(parseQueue(formatQueue(items, 0))).toEqual(items);
  });

  const text = (item: object): string => JSON.stringify({ v: 'furrow-queue/1', items: [item] });
  it.each<[string, string]>([
    ['no JSON', 'furrow'],
    ['a list', '[]'],
    ['no version', JSON.stringify({ items: [] })],
    ['another version', JSON.stringify({ v: 'furrow-queue/2', items: [] })],
    ['items that are none', JSON.stringify({ v: 'furrow-queue/1', items: {} })],
    ['an item that is a text', JSON.stringify({ v: 'furrow-queue/1', items: ['x'] })],
    ['a state that is not known', text({ ...told, state: 'sent' })],
    ['an event id that is none', text({ ...saved, id: 'x' })],
    ['a batch that is none', text({ ...saved, batch: 'x' })],
    ['data that is a text', text({ ...saved, data: 'x' })],
    ['a time that is a number', text({ ...saved, occurredAt: 7 })],
    ['a queued item without its statement', text({ ...told, state: 'queued', kid: 'k' })],
    ['a recorded item without its place', text({ ...told, ...signed, state: 'recorded' })],
    ['a refused item without its problem', text({ ...told, state: 'refused' })],
    ['a name twice', `{"v":"furrow-queue/1","v":"furrow-queue/1","items":[]}`],
    ['a name that is dangerous', `{"v":"furrow-queue/1","items":[],"__proto__":{}}`],
  ])('is refused with %s', (_, broken) => {
    expect(() => parseQueue(broken)).toThrow();
  });
});

describe('a store of statements', () => {
  it('adds once, changes only from the state that was meant, and keeps the order', async () => {
    const store = new MemoryQueueStore();
    const later: QueueItem = { ...saved, id: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c11' };
    expect([await store.add(saved), await store.add(later), await store.add(saved)]).toEqual([
      true,
      true,
      false,
    ]);
    const queued: QueueItem = { ...told, state: 'queued', ...signed };
    expect(await store.replace(queued, 'queued')).toBe(false);
    expect(await store.replace(queued, 'saved')).toBe(true);
    expect(await store.replace(queued, 'saved')).toBe(false);
    await store.remove(told.id, 'saved');
    expect(await store.list()).toEqual([queued, later]);
    await store.remove(told.id, 'queued');
    expect(await store.list()).toEqual([later]);
  });
});

describe('a device’s key', () => {
  it.each(['ES256', 'Ed25519'] as const)('signs with %s in the one form that is accepted', async (alg) => {
    const key = await makeDeviceKey(alg);
    for (let count = 0; count < 40; count += 1) {
      const input = `input ${count}`;
      const signature = await signInput(key, input);
      expect(verifySignature(publicKeyOf(key), utf8Encode(input), signature), hexEncode(signature)).toBe(
        true,
      );
      expect(verifySignature(publicKeyOf(key), utf8Encode(`${input}.`), signature)).toBe(false);
    }
  });

  it('cannot be read out', async () => {
    const key = await makeDeviceKey();
    expect(key.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('jwk', key.privateKey)).rejects.toThrow();
    expect(Object.keys(key.jwk)).not.toContain('d');
  });
});

describe('the private fields that a client conceals', () => {
  it('are those of every kind that is recorded on a batch', () => {
    const recordable = kinds.filter(({ chain, kind }) => chain === 'batch' && !recordedElsewhere.has(kind));
    expect(Object.keys(privateFields).sort()).toEqual(recordable.map(({ kind }) => kind).sort());
    for (const kind of recordable)
      expect([...(privateFields[kind.kind] ?? [])].sort(), kind.kind).toEqual([...kind.privateFields].sort());
  });
});
