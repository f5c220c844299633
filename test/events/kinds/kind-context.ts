import type { EntryReference } from '../../../src/batches/effect.js';
import type {
  BatchFacts,
  EntryFacts,
  Kind,
  KindContext,
  LabelSetFacts,
  TaskFacts,
} from '../../../src/events/kinds/kind.js';
import { findKind } from '../../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../../src/events/kinds/validate.js';
import type { FieldFault } from '../../../src/http/problems.js';

export const ours = '11111111-1111-4111-8111-111111111111';
export const theirs = '22222222-2222-4222-8222-222222222222';
export const leafHash = 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek';

/** A batch id that says which batch it is. */
export function batchId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** An entry that our organization said and nobody corrected, unless `facts` say otherwise. */
export function entryOf(
  batch: string,
  seq: number,
  kind: string,
  data: object,
  facts: Partial<EntryFacts> = {},
): EntryFacts {
  return { batch, seq, leafHash, issuer: `org/${ours}`, inForce: seq, kind, data, ...facts };
}

export interface World {
  readonly batches?: readonly Partial<BatchFacts>[];
  readonly entries?: readonly EntryFacts[];
  readonly sets?: readonly LabelSetFacts[];
  readonly unit?: string;
  readonly mixing?: BatchFacts['mixing'];
  readonly occurredAt?: string;
  /** By batch, what it was made from. */
  readonly parents?: Readonly<Record<string, readonly string[]>>;
  /** Tasks of our organization about any of its own goods, by id, unless they say otherwise. */
  readonly tasks?: Readonly<Record<string, Partial<TaskFacts>>>;
}

/** The context of batch 1 of our organization, with whatever else is in the world. */
export function contextOf(world: World = {}): KindContext {
  const home = {
    id: batchId(1),
    organizationId: ours,
    unit: world.unit ?? 'KGM',
    productId: batchId(900),
    mixing: world.mixing ?? null,
  };
  const batches = [home, ...(world.batches ?? []).map((batch) => ({ ...home, mixing: null, ...batch }))];
  const same = (left: EntryReference, right: EntryReference) =>
    left.batch === right.batch && left.seq === right.seq && left.leafHash === right.leafHash;
  return {
    home,
    issuer: `org/${ours}`,
    occurredAt: world.occurredAt ?? '2026-11-20T14:05:00+08:00',
    now: '2026-11-23T12:00:00.000Z',
    batch: (id) => batches.find((batch) => batch.id === id),
    entry: (reference) => (world.entries ?? []).find((entry) => same(entry, reference)),
    parents: (batch) => world.parents?.[batch] ?? [],
    task: (id) => taskOf(world.tasks?.[id]),
    labelSet: (id) => (world.sets ?? []).find((set) => set.id === id),
  };
}

function taskOf(given: Partial<TaskFacts> | undefined): TaskFacts | undefined {
  const any = { batchId: null, productId: null, withdrawn: false };
  return given === undefined ? undefined : { authorityId: ours, organizationId: ours, ...any, ...given };
}

export function kindOf(name: string): Kind {
  const kind = findKind(name);
  if (kind === undefined) throw new Error(`there is no kind ${name}`);
  return kind;
}

/** What is wrong with data of a kind, first its shape, then what it says. */
export function faultsOf(kind: Kind, data: unknown, context = contextOf()): readonly FieldFault[] {
  const answer = validateData(kind.data, data);
  return isFaults(answer) ? answer : kind.check(answer, context);
}

/** Faults as `pointer code`, for comparison. */
export function brief(faults: readonly FieldFault[]): string[] {
  return faults.map((fault) => `${fault.pointer} ${fault.code}`);
}

type Json = Record<string, unknown>;

/** A copy with the value at the pointer replaced; undefined removes the member. */
export function changed(data: object, pointer: string, value: unknown): Json {
  const copy = structuredClone(data) as Json;
  const steps = pointer.slice(1).split('/');
  const last = steps.pop() ?? '';
  let at = copy;
  for (const step of steps) {
    at[step] ??= {};
    at = at[step] as Json;
  }
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return copy;
}
