import { utf8Encode } from './bytes.js';
import type { Checkpoint } from './checkpoint.js';
import { disclosureDigest, findDigests, open, parseDisclosure } from './disclosure.js';
import { LedgerError } from './errors.js';
import { type Evidence, parseEvidence } from './evidence.js';
import { checkChains, type ReadChain, readChains, type ReadEntry, readProved } from './evidence-chains.js';
import { checkCompleteness } from './evidence-completeness.js';
import { checkSigners } from './evidence-keys.js';
import { checkLabel } from './evidence-label.js';
import {
  type EvidenceCheck,
  type EvidenceCheckName,
  type EvidenceFinding,
  evidenceReasons,
  type EvidenceReport,
  type EvidenceVerdict,
  finding,
} from './evidence-report.js';
import { leafHash } from './hash.js';
import { type Note, parseNote } from './note.js';
import { checkInclusion } from './proof.js';
import { isBeforeEnd, lineageOf } from './succession.js';
import type { Trust } from './trust.js';
import { checkWitnesses, openWithAny } from './witnessing.js';

export interface VerifyOptions {
  /** The code that was scanned: it must be the batch's own, or proved to be one of its labels. */
  readonly code?: string;
  /** Told each check as it is done. */
  readonly onCheck?: (check: EvidenceCheck) => void;
}

/** What is held against what; filled by the checks that read it. */
interface Case {
  readonly bytes: Uint8Array;
  readonly trust: Trust;
  readonly code: string | null;
  evidence?: Evidence;
  note?: Note;
  checkpoint?: Checkpoint;
  chains?: readonly ReadChain[];
  /** The entry of the completeness map; null when there is none that says anything. */
  stated?: ReadEntry | null;
}

/**
 * Whether evidence shows what it claims, by the trust file alone: nothing that decides is taken from the evidence.
 *
 * The checks in their order are the whole policy; each stands by itself, and only `verified` means that all of them
 * that apply have passed. Whatever the bytes are, it answers and does not throw.
 */
export function verifyEvidence(bytes: Uint8Array, trust: Trust, options: VerifyOptions = {}): EvidenceReport {
  const held: Case = { bytes, trust, code: options.code ?? null };
  const checks = policy.map(([name, decide]): EvidenceCheck => {
    const { reason, figures } = decide(held);
    const check = { check: name, status: evidenceReasons[reason], reason, figures };
    options.onCheck?.(check);
    return check;
  });
  return { verdict: verdictOf(checks), checks };
}

const policy: readonly (readonly [EvidenceCheckName, (held: Case) => EvidenceFinding])[] = [
  ['format', isWellFormed],
  ['checkpoint', isSignedByLog],
  ['witnesses', isWitnessed],
  ['inclusion', areIncluded],
  ['chains', areWhole],
  ['statement-signatures', areSigned],
  ['disclosures', areDisclosed],
  ['label', isLabelled],
  ['completeness', isComplete],
];

function verdictOf(checks: readonly EvidenceCheck[]): EvidenceVerdict {
  if (checks.some(({ status }) => status === 'fail')) return 'invalid';
  return checks.some(({ status }) => status === 'unknown') ? 'unknown' : 'verified';
}

/** The file is evidence of this version, every member in its place. */
function isWellFormed(held: Case): EvidenceFinding {
  try {
    held.evidence = parseEvidence(held.bytes);
    return finding('well-formed', { chains: held.evidence.chains.length, count: entryCount(held.evidence) });
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const { code, pointer = '' } = error;
    return finding('malformed', { code, pointer });
  }
}

/** The log is one of the trust file, and its key signed the checkpoint (C2SP tlog-checkpoint) before it ended. */
function isSignedByLog(held: Case): EvidenceFinding {
  const { evidence, trust } = held;
  if (evidence === undefined) return finding('not-checked');
  const keys = trust.policy.logs.filter(({ name }) => name === evidence.log);
  if (keys.length === 0) return finding('other-log');
  try {
    const note = parseNote(utf8Encode(evidence.checkpoint));
    const checkpoint = openWithAny(note, keys);
    if (typeof checkpoint === 'string') return finding('log-not-signed', { code: checkpoint });
    if (!isBeforeEnd(evidence.log, checkpoint, trust.successions))
      return finding('log-ended', { size: checkpoint.size });
    Object.assign(held, { note, checkpoint });
    return finding('log-signed', { size: checkpoint.size });
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return finding('log-not-signed', { code: error.code });
  }
}

