import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/authorize.js';
import { Database } from '../database/database.js';
import { PartyFacts } from '../parties/facts.js';
import {
  countStates,
  readSent,
  readSets,
  type BatchFacts,
  type IssuedSet,
  type Sent,
} from './facts.store.js';
import type { TraceConsigneeDto, TraceLabelsDto } from './trace.dto.js';
import { consigneeOf } from './trace-parts.js';
import type { Walked, WalkNode } from './walk.js';

const shipmentsMax = 10_000;
const setsMax = 2_000;
/** Labels that are counted by state in one answer. */
const labelsMax = 200_000;

/** Where goods went beyond the batches, and under which labels. */
export interface Whereabouts {
  readonly consignees: TraceConsigneeDto[];
  readonly labels: TraceLabelsDto[];
  readonly complete: boolean;
}

/** Looks up, in the name of whoever traces, shipments and labels of batches that a walk forward found. */
@Injectable()
export class WhereaboutsService {
  constructor(
    private readonly database: Database,
    private readonly parties: PartyFacts,
  ) {}

  /** Of the nodes that the actor sees: row-level security has the last word. */
  async of(
    actor: Actor,
    walked: Walked,
    nodes: readonly WalkNode[],
    facts: ReadonlyMap<string, BatchFacts>,
  ): Promise<Whereabouts> {
    const door = this.database.tenant(scopeOf(actor));
    const batches = [...new Map(nodes.map((node) => [node.id, node])).values()];
    const [sent, sets] = await Promise.all([
      readSent(door, batches, shipmentsMax + 1),
      readSets(door, batches, setsMax + 1),
    ]);
    const counted = countable(sets.slice(0, setsMax));
    const states = await countStates(door, counted);
    const known = new Set(counted.map(({ set }) => set));
    return {
      consignees: await this.consignees(sent.slice(0, shipmentsMax).filter(touching(walked, nodes)), facts),
      labels: sets.slice(0, setsMax).map(({ id, set, units }) => {
        const [issued = 0, activated = 0, voided = 0] = states.get(set) ?? [];
        return { batch: id, set, units, states: known.has(set) ? { issued, activated, void: voided } : null };
      }),
      complete: sent.length <= shipmentsMax && sets.length <= setsMax,
    };
  }

  private async consignees(
    sent: readonly Sent[],
    facts: ReadonlyMap<string, BatchFacts>,
  ): Promise<TraceConsigneeDto[]> {
    const names = new Map<string, string>();
    for (const id of new Set(sent.flatMap(({ consigneeId }) => consigneeId ?? [])))
      names.set(id, (await this.parties.organization(id))?.name ?? '');
    return sent.map((one) =>
      consigneeOf(one, facts.get(one.batch)?.unit ?? '', names.get(one.consigneeId ?? '') ?? null),
    );
  }
}

/** Of a mixed lot only shipments that something of a followed parcel left with. */
function touching({ lots }: Walked, nodes: readonly WalkNode[]): (sent: Sent) => boolean {
  const followed = new Map<string, (number | null)[]>();
  for (const { id, seq } of nodes) followed.set(id, [...(followed.get(id) ?? []), seq]);
  return ({ batch, seq }) =>
    (followed.get(batch) ?? []).some(
      (parcel) => parcel === null || lots.get(batch)?.holds(parcel, seq) === true,
    );
}

/** The first sets, as long as their labels are not too many to count. */
function countable(sets: readonly IssuedSet[]): IssuedSet[] {
  let labels = 0;
  return sets.filter(({ units }) => (labels += units) <= labelsMax);
}
