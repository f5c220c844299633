import { describe, expect, it } from 'vitest';
import { GatheredRead, Gatherer } from '../../src/database/gatherer.js';

/** A settle function that ends when told to, and what it was given. */
function heldSettle() {
  const groups: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const settle = (group: readonly number[]): Promise<void> => {
    groups.push(group);
    return new Promise((resolve) => ends.push(resolve));
  };
  return { groups, ends, settle };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a gatherer', () => {
  it('starts at once with what arrived in the same turn, and gathers the rest meanwhile', async () => {
    const { groups, ends, settle } = heldSettle();
    const gatherer = new Gatherer({ weightMax: 10, groupsAtOnceMax: 1 }, settle);
    gatherer.add(1);
    gatherer.add(2);
    await turn();
    expect(groups).toEqual([[1, 2]]);
    for (const item of [3, 4, 5]) gatherer.add(item);
    await turn();
    expect([groups.length, gatherer.weight]).toEqual([1, 3]);
    ends[0]?.();
    await turn();
    expect(groups).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('has no more groups under way than it may, and no more items in one', async () => {
    const { groups, ends, settle } = heldSettle();
    const gatherer = new Gatherer({ weightMax: 2, groupsAtOnceMax: 2 }, settle);
    for (let item = 1; item <= 7; item += 1) gatherer.add(item);
    await turn();
    expect(groups).toEqual([
      [1, 2],
      [3, 4],
    ]);
    ends[1]?.();
    await turn();
    expect(groups.slice(2)).toEqual([[5, 6]]);
    ends[0]?.();
    ends[2]?.();
    await turn();
    expect(groups.slice(3)).toEqual([[7]]);
  });
});

describe('a gatherer of items of different weight', () => {
  const limits = { weightMax: 10, groupsAtOnceMax: 1 };
  const weigh = (item: number): number => item;

  async function groupsOf(items: readonly number[]): Promise<(readonly number[])[]> {
    const { groups, ends, settle } = heldSettle();
    const gatherer = new Gatherer(limits, settle, weigh);
    for (const item of items) gatherer.add(item);
    for (let round = 0; round < items.length; round += 1) {
      await turn();
      ends[round]?.();
    }
    await turn();
    expect(gatherer.weight).toBe(0);
    return groups;
  }

  it('fills a group up to its bound and never beyond, in the order of arrival', async () => {
    expect(await groupsOf([4, 6, 1, 9, 2])).toEqual([[4, 6], [1, 9], [2]]);
    expect(await groupsOf([5, 6, 4, 1])).toEqual([[5], [6, 4], [1]]);
  });

  it('lets an item that is heavier than a group go alone', async () => {
    expect(await groupsOf([25, 1, 2])).toEqual([[25], [1, 2]]);
    expect(await groupsOf([1, 25, 25, 2])).toEqual([[1], [25], [25], [2]]);
  });

  it('knows how much waits', async () => {
    const { ends, settle } = heldSettle();
    const gatherer = new Gatherer(limits, settle, weigh);
    for (const item of [9, 3, 25]) gatherer.add(item);
    expect(gatherer.weight).toBe(37);
    await turn();
    expect(gatherer.weight).toBe(28);
    ends[0]?.();
    await turn();
    expect(gatherer.weight).toBe(25);
  });
});

describe('a gathered read', () => {
  const limits = { weightMax: 100, groupsAtOnceMax: 1 };

  it('answers everybody with one query, each with its own answer', async () => {
    const asked: (readonly number[])[] = [];
    const squares = new GatheredRead(limits, (keys: readonly number[]) => {
      asked.push(keys);
      return Promise.resolve(keys.map((key) => key * key));
    });
    expect(await Promise.all([3, 4, 3].map((key) => squares.get(key)))).toEqual([9, 16, 9]);
    expect(asked).toEqual([[3, 4, 3]]);
  });

  it('fails everybody of a group that failed, and nobody after it', async () => {
    let healthy = false;
    const read = new GatheredRead(limits, (keys: readonly number[]) =>
      healthy ? Promise.resolve(keys) : Promise.reject(new Error('no database')),
    );
    const failed = await Promise.allSettled([read.get(1), read.get(2)]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    healthy = true;
    expect(await read.get(3)).toBe(3);
  });

  it('is not satisfied with fewer answers than it asked for', async () => {
    const read = new GatheredRead(limits, () => Promise.resolve([]));
    await expect(read.get(1)).rejects.toThrow('did not answer every key');
  });
});
