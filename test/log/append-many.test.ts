import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEffect } from '../../src/batches/ledger-effect.js';
import { DomainError } from '../../src/http/problems.js';
import { Appender, type AppendFlow } from '../../src/log/appender.js';
import type { Admission, Draft } from '../../src/log/draft.js';
import type { Written } from '../../src/log/group-writer.js';
import {
  checkStoredChain,
  createTestLedger,
  readWholeChain,
  testOrigin,
  type TestLedger,
} from '../support/ledger.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.close());

async function openChain(): Promise<{ organizationId: string; chainId: string }> {
  const organizationId = randomUUID();
  await ledger.appender.append(ledger.draft(organizationId, { opens: true }));
  return { organizationId, chainId: organizationId };
}

const draftsFor = (organizationId: string, count: number): Draft<LedgerEffect>[] =>
  Array.from({ length: count }, () => ledger.draft(organizationId));

function appenderOver(admission: Admission<LedgerEffect>, flow?: AppendFlow): Appender<LedgerEffect> {
  return new Appender(ledger.database, { begin: () => Promise.resolve(admission) }, testOrigin, flow);
}

const seqsOf = (answers: readonly Written[]): number[] =>
  answers.map((answer) => (answer.outcome === 'appended' ? answer.seq : -1));
const slugsOf = (answers: readonly Written[]): unknown[] =>
  answers.map((answer) =>
    answer.outcome === 'failed' && answer.error instanceof DomainError ? answer.error.slug : answer.outcome,
  );

describe('drafts that are appended together', () => {
  it.each([1, 100, 1_000])('stand one behind another whatever else arrives: %i of them', async (count) => {
    const chain = await openChain();
    const others = [ledger.appender, ledger.appender].map((appender) =>
      Promise.all(draftsFor(chain.organizationId, 30).map((draft) => appender.append(draft))),
    );
    const drafts = draftsFor(chain.organizationId, count);
    const answers = await ledger.appender.appendAll(drafts);
    await Promise.all(others);
    const seqs = seqsOf(answers);
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
    const stored = await readWholeChain(ledger.database, chain);
    expect(stored).toHaveLength(1 + 60 + count);
    expect(seqs.map((seq) => stored[seq - 1]?.eventId)).toEqual(drafts.map(({ eventId }) => eventId));
    expect(await checkStoredChain(ledger.database, chain)).toBeNull();
  });

  it('are of many chains, each in its own order', async () => {
    const chains = await Promise.all(Array.from({ length: 5 }, openChain));
    const drafts = Array.from({ length: 50 }, (_, index) => ledger.draft(chains[index % 5]!.organizationId));
    const seqs = seqsOf(await ledger.appender.appendAll(drafts));
    expect(seqs).toEqual(drafts.map((_, index) => 2 + Math.floor(index / 5)));
  });

  it('are one event where two of them are the same, the first of them new', async () => {
    const { organizationId } = await openChain();
    const draft = ledger.draft(organizationId);
    const answers = await ledger.appender.appendAll([draft, ledger.draft(organizationId), draft]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'exists']);
  });

  it('open a chain with the first and go on with it', async () => {
    const organizationId = randomUUID();
    const drafts = [ledger.draft(organizationId, { opens: true }), ...draftsFor(organizationId, 2)];
    expect(seqsOf(await ledger.appender.appendAll(drafts))).toEqual([1, 2, 3]);
    expect(await checkStoredChain(ledger.database, { organizationId, chainId: organizationId })).toBeNull();
  });

  it('may be none', async () => {
    expect(await ledger.appender.appendAll([])).toEqual([]);
  });
});

describe('one of several drafts', () => {
  it('is refused alone when its chain does not exist', async () => {
    const chain = await openChain();
    const [first, last] = draftsFor(chain.organizationId, 2);
    const answers = await ledger.appender.appendAll([first!, ledger.draft(randomUUID()), last!]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['appended', 'refused', 'appended']);
    expect(await checkStoredChain(ledger.database, chain)).toBeNull();
  });

  it('is refused alone by the projection, and the next takes its place', async () => {
    const chain = await openChain();
    const drafts = draftsFor(chain.organizationId, 3);
    const error = new DomainError('on-hold', { zh: '冻结', en: 'held' });
    const appender = appenderOver({
      admit: ({ eventId }) => (eventId === drafts[1]?.eventId ? error : null),
      save: () => undefined,
    });
    const answers = await appender.appendAll(drafts);
    expect(answers[1]).toEqual({ outcome: 'refused', error });
    expect(seqsOf(answers)).toEqual([2, -1, 3]);
    expect(await checkStoredChain(ledger.database, chain)).toBeNull();
  });

  it('fails alone for a bug of ours, which stays visible', async () => {
    const chain = await openChain();
    const drafts = draftsFor(chain.organizationId, 3);
    const bug = new TypeError('a bug');
    const appender = appenderOver({
      admit: ({ eventId }) => {
        if (eventId === drafts[0]?.eventId) throw bug;
        return null;
      },
      save: () => undefined,
    });
    const answers = await appender.appendAll(drafts);
    expect(answers[0]).toEqual({ outcome: 'failed', error: bug });
    expect(seqsOf(answers)).toEqual([-1, 2, 3]);
  });
});

describe('all of several drafts', () => {
  it('are told when the log is behind, and none is recorded', async () => {
    const chain = await openChain();
    const behind = new DomainError('log-behind', { zh: '尚未跟上', en: 'behind' });
    const appender = appenderOver(
      { admit: () => null, save: () => undefined },
      { refusal: () => behind, stored: () => undefined },
    );
    expect(slugsOf(await appender.appendAll(draftsFor(chain.organizationId, 3)))).toEqual(
      Array(3).fill('log-behind'),
    );
    expect(await readWholeChain(ledger.database, chain)).toHaveLength(1);
  });

  it('are told when the database is in trouble, and none is recorded', async () => {
    const chain = await openChain();
    const full = Object.assign(new Error('the disk is full'), { code: '53100' });
    const appender = new Appender<LedgerEffect>(
      ledger.database,
      { begin: () => Promise.reject(full) },
      testOrigin,
    );
    expect(slugsOf(await appender.appendAll(draftsFor(chain.organizationId, 3)))).toEqual(
      Array(3).fill('unavailable'),
    );
    expect(await readWholeChain(ledger.database, chain)).toHaveLength(1);
  });

  it('are turned away when 20,000 wait already, and those that wait are recorded', async () => {
    const chain = await openChain();
    const drafts = draftsFor(chain.organizationId, 1_000);
    let end: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const appender = new Appender<LedgerEffect>(
      ledger.database,
      { begin: () => held.then(() => ({ admit: () => null, save: () => undefined })) },
      testOrigin,
    );
    const waiting = Array.from({ length: 20 }, () => appender.appendAll(drafts));
    expect(slugsOf(await appender.appendAll(drafts.slice(0, 2)))).toEqual(['unavailable', 'unavailable']);
    await expect(appender.append(drafts[0]!)).rejects.toMatchObject({ slug: 'unavailable' });
    end();
    await Promise.all(waiting);
    expect(await readWholeChain(ledger.database, chain)).toHaveLength(1_001);
  });
});
