import type { VNode } from 'preact';
import { inspectionWords, taskStateWords } from '../words-inspections.js';
import { Chip, Foreign, type Tone } from './parts.js';
import { useWords } from './surroundings.js';

interface Party {
  readonly id: string;
  readonly name: string;
}

/** What the API says of a task to inspect (docs/inspections.md). */
export interface InspectionTask {
  readonly id: string;
  readonly authority: Party;
  readonly organization: Party;
  readonly product: string | null;
  readonly batch: string | null;
  readonly analytes: readonly string[];
  readonly dueOn: string;
  readonly reason: string;
  readonly assignee: string | null;
  readonly orderedAt: string;
  readonly state: 'ordered' | 'sampled' | 'reported' | 'closed' | 'withdrawn';
  readonly overdue: boolean;
  readonly withdrawnReason: string | null;
  readonly samples: readonly {
    readonly batch: string;
    readonly seq: number;
    readonly reports: readonly { readonly seq: number }[];
  }[];
}

const tones: Readonly<Record<InspectionTask['state'], Tone>> = {
  ordered: 'plain',
  sampled: 'plain',
  reported: 'warn',
  closed: 'good',
  withdrawn: 'plain',
};

/** How far a task is, and that it is late. */
export function TaskState({ task: { state, overdue } }: { task: InspectionTask }): VNode {
  const t = useWords();
  return (
    <span class="row">
      <Chip tone={tones[state]}>{t(taskStateWords[state])}</Chip>
      {overdue ? <Chip tone="bad">{t(inspectionWords.overdue)}</Chip> : null}
    </span>
  );
}

/** What is to be tested for. */
export function Analytes({ task: { analytes } }: { task: InspectionTask }): VNode {
  return (
    <ul>
      {analytes.map((analyte) => (
        <li key={analyte}>
          <Foreign text={analyte} />
        </li>
      ))}
    </ul>
  );
}

/** Which goods are meant, in words. */
export function targetOf({
  batch,
  product,
}: InspectionTask): (typeof inspectionWords)[keyof typeof inspectionWords] {
  if (batch !== null) return inspectionWords.oneBatch;
  return product === null ? inspectionWords.anyGoods : inspectionWords.oneProduct;
}
