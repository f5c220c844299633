import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { noEffect, type LedgerEffect } from '../../src/batches/ledger-effect.js';
import { BatchProjection } from '../../src/batches/projection.js';
import { Database } from '../../src/database/database.js';
import { utf8Encode } from '../../src/ledger/bytes.js';
import { checkChain, type ChainFault } from '../../src/ledger/chain.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { encodeStatementParts, formatStatement, statementType } from '../../src/ledger/statement.js';
import { Appender } from '../../src/log/appender.js';
import type { Draft } from '../../src/log/draft.js';
import type { ChainRef, StoredEntry } from '../../src/log/entry.js';
import { findHead, readChainEntries } from '../../src/log/entry.store.js';
import { chainName } from '../../src/log/group-writer.js';
import { Keyring, type SigningKey } from '../../src/log/keyring.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';

export const testOrigin = 'test.example/2026';

/** A ledger on a database of its own, without HTTP. */
export interface TestLedger {
  readonly testDatabase: TestDatabase;
  readonly database: Database;
  readonly appender: Appender<LedgerEffect>;
  readonly key: SigningKey;
  /** A signed draft for an organization's own chain, which no projection looks at. */
  draft(
    organizationId: string,
    options?: { eventId?: string; opens?: boolean; data?: JsonObject },
  ): Draft<LedgerEffect>;
  close(): Promise<void>;
}

export async function createTestLedger(): Promise<TestLedger> {
  const testDatabase = await createTestDatabase();
  const database = await Database.connect(testDatabase.serviceUrl, []);
  const keyring = new Keyring(database, Buffer.alloc(32, 7));
  const key = keyring.open(keyring.create(randomUUID(), 'custodial', new Date()));
  return {
    testDatabase,
    database,
    appender: new Appender(database, new BatchProjection(), testOrigin),
    key,
    draft: (organizationId, options = {}) => draftFor(key, organizationId, options),
    close: async () => {
      await database.close();
      await testDatabase.drop();
    },
  };
}

export function draftFor(
  key: SigningKey,
  organizationId: string,
  options: { eventId?: string; opens?: boolean; data?: JsonObject } = {},
): Draft<LedgerEffect> {
  const eventId = options.eventId ?? uuidv7();
  const home = { organizationId, chainId: organizationId };
  const claims = {
    jti: eventId,
    iss: `org/${organizationId}`,
    sub: chainName(home),
    kind: 'note',
    occurredAt: '2026-11-23T08:00:00+08:00',
    data: options.data ?? { text: eventId },
  };
  const { alg, kid } = key.publicKey;
  const input = encodeStatementParts({ alg, kid, typ: statementType }, claims);
  return {
    ...home,
    eventId,
    statement: formatStatement(input, key.sign(utf8Encode(input))),
    opens: options.opens ?? false,
    touches: [],
    disclosures: [],
    effect: noEffect,
  };
}

/** Every entry of a chain, read through the database. */
export async function readWholeChain(database: Database, chain: ChainRef): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  for (;;) {
    const step = await readChainEntries(database, chain, entries.length, 1_000);
    entries.push(...step);
    if (step.length < 1_000) return entries;
  }
}

/** Checks a stored chain from outside: its bytes, its links, its head row. */
export async function checkStoredChain(
  database: Database,
  chain: ChainRef,
  log: string = testOrigin,
): Promise<ChainFault | null> {
  const entries = await readWholeChain(database, chain);
  const head = await findHead(database, chain);
  if (head === null) throw new Error('the chain has no head');
  return checkChain(
    entries.map((entry) => entry.entry),
    { log, chain: chainName(chain), head: { seq: head.seq, leafHash: head.leafHash } },
  );
}
