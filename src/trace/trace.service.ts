import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BatchesService } from '../batches/batches.service.js';
import { Database } from '../database/database.js';
import { Oversight } from '../parties/oversight.service.js';
import { isMemberOf } from '../parties/scope.js';
import { readCredits, readFacts, type BatchFacts } from './facts.store.js';
import { readEdges, readLots, type BatchAt, type Direction } from './graph.store.js';
import { NodeMarksService } from './node-marks.service.js';
import { originsOf } from './origins.js';
import type { TraceDto } from './trace.dto.js';
import { amount, claimsOf, holdersIn, nodeOf, type Sees } from './trace-parts.js';
import { walk, type Walked, type WalkLimits } from './walk.js';
import { WhereaboutsService } from './whereabouts.service.js';

/** Looks at batches of so many organizations are stated at once. */
const looksAtOnce = 50;

/** What somebody asks for. */
export interface TraceRequest extends WalkLimits {
  readonly direction: Direction;
}

/** Traces batches through the graph, as far as whoever asks may see it (docs/trace.md). */
@Injectable()
export class TraceService {
  constructor(
    private readonly batches: BatchesService,
    private readonly oversight: Oversight,
    private readonly database: Database,
    private readonly whereabouts: WhereaboutsService,
    private readonly marks: NodeMarksService,
  ) {}

  /**
   * The graph around a batch. Backward all of it: what a batch was made from is public with it. Forward, what others
   * made of it is for the authorities of the region that the batch is in; members see their own batches, and whom they
   * handed over to.
   *
   * @throws DomainError `not-found`, `forbidden`; `unavailable`, `ambiguous` when a look cannot be recorded.
   */
  async trace(actor: Actor, id: string, request: TraceRequest): Promise<TraceDto> {
    const batch = await this.batches.require(actor, id);
    const isOfficial =
      !isMemberOf(actor, batch.organizationId) && (await this.oversight.looksInto(actor, batch));
    const passes: Sees = (organizationId) =>
      request.direction === 'backward' || isOfficial || isMemberOf(actor, organizationId);
    const walked = await this.walk(batch, request, passes);
    const nodes = [...walked.nodes.values()];
    const [facts, marks, sees] = await Promise.all([
      readFacts(this.database, distinct(nodes)),
      this.marks.of(distinct(nodes)),
      this.sightOf(actor, distinct(nodes)),
    ]);
    const told = {
      batch: id,
      direction: request.direction,
      complete: walked.complete,
      nodes: nodes.map((node) => ({
        ...nodeOf(node, facts, sees),
        claims: claimsOf(node, marks.offers.get(node.id), request.direction),
        stops: sees(node.organizationId) ? [...(marks.stops.get(node.id) ?? [])] : null,
      })),
      organizations: holdersIn(nodes, facts),
      ...nothingAsked,
    };
    if (request.direction === 'backward') {
      const claims = told.nodes[0]?.claims ?? null;
      return { ...told, ...(await this.origins(walked, facts)), claims };
    }
    const seen = nodes.filter(({ organizationId }) => sees(organizationId));
    const { complete, ...where } = await this.whereabouts.of(actor, walked, seen, facts);
    return { ...told, ...where, complete: told.complete && complete };
  }

  /**
   * The walk itself, for who decides about all of a graph (holds, recalls, findings): every batch, with its links.
   * `passes` says behind whose batches it goes on.
   */
  walk(from: BatchAt, request: TraceRequest, passes: Sees = () => true): Promise<Walked> {
    const around = {
      edges: (direction: Direction, batches: readonly string[], limit: number) =>
        readEdges(this.database, direction, batches, limit),
      lots: (batches: readonly BatchAt[], limit: number) => readLots(this.database, batches, limit),
      mayPass: passes,
    };
    return walk(around, from, request.direction, request);
  }

  private async origins(
    walked: Walked,
    facts: ReadonlyMap<string, BatchFacts>,
  ): Promise<Pick<TraceDto, 'origins' | 'whole' | 'unknown'>> {
    const nodes = [...walked.nodes.values()];
    const credits = await readCredits(this.database, distinct(nodes));
    const { whole, shares, unknown } = originsOf(walked, { facts, credits });
    const unit = facts.get(nodes[0]?.id ?? '')?.unit ?? '';
    return {
      origins: shares.map(({ node, quantity }) => ({ node, quantity: amount(quantity, unit) })),
      whole: amount(whole, unit),
      unknown: amount(unknown, unit),
    };
  }

  /**
   * Which of the organizations the actor sees: its own, and by power those of its region, each of which is told of the
   * look before this answers.
   */
  private async sightOf(actor: Actor, batches: readonly BatchAt[]): Promise<Sees> {
    const first = new Map(batches.map((batch) => [batch.organizationId, batch] as const).reverse());
    const seen = new Set<string>();
    const all = [...first.values()];
    for (let at = 0; at < all.length; at += looksAtOnce) {
      await Promise.all(
        all.slice(at, at + looksAtOnce).map(async (batch) => {
          const { organizationId } = batch;
          if (isMemberOf(actor, organizationId) || (await this.oversight.looksInto(actor, batch)))
            seen.add(organizationId);
        }),
      );
    }
    return (organizationId) => seen.has(organizationId);
  }
}

const nothingAsked = {
  origins: null,
  whole: null,
  unknown: null,
  claims: null,
  consignees: null,
  labels: null,
} satisfies Partial<TraceDto>;

/** Each batch once, though a mixed lot has many nodes. */
function distinct(nodes: readonly BatchAt[]): BatchAt[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}
