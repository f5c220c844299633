import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64urlEncode } from '../../src/ledger/bytes.js';
import { mapKey, mapRoot } from '../../src/ledger/map.js';
import { CompletenessReader } from '../../src/log/completeness-reader.js';
import { checkMapProof } from '../../src/ledger/map-proof.js';
import { LogReader } from '../../src/log/log-reader.js';
import type { LogWriter } from '../../src/log/log-writer.js';
import { readStatedMap } from '../../src/log/map.store.js';
import { createTestLedger, testOrigin, type TestLedger } from '../support/ledger.js';
import { startTestWitness, type TestWitness } from '../support/local-witness.js';
import { createLogPlace, createLogWriter, publisherParts, type LogPlace } from '../support/log-writers.js';
import { until } from '../support/until.js';

let ledger: TestLedger;
let place: LogPlace;
let witness: TestWitness;
let writer: LogWriter;
let owner: pg.Client;
const operator = randomUUID();
const stated: number[] = [];

beforeAll(async () => {
  ledger = await createTestLedger();
  place = await createLogPlace(testOrigin);
  owner = new pg.Client({ connectionString: ledger.testDatabase.ownerUrl });
  await owner.connect();
  witness = await startTestWitness(join(place.directory, 'witness'), place.key.verifier);
  const parts = publisherParts(ledger.database, place, { witnesses: witness.policy });
  const times = { spacingMs: 5, idleMs: 10 };
  writer = await createLogWriter(ledger.database, place, { parts, times });
  await ledger.appender.append(ledger.draft(operator, { opens: true }));
  writer.stateMapsBy(state);
  writer.start();
});

afterAll(async () => {
  await writer.stop();
  await witness.stop();
  await owner.end();
  await ledger.close();
  await place.remove();
});

async function state(size: number, root: Uint8Array): Promise<Uint8Array> {
  stated.push(size);
  const data = { size, root: base64urlEncode(root) };
  const answer = await ledger.appender.append(ledger.draft(operator, { data }));
  if (answer.outcome !== 'appended') throw new Error('the map could not be stated');
  return answer.leafHash;
}

/** Waits until a map of at least that size is stated by an entry that is witnessed. */
async function mapped(atLeast: number): Promise<{ size: number; root: Uint8Array }> {
  return until(async () => {
    const { leaf, root, size } = await readStatedMap(ledger.database);
    const included = leaf === null ? null : await new LogReader(ledger.database).inclusion(leaf);
    return root !== null && size >= atLeast && included !== null && { size, root };
  });
}

/** The last entry of every chain among the first `size` of the log, found without the map. */
async function headsAsOf(size: number) {
  const { rows } = await owner.query<{ organization_id: string; seq: number; leaf_hash: Buffer }>(
    `select distinct on (chain_id) organization_id, seq, leaf_hash from log_leaves where log_index < $1
     order by chain_id, seq desc`,
    [size],
  );
  return rows.map((row) => ({
    chain: `org/${row.organization_id}`,
    ref: { organizationId: row.organization_id, chainId: row.organization_id },
    count: row.seq,
    head: new Uint8Array(row.leaf_hash),
  }));
}

describe('the completeness map', () => {
  it('holds every chain with its length and last entry, as of a witnessed size', async () => {
    const chains = Array.from({ length: 60 }, () => randomUUID());
    let recorded = 1;
    for (let round = 0; round < 4; round += 1) {
      const appending = chains.slice(0, 60 - round * 10);
      await Promise.all(
        appending.map((id) => ledger.appender.append(ledger.draft(id, { opens: round === 0 }))),
      );
      recorded += appending.length;
      writer.wake();
      const { size, root } = await mapped(recorded);
      const heads = await headsAsOf(size);
      const leaves = heads.map(({ chain, count, head }) => ({ key: mapKey(chain), count, head }));
      expect(mapRoot(leaves)).toEqual(new Uint8Array(root));
    }
    expect(stated).toEqual([...stated].sort((a, b) => a - b));
    expect(new Set(stated).size).toBe(stated.length);
  });

  it('gives a proof for every chain, and none for another length or last entry', async () => {
    const { size, root } = await mapped(1);
    const reader = new CompletenessReader(ledger.database, new LogReader(ledger.database));
    for (const { chain, ref, count, head } of (await headsAsOf(size)).slice(0, 25)) {
      const found = await reader.prove([ref]);
      const proof = found?.heads[0]?.proof;
      if (proof === undefined) throw new Error('there is no proof');
      expect(checkMapProof(root, chain, { count, head }, proof)).toBeNull();
      expect(checkMapProof(root, chain, { count: count + 1, head }, proof)).not.toBeNull();
      expect(checkMapProof(root, chain, { count, head: mapKey(chain) }, proof)).not.toBeNull();
      expect(checkMapProof(root, chain, null, proof)).not.toBeNull();
    }
  });

  it('is not stated again while nothing but its own statement is new', async () => {
    await mapped(1);
    await setTimeout(300);
    const before = stated.length;
    await setTimeout(500);
    expect(stated.length).toBe(before);
  });
});
