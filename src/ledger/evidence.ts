import { base64Encode } from './bytes.js';
import { canonicalBytes } from './canonical.js';
import { disclosuresMax } from './disclosure.js';
import { entryBytesMax } from './entry.js';
import {
  bytesOf,
  choiceOf,
  isDigest,
  listOf,
  malformed,
  numberOf,
  objectOf,
  orNull,
  textOf,
} from './evidence-members.js';
import { hashLength } from './hash.js';
import { type JsonObject, type JsonValue, parseStrictJson } from './json.js';
import { type MapProof, parseMapProof } from './map-proof.js';
import { isChainName, isLogOrigin, isUuid } from './names.js';
import { noteBytesMax } from './note.js';

export const evidenceVersion = 'furrow-evidence/1';
export const evidenceMediaType = 'application/vnd.furrow.evidence+json';
export const evidenceBytesMax = 16_777_216;
export const evidenceChainsMax = 1_024;
/** Entries of one chain; what all of them together may be is bounded by the bytes. */
export const evidenceEntriesMax = 8_192;
/** A tree of 2^53 leaves has 53 levels. */
const proofHashesMax = 53;
/** More digests than this do not fit into a statement. */
const withheldMax = 1_024;
const codeLengthMax = 64;
const disclosureLengthMax = 65_536;

/** Everything that is needed to check one batch offline, but for the trust file (ledger.md §6). */
export interface Evidence {
  /** Origin of the log. */
  readonly log: string;
  /** UUID of the batch it is about. */
  readonly batch: string;
  /** A signed note: the checkpoint that every proof leads to, with its cosignatures. */
  readonly checkpoint: string;
  /** The batch itself, every batch upstream of it, the organizations whose keys signed. */
  readonly chains: readonly EvidenceChain[];
  /** The code that was asked for, when it is one of a label set. */
  readonly label: EvidenceLabel | null;
  /** Proof that no entry of the batches is hidden, as of a moment; null while there is no map of heads with them. */
  readonly completeness: EvidenceCompleteness | null;
}

/** Why a chain is there. Those of batches are whole from seq 1 on; a signer's holds what its keys rest on. */
export type EvidenceRole = 'subject' | 'upstream' | 'signer';

export interface EvidenceChain {
  /** `batch/<uuid>` for subject and upstream, `org/<uuid>` for a signer. */
  readonly chain: string;
  readonly role: EvidenceRole;
  readonly entries: readonly EvidenceEntry[];
}

/** The bytes of an entry, and that the log has them. */
export interface ProvedEntry {
  readonly entry: Uint8Array;
  /** Index in the log. */
  readonly index: number;
  readonly proof: readonly Uint8Array[];
}

export interface EvidenceEntry extends ProvedEntry {
  /** As in the combined form of RFC 9901: what this reader may see of the private fields. */
  readonly disclosures: readonly string[];
  readonly withheld: readonly WithheldDigest[];
}

export const withheldReasons = ['private', 'erased', 'restricted'] as const;
export type WithheldReason = (typeof withheldReasons)[number];

/** A digest of the statement whose disclosure is not shown, and why. */
export interface WithheldDigest {
  readonly digest: string;
  readonly reason: WithheldReason;
}

/** The place of a code in the Merkle tree over its label set, whose root is in the `label` entry that issued it. */
export interface EvidenceLabel {
  readonly code: string;
  /** The entry of the subject's chain that issued the set. */
  readonly seq: number;
  /** Place of the code in the set, from 1. */
  readonly number: number;
  readonly proof: readonly Uint8Array[];
}

/** What the completeness map (ledger.md §7) has for the batches that are shown. */
export interface EvidenceCompleteness {
  /** The operator's `heads-stated`, by which the map's root is in the log. */
  readonly entry: ProvedEntry;
  readonly heads: readonly { readonly chain: string; readonly proof: MapProof }[];
}

/**
 * The evidence of its bytes: strict JSON with exactly the members there are, in any layout.
 *
 * Chains are named once each, exactly one is the subject and is that of `batch`, signers are organizations. What the
 * entries and proofs say is not looked at.
 *
 * @throws LedgerError `evidence-malformed` with the member's pointer, `json-…` (at most 16 MiB).
 */
export function parseEvidence(bytes: Uint8Array): Evidence {
  const document = parseStrictJson(bytes, { bytesMax: evidenceBytesMax });
  const members = ['v', 'log', 'batch', 'checkpoint', 'chains', 'label', 'completeness'];
  const object = objectOf(document, members, '');
  if (object['v'] !== evidenceVersion) throw malformed('/v');
  const batch = textOf(object['batch'], '/batch', isUuid);
  const chains = listOf(object['chains'], '/chains', evidenceChainsMax, readChain);
  checkRoles(chains, batch);
  return {
    log: textOf(object['log'], '/log', isLogOrigin),
    batch,
    checkpoint: textOf(object['checkpoint'], '/checkpoint', (text) => text.length <= noteBytesMax),
    chains,
    label: orNull(object['label'], '/label', readLabel),
    completeness: orNull(object['completeness'], '/completeness', readCompleteness),
  };
}

