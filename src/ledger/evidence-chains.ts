import { base64urlEncode, equalBytes } from './bytes.js';
import { checkChain } from './chain.js';
import { type Entry, genesisPrev, parseEntry } from './entry.js';
import { LedgerError } from './errors.js';
import type { Evidence, EvidenceChain, EvidenceEntry, EvidenceRole, ProvedEntry } from './evidence.js';
import { type EvidenceFinding, finding } from './evidence-report.js';
import { leafHash } from './hash.js';
import {
  type NamedEntry,
  namedOnOwnChain,
  type PlacedStatement,
  sourcesOf,
  sourcesThrough,
} from './sources.js';
import { parseStatement, type Statement } from './statement.js';
import { type Lineage, logAt } from './succession.js';

/** An entry of the evidence with what its bytes say. */
export interface ReadEntry extends PlacedStatement {
  readonly item: EvidenceEntry;
  readonly entry: Entry;
  readonly leafHash: Uint8Array;
  readonly statement: Statement;
}

export interface ReadChain {
  readonly chain: string;
  readonly role: EvidenceRole;
  readonly entries: readonly ReadEntry[];
}

/** What the entries of the evidence say, or the first that says nothing. Nothing of it is checked. */
export function readChains({ chains }: Evidence): readonly ReadChain[] | EvidenceFinding {
  const read: ReadChain[] = [];
  for (const chain of chains) {
    const entries = readEntries(chain);
    if ('reason' in entries) return entries;
    read.push({ chain: chain.chain, role: chain.role, entries: entries.entries });
  }
  return read;
}

/** What an entry that stands alone says; null when it says nothing. */
export function readProved(proved: ProvedEntry): ReadEntry | null {
  const entries = [{ ...proved, disclosures: [], withheld: [] }];
  const read = readEntries({ chain: '', role: 'signer', entries });
  return 'reason' in read ? null : (read.entries[0] ?? null);
}

/**
 * Checks what the chains are and how they hang together; null when they hold.
 *
 * Chains of batches are whole from their first entry on; those of signers have entries in order, linked where one
 * follows another. In every chain the log has the entries in their order, and each names the log that its index is of. Every entry that a statement names is there
 * with the leaf hash it is named by, and every batch that is there is the subject or one it was made from.
 *
 * That nothing is missing at the end of a chain is completeness's to say.
 */
export function checkChains(chains: readonly ReadChain[], lineage: Lineage): EvidenceFinding | null {
  for (const chain of chains) {
    const broken = chain.role === 'signer' ? checkSparse(chain) : checkWhole(chain, lineage);
    const fault = broken ?? checkOrder(chain) ?? checkLogs(chain, lineage);
    if (fault !== null) return fault;
  }
  return checkNames(chains);
}

function readEntries({ chain, entries }: EvidenceChain): { entries: ReadEntry[] } | EvidenceFinding {
  const read: ReadEntry[] = [];
  for (const [at, item] of entries.entries()) {
    try {
      const entry = parseEntry(item.entry);
      const statement = parseStatement(entry.statement);
      const { payload } = statement;
      read.push({ item, entry, leafHash: leafHash(item.entry), statement, seq: entry.seq, payload });
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      return finding('chain-broken', { chain, seq: at + 1, code: error.code });
    }
  }
  return { entries: read };
}

function checkWhole({ chain, entries }: ReadChain, { origin, earlier }: Lineage): EvidenceFinding | null {
  const fault = checkChain(
    entries.map(({ item }) => item.entry),
    { log: origin, earlierLogs: earlier.map((ended) => ended.origin), chain },
  );
  return fault === null ? null : finding('chain-broken', { chain, seq: fault.seq, code: fault.code });
}

/** As checkChain, for a chain of which only some entries are there. */
function checkSparse({ chain, entries }: ReadChain): EvidenceFinding | null {
  let before: ReadEntry | null = null;
  for (const read of entries) {
    const code = sparseFault(read, before, chain);
    if (code !== null) return finding('chain-broken', { chain, seq: read.seq, code });
    before = read;
  }
  return null;
}

