import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readLogState, takeLogLease } from '../../src/log/log-state.store.js';
import { Integrator } from '../../src/log/integrator.js';
import { beginLog } from '../../src/log/log-start.js';
import { Publisher, type PublisherParts } from '../../src/log/publisher.js';
import { createTestLedger, testOrigin, type TestLedger } from '../support/ledger.js';
import { createLogPlace, publisherParts, type LogPlace } from '../support/log-writers.js';
import { logFaults } from '../support/whole-log.js';

let ledger: TestLedger;
let place: LogPlace;
let owner: pg.Client;

beforeAll(async () => {
  ledger = await createTestLedger();
  owner = new pg.Client({ connectionString: ledger.testDatabase.ownerUrl });
  await owner.connect();
});

beforeEach(async () => {
  place = await createLogPlace(testOrigin);
});

afterEach(async () => {
  expect(await logFaults(owner, place.key.verifier)).toEqual([]);
  await place.remove();
});

afterAll(async () => {
  await owner.end();
  await ledger.close();
});

const trouble = new Error('the step failed');
type When = 'before' | 'after';

/** The same object, whose method fails once: before it did anything, or after it was done. */
function failingOnce<Part extends object>(part: Part, method: keyof Part & string, when: When): Part {
  let failed = false;
  return new Proxy(part, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== method || failed) return value.bind(target) as unknown;
      return async (...args: unknown[]) => {
        failed = true;
        if (when === 'before') throw trouble;
        await (value as (...all: unknown[]) => Promise<unknown>).apply(target, args);
        throw trouble;
      };
    },
  });
}

async function record(entries: number): Promise<void> {
  await Promise.all(
    Array.from({ length: entries }, () =>
      ledger.appender.append(ledger.draft(randomUUID(), { opens: true })),
    ),
  );
}

/** Takes the lease, whoever had it. */
async function lead() {
  await owner.query("update log_state set lease_until = '-infinity'");
  const lease = await takeLogLease(ledger.database, randomUUID(), 60_000);
  if (lease === null) throw new Error('the lease was not to be had');
  return lease;
}

const steps: readonly {
  readonly step: string;
  readonly break: (parts: PublisherParts, when: When) => PublisherParts;
}[] = [
  {
    step: 'reading back',
    break: (parts, when) => ({ ...parts, readBack: failingOnce(parts.readBack, 'verify', when) }),
  },
  {
    step: 'raising the mark',
    break: (parts, when) => ({ ...parts, mark: failingOnce(parts.mark, 'raise', when) }),
  },
  {
    step: 'asking the witnesses',
    break: (parts, when) => ({ ...parts, witnesses: failingOnce(parts.witnesses, 'cosign', when) }),
  },
  {
    step: 'writing the files',
    break: (parts, when) => ({ ...parts, files: failingOnce(parts.files, 'advance', when) }),
  },
];

const cases = steps.flatMap((step) => (['before', 'after'] as const).map((when) => ({ ...step, when })));

describe('a publication that fails', () => {
  it.each(cases)(
    'at $step, $when it was done, is done again with the same tree and the same signature',
    async ({ break: breakStep, when }) => {
      await beginLog(ledger.database, testOrigin, place.key.verifier).catch(() => undefined);
      await owner.query(
        'update log_state set published_size = null, published_note = null, published_at = null',
      );
      await record(40);
      const lease = await lead();
      await new Integrator(ledger.database).integrate(lease);
      const parts = publisherParts(ledger.database, place);
      const state = await readLogState(ledger.database);
      const broken = new Publisher(ledger.database, testOrigin, breakStep(parts, when));
      await expect(broken.publish(lease, state)).rejects.toThrow(/.+/);
      expect((await readLogState(ledger.database)).published).toBeNull();
      // More comes in between; the mark already stands at the smaller tree, or not.
      await record(7);
      await new Integrator(ledger.database).integrate(lease);
      const later = await readLogState(ledger.database);
      const again = await new Publisher(ledger.database, testOrigin, parts).publish(lease, later);
      expect(again.size).toBe(later.tree.size);
      const repeated = await new Publisher(ledger.database, testOrigin, parts).publish(lease, later);
      expect(repeated.note).toBe(again.note);
    },
  );
});
