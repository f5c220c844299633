import type { Verdict } from '../../gs1/vocabulary.js';
import type { JsonObject } from '../../ledger/json.js';
import { gathered, useGathered, type Reading } from './answers.js';
import type { BatchEvent } from './batch-shapes.js';

/** An entry as another entry of its batch names it, with what it says as it is in force. */
export interface StatedEntry<Data> {
  readonly seq: number;
  readonly leafHash: string;
  readonly data: Data;
}

/** An entry of a batch, a correction left out: what it says stands in the entry that it corrects. */
export interface ChainEntry extends StatedEntry<JsonObject> {
  readonly kind: string;
  readonly issuer: string;
  readonly sentence: string;
}

interface Corrected {
  readonly corrects: { readonly seq: number };
  readonly data: JsonObject;
}

/** Reads all entries of a batch, page after page, and answers them as they are in force, oldest first. */
export function useChain(batch: string): Reading<readonly ChainEntry[]> {
  return useGathered<readonly ChainEntry[]>(`chain ${batch}`, async (api) => {
    const events: BatchEvent[] = [];
    const list = `/api/v1/batches/${encodeURIComponent(batch)}/events?limit=200`;
    for await (const page of api.pages<BatchEvent>(list)) {
      if (page.fault !== null) return page;
      events.push(...page.body.items);
    }
    return gathered(inForce(events));
  });
}

function inForce(events: readonly BatchEvent[]): ChainEntry[] {
  const oldestFirst = [...events].sort((left, right) => left.seq - right.seq);
  const anew = new Map<number, { data: JsonObject; sentence: string }>();
  for (const { kind, data, sentence } of oldestFirst)
    if (kind === 'correction') {
      const { corrects, data: now } = data as unknown as Corrected;
      anew.set(corrects.seq, { data: now, sentence });
    }
  return oldestFirst
    .filter(({ kind }) => kind !== 'correction')
    .map(({ seq, kind, leafHash, issuer, data, sentence }) => ({
      ...{ seq, kind, leafHash, issuer, data: data as unknown as JsonObject, sentence },
      ...anew.get(seq),
    }));
}

/** A sampling sheet, as far as it is read here. */
export interface SampleSheet {
  readonly sampleNo: string;
  readonly sampledOn: string;
  readonly parts: readonly { readonly number: string; readonly use: 'test' | 'reserve' }[];
}

/** A report, as far as it is read here. */
export interface TestReport {
  readonly type: string;
  readonly reportNo?: string;
  readonly laboratory: { readonly name: string };
  readonly verdict: Verdict;
  readonly sample: { readonly entry?: { readonly seq: number } };
}

/** An objection, as far as it is read here. */
interface Objection {
  readonly inspection: { readonly seq: number };
}

/** What a batch says of samples, reports and objections, each oldest first. */
export interface Testing {
  readonly samples: readonly StatedEntry<SampleSheet>[];
  readonly reports: readonly StatedEntry<TestReport>[];
  readonly objections: readonly StatedEntry<Objection>[];
}

export function testingOf(entries: readonly ChainEntry[]): Testing {
  const of = <Data>(wanted: string): StatedEntry<Data>[] =>
    entries
      .filter(({ kind }) => kind === wanted)
      .map(({ seq, leafHash, data }) => ({ seq, leafHash, data: data as unknown as Data }));
  return { samples: of('sample'), reports: of('inspection'), objections: of('objection') };
}
