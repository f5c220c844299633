import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BulkTurns } from '../../src/events/bulk-turns.js';

/** A work that ends when told to. */
function heldWork() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const held = { began: false, end, work: (): Promise<void> => ((held.began = true), ended) };
  return held;
}

const began = (works: readonly { began: boolean }[]): boolean[] => works.map((one) => one.began);
const limits = { atOnceMax: 2, waitingMax: 2, waitMsMax: 60_000 };

describe('bulk requests', () => {
  it('go on a few at once, and the next begins when one ends, in the order of arrival', async () => {
    const turns = new BulkTurns(limits);
    const works = Array.from({ length: 4 }, heldWork);
    const answers = works.map(({ work }) => turns.take(work));
    expect(began(works)).toEqual([true, true, false, false]);
    works[1]!.end();
    await answers[1];
    await setTimeout(0);
    expect(began(works)).toEqual([true, true, true, false]);
    for (const { end } of works) end();
    await Promise.all(answers);
    expect(began(works)).toEqual([true, true, true, true]);
  });

  it('are refused when too many wait, before any of their work is done', async () => {
    const turns = new BulkTurns(limits);
    const works = Array.from({ length: 5 }, heldWork);
    const answers = works.map(({ work }) => turns.take(work));
    await expect(answers[4]).rejects.toMatchObject({ slug: 'unavailable', retryAfterS: 2 });
    for (const { end } of works) end();
    await Promise.all(answers.slice(0, 4));
    expect(works[4]!.began).toBe(false);
  });

  it('are refused when their turn comes too late for an answer in time', async () => {
    const turns = new BulkTurns({ ...limits, atOnceMax: 1, waitMsMax: 5 });
    const [first, late, last] = [heldWork(), heldWork(), heldWork()];
    const answer = turns.take(first.work);
    const refused = expect(turns.take(late.work)).rejects.toMatchObject({ slug: 'unavailable' });
    await setTimeout(20);
    first.end();
    await Promise.all([answer, refused]);
    expect(late.began).toBe(false);
    last.end();
    await turns.take(last.work);
    expect(last.began).toBe(true);
  });

  it('give their turn back when they fail', async () => {
    const turns = new BulkTurns({ ...limits, atOnceMax: 1, waitingMax: 0 });
    for (let round = 0; round < 3; round += 1) {
      await expect(turns.take(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    }
    expect(await turns.take(() => Promise.resolve('done'))).toBe('done');
  });
});
