import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDemo } from '../../src/cli/demo.js';
import { checkChain, type ChainFault, type ExpectedChain } from '../../src/ledger/chain.js';
import { encodeEntry, parseEntry } from '../../src/ledger/entry.js';
import type { ChainRef, StoredEntry } from '../../src/log/entry.js';
import { findHead } from '../../src/log/entry.store.js';
import { chainName } from '../../src/log/group-writer.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { checkStoredChain, readWholeChain } from '../support/ledger.js';

/** What becomes of one byte: the lowest bit is flipped, the bit of letter case, the highest bit, all of them. */
const flips = [flipBit(1), flipBit(32), flipBit(128), (byte: number): number => 255 - byte];

function flipBit(bit: number) {
  return (byte: number): number => (Math.floor(byte / bit) % 2 === 0 ? byte + bit : byte - bit);
}

interface Chain extends ExpectedChain {
  readonly ref: ChainRef;
  readonly stored: readonly StoredEntry[];
}

let service: TestApp;
let owner: pg.Client;
let chains: Chain[];
let batches: string[];

beforeAll(async () => {
  service = await createTestApp({ tampers: true });
  const demo = await loadDemo(service.app, service.config);
  batches = demo?.batches.map((batch) => batch.id) ?? [];
  owner = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await owner.connect();
  // Triggers and foreign keys do not stand in the way of whoever owns the server.
  await owner.query('set session_replication_role = replica');
  const { rows } = await owner.query<{ o: string; c: string }>(
    'select organization_id as o, chain_id as c from chains order by 1, 2',
  );
  chains = await Promise.all(rows.map((row) => read({ organizationId: row.o, chainId: row.c })));
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

async function read(ref: ChainRef): Promise<Chain> {
  const head = await findHead(service.database, ref);
  if (head === null) throw new Error('the chain has no head');
  return {
    ref,
    log: service.config.logOrigin,
    chain: chainName(ref),
    head: { seq: head.seq, leafHash: head.leafHash },
    stored: await readWholeChain(service.database, ref),
  };
}

/** The chain of a batch of the demo, the longest first. */
function longestBatch(): Chain {
  const [longest] = chains
    .filter((chain) => batches.includes(chain.ref.chainId))
    .sort((a, b) => b.stored.length - a.stored.length);
  if (longest === undefined) throw new Error('the demo recorded no batch');
  return longest;
}

/** Changes each byte in place in every way of `flips`; answers how often, all of them found at `seq`. */
function flipEach(bytes: Uint8Array, found: () => number | undefined, seq: number): number {
  for (const [at, before] of Uint8Array.from(bytes).entries()) {
    for (const flip of flips) {
      bytes[at] = flip(before);
      if (found() !== seq)
        throw new Error(`byte ${at} of entry ${seq}: ${before} became ${String(bytes[at])} unfound`);
    }
    bytes[at] = before;
  }
  return bytes.length * flips.length;
}

/** What the check finds after somebody changed the stored rows; they are put back afterwards. */
async function found(chain: Chain, change: string, values: readonly unknown[]): Promise<ChainFault | null> {
  const { organizationId, chainId } = chain.ref;
  await owner.query(change, [organizationId, chainId, ...values]);
  const fault = await checkStoredChain(service.database, chain.ref, chain.log);
  await owner.query('delete from entries where organization_id = $1 and chain_id = $2', [
    organizationId,
    chainId,
  ]);
  for (const entry of chain.stored) {
    await owner.query('insert into entries values ($1, $2, $3, $4, $5, $6)', [
      organizationId,
      chainId,
      entry.seq,
      entry.eventId,
      entry.leafHash,
      entry.entry,
    ]);
  }
  return fault;
}

const ofChain = 'organization_id = $1 and chain_id = $2';

describe('the chains of the demo as PostgreSQL holds them', () => {
  it('are whole: every batch and every organization', () => {
    expect(chains.length).toBeGreaterThan(batches.length);
    for (const chain of chains) {
      expect(
        checkChain(
          chain.stored.map((entry) => entry.entry),
          chain,
        ),
      ).toBeNull();
    }
  });

  it('betray any flip of any byte of any entry, and the entry is named', () => {
    let tried = 0;
    for (const chain of chains) {
      const entries = chain.stored.map((entry) => Uint8Array.from(entry.entry));
      for (const bytes of entries)
        tried += flipEach(bytes, () => checkChain(entries, chain)?.seq, entries.indexOf(bytes) + 1);
    }
    const bytesCount = chains
      .flatMap((chain) => chain.stored)
      .reduce((sum, entry) => sum + entry.entry.length, 0);
    expect(tried).toBe(bytesCount * flips.length);
    console.log(`${tried} flips in ${bytesCount} bytes of ${chains.length} chains, all found`);
  });

  it('betray a byte that was changed in the database', async () => {
    const chain = longestBatch();
    for (const { seq, entry } of chain.stored) {
      for (const at of [0, Math.floor(entry.length / 3), entry.length - 1]) {
        const change = `update entries set entry = set_byte(entry, $4, 255 - get_byte(entry, $4)) where ${ofChain} and seq = $3`;
        expect(await found(chain, change, [seq, at])).toMatchObject({ seq });
      }
    }
    expect(await checkStoredChain(service.database, chain.ref, chain.log)).toBeNull();
  });

  it('betray a tail that was cut off, at any place', async () => {
    const chain = longestBatch();
    for (let kept = 0; kept < chain.stored.length; kept += 1) {
      expect(await found(chain, `delete from entries where ${ofChain} and seq > $3`, [kept])).toMatchObject({
        code: 'chain-truncated',
        seq: kept + 1,
      });
    }
  });

  it('betray a row that was deleted, and which', async () => {
    const chain = longestBatch();
    for (const { seq } of chain.stored) {
      expect(await found(chain, `delete from entries where ${ofChain} and seq = $3`, [seq])).toMatchObject({
        seq,
      });
    }
  });

  it('betray two entries that changed places', async () => {
    const chain = longestBatch();
    const swap = `update entries e set entry = other.entry, leaf_hash = other.leaf_hash from entries other
      where (e.organization_id, e.chain_id) = ($1, $2) and (other.organization_id, other.chain_id) = ($1, $2)
      and (e.seq, other.seq) in (($3, $4), ($4, $3))`;
    for (let seq = 1; seq < chain.stored.length; seq += 1) {
      expect(await found(chain, swap, [seq, seq + 1])).toMatchObject({ code: 'chain-sequence', seq });
    }
  });

  it('betray an entry of another batch in the place of theirs', async () => {
    const chain = longestBatch();
    const other = chains.find((one) => one !== chain && batches.includes(one.ref.chainId));
    for (const { seq } of chain.stored.slice(0, other?.stored.length)) {
      const foreign = other?.stored[seq - 1];
      const change = `update entries set entry = $4, leaf_hash = $5 where ${ofChain} and seq = $3`;
      expect(await found(chain, change, [seq, foreign?.entry, foreign?.leafHash])).toMatchObject({
        code: 'chain-name',
        seq,
      });
    }
  });

  it('betray another well-formed entry of the same chain, place and predecessor', async () => {
    const chain = longestBatch();
    for (const { seq, entry } of chain.stored) {
      const told = parseEntry(entry);
      const later = new Date(Date.parse(told.recordedAt) + 1).toISOString();
      const change = `update entries set entry = $4, leaf_hash = sha256('\\x00'::bytea || $4) where ${ofChain} and seq = $3`;
      const forged = Buffer.from(encodeEntry({ ...told, recordedAt: later }));
      expect(await found(chain, change, [seq, forged])).toMatchObject({ code: 'chain-link', seq });
    }
  });
});