function sparseFault(
  { entry, payload }: ReadEntry,
  before: ReadEntry | null,
  chain: string,
): 'chain-name' | 'chain-subject' | 'chain-sequence' | 'chain-time' | 'chain-link' | null {
  if (entry.chain !== chain) return 'chain-name';
  if (payload.sub !== chain) return 'chain-subject';
  if (before !== null && entry.seq <= before.seq) return 'chain-sequence';
  if (before !== null && entry.recordedAt < before.entry.recordedAt) return 'chain-time';
  const isNext = entry.seq === (before?.seq ?? 0) + 1;
  if (isNext && !equalBytes(entry.prev, before?.leafHash ?? genesisPrev())) return 'chain-link';
  return null;
}

/** The log takes the entries of a chain in their order. */
function checkOrder({ chain, entries }: ReadChain): EvidenceFinding | null {
  const wrong = entries.find(({ item }, at) => at > 0 && item.index <= (entries[at - 1]?.item.index ?? -1));
  return wrong === undefined
    ? null
    : finding('order-wrong', { chain, seq: wrong.seq, index: wrong.item.index });
}

/** Each entry names the log that had its index. */
function checkLogs({ chain, entries }: ReadChain, lineage: Lineage): EvidenceFinding | null {
  const wrong = entries.find(({ entry, item }) => entry.log !== logAt(lineage, item.index));
  return wrong === undefined ? null : finding('chain-broken', { chain, seq: wrong.seq, code: 'chain-log' });
}

/** Follows every name from the subject on; what is not met on the way does not belong here. */
function checkNames(chains: readonly ReadChain[]): EvidenceFinding | null {
  const batches = new Map(
    chains.filter(({ role }) => role !== 'signer').map((chain) => [chain.chain, chain]),
  );
  const met = new Set(chains.filter(({ role }) => role === 'subject'));
  for (const chain of met) {
    const named = namesFrom(chain, batches);
    if ('reason' in named) return named;
    for (const source of named.sources) met.add(source);
  }
  const stranger = [...batches.values()].find((chain) => !met.has(chain));
  return stranger === undefined ? null : finding('chain-unnamed', { chain: stranger.chain });
}

type Batches = ReadonlyMap<string, ReadChain>;

/** The chains that the entries of one chain name, each entry found as it is named. */
function namesFrom(chain: ReadChain, batches: Batches): { sources: Set<ReadChain> } | EvidenceFinding {
  const sources = new Set<ReadChain>();
  for (const read of chain.entries) {
    const place = { chain: chain.chain, seq: read.seq };
    try {
      const names = namesOf(read, batches);
      const found = names.flatMap((name) => batches.get(`batch/${name.batch}`) ?? []);
      if (found.length < names.length) return finding('source-missing', place);
      if (names.some((name, at) => !isNamed(name, found[at]))) return finding('source-differs', place);
      found.forEach((source) => sources.add(source));
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      return finding('reference-malformed', { ...place, code: error.code });
    }
  }
  return { sources };
}

/** Every entry that a statement names, and for a receipt what its source was made from. */
function namesOf(read: ReadEntry, batches: Batches): NamedEntry[] {
  const batch = read.entry.chain.slice('batch/'.length);
  const direct = sourcesOf(read, batch);
  const through = direct.flatMap((name) => {
    const chain = batches.get(`batch/${name.batch}`);
    return read.payload.kind === 'receipt' && chain !== undefined
      ? sourcesThrough(chain.entries, name.seq, batch)
      : [];
  });
  return [...namedOnOwnChain(read, batch), ...direct, ...through];
}

function isNamed({ seq, leafHash: hash }: NamedEntry, chain: ReadChain | undefined): boolean {
  const entry = chain?.entries[seq - 1];
  return entry?.seq === seq && base64urlEncode(entry.leafHash) === hash;
}
