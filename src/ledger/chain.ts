import { base64urlEncode, equalBytes } from './bytes.js';
import { type Entry, genesisPrev, parseEntry } from './entry.js';
import { type Fault, LedgerError, type LedgerErrorCode } from './errors.js';
import { leafHash } from './hash.js';
import { parseStatement } from './statement.js';

/** What is known about a chain from outside of its entries. */
export interface ExpectedChain {
  readonly log: string;
  /** Logs whose tree this log went on with, oldest first: entries at the beginning of the chain may name them. */
  readonly earlierLogs?: readonly string[];
  readonly chain: string;
  /** Last entry by a source that is trusted: a receipt, the head row, a checkpointed entry. */
  readonly head?: { readonly seq: number; readonly leafHash: Uint8Array };
}

/** What is wrong, at which entry; hashes in base64url. */
export interface ChainFault extends Fault {
  /** The entry at fault; where one is missing, the first that is. */
  readonly seq: number;
  readonly expected: string;
  readonly found: string;
}

/**
 * Checks all entries of one chain, in order from seq 1; null when they hold.
 *
 * Every entry is canonical, of this log and chain, dense in seq; each `prev` is the leaf hash before it; the last
 * is the head; recordedAt never goes back; each statement is about this chain; no event id occurs twice. With a
 * head, any changed byte of any entry is found and its entry named. Without one, a chain that lost its tail is
 * whole: nothing inside it knows its length (ledger.md §1), so a caller that knows a head must give it.
 *
 * Links are checked from the head down, because only what follows an entry vouches for it. Signatures are
 * checkStatement's. Takes O(n) time, and memory for one hash and one parsed entry each.
 */
export function checkChain(entries: readonly Uint8Array[], expected: ExpectedChain): ChainFault | null {
  const parsed: Entry[] = [];
  const logs = [...(expected.earlierLogs ?? []), expected.log];
  for (const [index, bytes] of entries.entries()) {
    const seq = index + 1;
    const entry = attempt(seq, () => parseEntry(bytes));
    if ('code' in entry) return entry;
    const misplaced = checkPlace(entry, seq, logs, expected.chain);
    if (misplaced) return misplaced;
    // A chain goes on in the next log and never back.
    logs.splice(0, logs.indexOf(entry.log));
    parsed.push(entry);
  }
  return (
    checkLength(parsed.length, expected) ?? checkLinks(entries, parsed, expected) ?? checkContents(parsed)
  );
}

function checkPlace(entry: Entry, seq: number, logs: readonly string[], chain: string): ChainFault | null {
  if (!logs.includes(entry.log)) return fault('chain-log', seq, logs.join(' | '), entry.log);
  if (entry.chain !== chain) return fault('chain-name', seq, chain, entry.chain);
  if (entry.seq !== seq) return fault('chain-sequence', seq, String(seq), String(entry.seq));
  return null;
}

function checkLength(length: number, { head }: ExpectedChain): ChainFault | null {
  if (!head || head.seq === length) return null;
  return head.seq > length
    ? fault('chain-truncated', length + 1, String(head.seq), String(length))
    : fault('chain-head', head.seq + 1, String(head.seq), String(length));
}

function checkLinks(
  entries: readonly Uint8Array[],
  parsed: readonly Entry[],
  { head }: ExpectedChain,
): ChainFault | null {
  let vouched: Uint8Array | undefined = head?.leafHash;
  for (let index = parsed.length - 1; index >= 0; index -= 1) {
    const entry = parsed[index];
    const bytes = entries[index];
    if (!entry || !bytes) continue;
    const found = leafHash(bytes);
    if (vouched && !equalBytes(found, vouched)) return linkFault(index + 1, vouched, found);
    vouched = entry.prev;
  }
  const genesis = genesisPrev();
  if (vouched && parsed.length > 0 && !equalBytes(vouched, genesis)) return linkFault(1, genesis, vouched);
  return null;
}

function checkContents(parsed: readonly Entry[]): ChainFault | null {
  const firstSeq = new Map<string, number>();
  let latest = '';
  for (const entry of parsed) {
    // Both are of one fixed form, so that the order of the texts is the order of the times.
    if (entry.recordedAt < latest) return fault('chain-time', entry.seq, `≥ ${latest}`, entry.recordedAt);
    latest = entry.recordedAt;
    const statement = attempt(entry.seq, () => parseStatement(entry.statement));
    if ('code' in statement) return statement;
    const { sub, jti } = statement.payload;
    if (sub !== entry.chain) return fault('chain-subject', entry.seq, entry.chain, sub);
    const first = firstSeq.get(jti);
    if (first !== undefined) {
      return fault('chain-event-repeated', entry.seq, 'an event id of its own', `that of seq ${first}`);
    }
    firstSeq.set(jti, entry.seq);
  }
  return null;
}

const messages: Readonly<Partial<Record<LedgerErrorCode, string>>> = {
  'chain-log': 'The entry is of another log',
  'chain-name': 'The entry is of another chain',
  'chain-sequence': 'The sequence has a gap or a repetition',
  'chain-truncated': 'The chain ends before its head',
  'chain-head': 'The chain goes on after its head',
  'chain-link': 'The entry is not the one that its successor, or the head, names',
  'chain-time': 'The entry was recorded before the one it follows',
  'chain-subject': 'The statement is about another chain',
  'chain-event-repeated': 'The event is in the chain already',
};

function linkFault(seq: number, expected: Uint8Array, found: Uint8Array): ChainFault {
  return fault('chain-link', seq, base64urlEncode(expected), base64urlEncode(found));
}

function fault(code: LedgerErrorCode, seq: number, expected: string, found: string): ChainFault {
  return { code, message: messages[code] ?? code, seq, expected, found };
}

/** The parsed value, or the fault that its LedgerError is; any other error is a bug and passes. */
function attempt<T extends object>(seq: number, parse: () => T): T | ChainFault {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return {
      code: error.code,
      message: error.message,
      seq,
      expected: 'a well-formed entry',
      found: error.message,
    };
  }
}