/** The canonical bytes of evidence: parseEvidence gives it again. Throws as canonicalBytes does. */
export function encodeEvidence(evidence: Evidence): Uint8Array {
  const { log, batch, checkpoint, chains, label, completeness } = evidence;
  return canonicalBytes({
    v: evidenceVersion,
    log,
    batch,
    checkpoint,
    chains: chains.map(({ chain, role, entries }) => ({ chain, role, entries: entries.map(writeEntry) })),
    label: label === null ? null : { ...label, proof: label.proof.map(base64Encode) },
    completeness: completeness === null ? null : writeCompleteness(completeness),
  });
}

function writeCompleteness({ entry, heads }: EvidenceCompleteness): JsonObject {
  return {
    entry: writeProved(entry),
    heads: heads.map(({ chain, proof: { siblings, other } }) => ({
      chain,
      proof: { siblings, ...(other === undefined ? {} : { other: { ...other } }) },
    })),
  };
}

function writeEntry({ disclosures, withheld, ...proved }: EvidenceEntry): JsonObject {
  const digests = withheld.map(({ digest, reason }) => ({ digest, reason }));
  return { ...writeProved(proved), disclosures, withheld: digests };
}

function writeProved({ entry, index, proof }: ProvedEntry): JsonObject {
  return { entry: base64Encode(entry), index, proof: proof.map(base64Encode) };
}

function checkRoles(chains: readonly EvidenceChain[], batch: string): void {
  const names = new Set<string>();
  for (const [at, { chain, role }] of chains.entries()) {
    const isSigner = chain.startsWith('org/');
    const isSubject = chain === `batch/${batch}`;
    if (names.has(chain)) throw malformed(`/chains/${at}/chain`);
    if (isSigner !== (role === 'signer') || isSubject !== (role === 'subject')) {
      throw malformed(`/chains/${at}/role`);
    }
    names.add(chain);
  }
  if (!names.has(`batch/${batch}`)) throw malformed('/chains');
}

function readChain(value: JsonValue, pointer: string): EvidenceChain {
  const object = objectOf(value, ['chain', 'role', 'entries'], pointer);
  const entries = listOf(object['entries'], `${pointer}/entries`, evidenceEntriesMax, readEntry);
  if (entries.length === 0) throw malformed(`${pointer}/entries`);
  return {
    chain: textOf(object['chain'], `${pointer}/chain`, isChainName),
    role: choiceOf(object['role'], `${pointer}/role`, ['subject', 'upstream', 'signer']),
    entries,
  };
}

function readEntry(value: JsonValue, pointer: string): EvidenceEntry {
  const object = objectOf(value, ['entry', 'index', 'proof', 'disclosures', 'withheld'], pointer);
  return {
    ...readProved(object, pointer),
    disclosures: listOf(object['disclosures'], `${pointer}/disclosures`, disclosuresMax, (item, place) =>
      textOf(item, place, (text) => text.length <= disclosureLengthMax),
    ),
    withheld: listOf(object['withheld'], `${pointer}/withheld`, withheldMax, readWithheld),
  };
}

function readProved(object: JsonObject, pointer: string): ProvedEntry {
  const entry = bytesOf(object['entry'], `${pointer}/entry`);
  if (entry.length === 0 || entry.length > entryBytesMax) throw malformed(`${pointer}/entry`);
  return {
    entry,
    index: numberOf(object['index'], `${pointer}/index`, 0),
    proof: listOf(object['proof'], `${pointer}/proof`, proofHashesMax, readHash),
  };
}

function readCompleteness(value: JsonValue, pointer: string): EvidenceCompleteness {
  const object = objectOf(value, ['entry', 'heads'], pointer);
  const place = `${pointer}/entry`;
  const entry = readProved(objectOf(object['entry'], ['entry', 'index', 'proof'], place), place);
  const heads = listOf(object['heads'], `${pointer}/heads`, evidenceChainsMax, (item, at) => {
    const head = objectOf(item, ['chain', 'proof'], at);
    return {
      chain: textOf(head['chain'], `${at}/chain`, isChainName),
      proof: mapProofOf(head['proof'], `${at}/proof`),
    };
  });
  return { entry, heads };
}

function mapProofOf(value: JsonValue | undefined, pointer: string): MapProof {
  try {
    return parseMapProof(value ?? null);
  } catch {
    throw malformed(pointer);
  }
}

function readWithheld(value: JsonValue, pointer: string): WithheldDigest {
  const object = objectOf(value, ['digest', 'reason'], pointer);
  return {
    digest: textOf(object['digest'], `${pointer}/digest`, isDigest),
    reason: choiceOf(object['reason'], `${pointer}/reason`, withheldReasons),
  };
}

function readLabel(value: JsonValue, pointer: string): EvidenceLabel {
  const object = objectOf(value, ['code', 'seq', 'number', 'proof'], pointer);
  return {
    code: textOf(object['code'], `${pointer}/code`, (text) => text.length <= codeLengthMax),
    seq: numberOf(object['seq'], `${pointer}/seq`, 1),
    number: numberOf(object['number'], `${pointer}/number`, 1),
    proof: listOf(object['proof'], `${pointer}/proof`, proofHashesMax, readHash),
  };
}

function readHash(value: JsonValue, pointer: string): Uint8Array {
  const hash = bytesOf(value, pointer);
  if (hash.length !== hashLength) throw malformed(pointer);
  return hash;
}
