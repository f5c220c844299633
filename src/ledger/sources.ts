import { LedgerError } from './errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from './json.js';
import { isUuid } from './names.js';
import type { StatementPayload } from './statement.js';

/** An entry as another statement names it (ledger.md §3). */
export interface NamedEntry {
  /** UUID of the batch whose chain holds it. */
  readonly batch: string;
  readonly seq: number;
  /** base64url. */
  readonly leafHash: string;
}

/** A statement and its place in its chain. */
export interface PlacedStatement {
  readonly seq: number;
  readonly payload: StatementPayload;
}

/** What names an earlier entry of its own chain, by kind: the member of `data` that does. */
const ownMembers: Readonly<Record<string, string>> = {
  correction: 'corrects',
  release: 'hold',
  return: 'shipment',
  certificate: 'certificate',
  objection: 'inspection',
  inspection: 'retest',
};

/**
 * The entries of its own chain that a statement about `batch` names: what it corrects, releases, takes back, rests on,
 * or processes further.
 *
 * @throws LedgerError `statement-claim` when what must name an entry does not.
 */
export function namedOnOwnChain({ payload }: PlacedStatement, batch: string): NamedEntry[] {
  const { kind, data } = payload;
  const member = ownMembers[kind];
  const value = member === undefined ? undefined : data[member];
  const named = value === undefined ? [] : kind === 'inspection' ? retestOf(value) : [value];
  const sampled = kind === 'inspection' ? sampleOf(data['sample']) : [];

  const judged = kind === 'release' || kind === 'case' ? data['finding'] : undefined;
  const found = isJsonObject(judged) ? listOf(judged['entries']) : [];
  const reports = kind === 'certificate' ? reportsIn(data['inspections'], batch) : [];
  const own = [...named, ...sampled, ...found, ...reports].map((value) =>
    entryOf({ ...objectOf(value), batch }),
  );
  const inputs = processingIn(payload)?.inputs ?? [];
  return [...own, ...inputs.filter((input) => input.batch === batch)];
}

/**
 * The entries of other batches that `batch` was made from, as a statement of its own chain says: the inputs of a
 * processing of which it is an output, as first said and as corrected, and the source of a receipt.
 *
 * @throws LedgerError `statement-claim` when what must name an entry does not.
 */
export function sourcesOf({ payload }: PlacedStatement, batch: string): NamedEntry[] {
  if (payload.kind === 'receipt') return [entryOf(payload.data['source'])];
  return inputsInto(payload, batch);
}

/**
 * The entries that went into `batch` by the entry `seq` of another chain: when that is a processing, its inputs, as
 * first said and as corrected later on that chain. A receipt that names it rests on them, too.
 *
 * @throws LedgerError `statement-claim` when what must name an entry does not.
 */
export function sourcesThrough(chain: readonly PlacedStatement[], seq: number, batch: string): NamedEntry[] {
  const said = chain.filter(({ seq: at, payload }) => at === seq || correctedSeq(payload) === seq);
  return said.flatMap(({ payload }) => inputsInto(payload, batch));
}

/** The number of the entry that a statement corrects, or null. */
function correctedSeq({ kind, data }: StatementPayload): number | null {
  const corrects = kind === 'correction' ? data['corrects'] : undefined;
  return isJsonObject(corrects) && typeof corrects['seq'] === 'number' ? corrects['seq'] : null;
}

function inputsInto(payload: StatementPayload, batch: string): NamedEntry[] {
  const processing = processingIn(payload);
  if (processing === null || !processing.outputs.includes(batch)) return [];
  return processing.inputs.filter((input) => input.batch !== batch);
}

/** What goes in and comes out by a processing, or by the correction of one; null for any other statement. */
function processingIn({
  kind,
  data,
}: StatementPayload): { readonly inputs: readonly NamedEntry[]; readonly outputs: readonly string[] } | null {
  const corrects = data['corrects'];
  const isCorrection = kind === 'correction' && isJsonObject(corrects) && corrects['kind'] === 'processing';
  if (kind !== 'processing' && !isCorrection) return null;
  const { inputs, outputs } = isCorrection ? objectOf(data['data']) : data;
  return { inputs: listOf(inputs).map(entryOf), outputs: listOf(outputs).map(batchOf) };
}

function entryOf(value: JsonValue | undefined): NamedEntry {
  const { batch, seq, leafHash } = objectOf(value);
  if (typeof batch !== 'string' || !isUuid(batch)) throw malformed();
  if (typeof seq !== 'number' || seq < 1 || typeof leafHash !== 'string') throw malformed();
  return { batch, seq, leafHash };
}

function batchOf(value: JsonValue): string {
  const { batch } = objectOf(value);
  if (typeof batch !== 'string' || !isUuid(batch)) throw malformed();
  return batch;
}

/** What a retest names: the first inspection, and the objection. */
function retestOf(value: JsonValue): readonly JsonValue[] {
  const { of, objection } = objectOf(value);
  return [of ?? null, ...(objection === undefined ? [] : [objection])];
}

/** The sampling that a report names, where it names one. */
function sampleOf(value: JsonValue | undefined): readonly JsonValue[] {
  const entry = isJsonObject(value) ? value['entry'] : undefined;
  return entry === undefined ? [] : [entry];
}

/** Of the inspections that a certificate names, those of its own chain. */
function reportsIn(value: JsonValue | undefined, batch: string): readonly JsonValue[] {
  const reports = value === undefined ? [] : listOf(value);
  return reports.filter((report) => [undefined, batch].includes(objectOf(report)['batch'] as string));
}

function objectOf(value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(value)) throw malformed();
  return value;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (!Array.isArray(value)) throw malformed();
  return value as readonly JsonValue[];
}

function malformed(): LedgerError {
  return new LedgerError('statement-claim', 'The statement does not name what it builds on', {
    pointer: '/data',
  });
}