/** The witnesses of the trust file's quorum cosigned the checkpoint (C2SP tlog-cosignature, tlog-policy). */
function isWitnessed({ note, trust }: Case): EvidenceFinding {
  if (note === undefined) return finding('not-checked');
  const witnessing = checkWitnesses(note, trust.policy);
  if ('witness' in witnessing) return finding('cosignature-wrong', { ...witnessing });
  if (trust.policy.witnesses.length === 0) return finding('no-witness-asked');
  const { isQuorum, count, time } = witnessing;
  return isQuorum && time !== null
    ? finding('witnessed', { count, time })
    : finding('not-witnessed', { count });
}

/** Every entry stands at its index under the checkpoint (RFC 6962 §2.1.1). */
function areIncluded({ evidence, checkpoint, trust }: Case): EvidenceFinding {
  if (evidence === undefined || checkpoint === undefined) return finding('not-checked');
  const stated = evidence.completeness?.entry;
  const maps = stated === undefined ? [] : [{ chain: trust.operator.organization, entries: [stated] }];
  for (const { chain, entries } of [...evidence.chains, ...maps]) {
    for (const { entry, index, proof } of entries) {
      const fault = checkInclusion(checkpoint, index, leafHash(entry), proof);
      if (fault !== null) return finding('not-included', { chain, index, code: fault.code });
    }
  }
  return finding('included', { count: entryCount(evidence), size: checkpoint.size });
}

/** The chains are whole and linked, and everything they were made from is there. */
function areWhole(held: Case): EvidenceFinding {
  const { evidence, trust } = held;
  if (evidence === undefined) return finding('not-checked');
  const read = readChains(evidence);
  if ('reason' in read) return read;
  held.chains = read;
  held.stated = evidence.completeness === null ? null : readProved(evidence.completeness.entry);
  const figures = { count: entryCount(evidence), chains: read.length };
  return checkChains(read, lineageOf(evidence.log, trust.successions)) ?? finding('whole', figures);
}

/** Every statement is its issuer's, by a key that was the issuer's at the time. */
function areSigned({ chains, stated, trust }: Case): EvidenceFinding {
  if (chains === undefined) return finding('not-checked');
  const checked = checkSigners(chains, stated == null ? [] : [stated], trust.operator);
  if ('reason' in checked) return checked;
  const { own, custodial } = checked.counts;
  return finding('signed', { count: own + custodial, own, custodial });
}

/** Every disclosure is what its statement concealed, and whatever is not shown is said to be withheld. */
function areDisclosed({ chains }: Case): EvidenceFinding {
  if (chains === undefined) return finding('not-checked');
  const sum = { count: 0, withheld: 0 };
  for (const read of chains.flatMap(({ entries }) => entries)) {
    const fault = disclosureFault(read);
    if (fault !== null) return fault;
    sum.count += read.item.disclosures.length;
    sum.withheld += read.item.withheld.length;
  }
  return finding('disclosed', sum);
}

function disclosureFault({ entry, item, payload }: ReadEntry): EvidenceFinding | null {
  const place = { chain: entry.chain, seq: entry.seq };
  try {
    open(payload, item.disclosures);
    const concealed = [
      ...findDigests(payload.data),
      ...item.disclosures.flatMap((text) => findDigests(parseDisclosure(text).value)),
    ];
    const shown = new Set(item.disclosures.map(disclosureDigest));
    const withheld = new Set(item.withheld.map(({ digest }) => digest));
    const isTold = concealed.every((digest) => shown.has(digest) !== withheld.has(digest));
    const isOnce = withheld.size === item.withheld.length;
    return isTold && isOnce && concealed.length === shown.size + withheld.size
      ? null
      : finding('withheld-wrong', place);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return finding('disclosure-wrong', { ...place, code: error.code });
  }
}

/** The scanned code is one of this batch. */
function isLabelled({ evidence, chains, code }: Case): EvidenceFinding {
  const subject = chains?.find(({ role }) => role === 'subject');
  if (evidence === undefined || subject === undefined) return finding('not-checked');
  return checkLabel(subject, evidence.label, code);
}

/** No entry of the batches is hidden, as of the last map of heads. */
function isComplete({ evidence, chains, stated = null, trust }: Case): EvidenceFinding {
  if (evidence === undefined || chains === undefined) return finding('not-checked');
  if (evidence.completeness === null) return finding('no-map');
  const lineage = lineageOf(evidence.log, trust.successions);
  const expected = { lineage, operator: trust.operator.organization };
  return checkCompleteness(chains, evidence.completeness, stated, expected);
}

function entryCount({ chains }: Evidence): number {
  return chains.reduce((sum, { entries }) => sum + entries.length, 0);
}
