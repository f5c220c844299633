import { gathered, useGathered, type Listed, type Reading } from './answers.js';
import type { Answer } from './api.js';
import type { BatchEvent } from './batch-shapes.js';

/** An entry as another entry of its batch names it, with what it says as it is in force. */
export interface StatedEntry<Data> {
  readonly seq: number;
  readonly leafHash: string;
  readonly data: Data;
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
  readonly verdict: string;
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

interface Corrected {
  readonly corrects: { readonly seq: number };
  readonly data: unknown;
}

/** Reads all entries of a batch, page after page, and answers those about samples, reports and objections. */
export function useTesting(batch: string): Reading<Testing> {
  return useGathered<Testing>(`testing ${batch}`, async (api) => {
    const events: BatchEvent[] = [];
    let path: string | null = `/api/v1/batches/${encodeURIComponent(batch)}/events?limit=200`;
    while (path !== null) {
      const answer: Answer<Listed<BatchEvent>> = await api.get<Listed<BatchEvent>>(path);
      if (answer.fault !== null) return answer;
      events.push(...answer.body.items);
      path = answer.next;
    }
    return gathered(testingOf(events));
  });
}

function testingOf(events: readonly BatchEvent[]): Testing {
  const oldestFirst = [...events].sort((left, right) => left.seq - right.seq);
  const inForce = new Map<number, unknown>();
  for (const { kind, data } of oldestFirst)
    if (kind === 'correction') {
      const { corrects, data: now } = data as unknown as Corrected;
      inForce.set(corrects.seq, now);
    }
  const of = <Data>(wanted: string): StatedEntry<Data>[] =>
    oldestFirst
      .filter(({ kind }) => kind === wanted)
      .map(({ seq, leafHash, data }) => ({ seq, leafHash, data: (inForce.get(seq) ?? data) as Data }));
  return { samples: of('sample'), reports: of('inspection'), objections: of('objection') };
}
