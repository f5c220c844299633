import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { holdsRole, notFound, scopeOf } from '../access/authorize.js';
import { Consignees } from './consignees.service.js';
import { grouped } from './grouped.js';
import { HoldersService } from './holders.service.js';
import type { AffectedBatchDto, ConsigneeDto, RecallDto } from './recall-list.dto.js';
import { ReachService, type CountedSet, type Reach, type Reached, type Sent } from './reach.service.js';
import { RecallReader, type Recall, type Suspect } from './recall-reader.js';
import { RecallSummaries } from './recall-summaries.service.js';
import { recallReaders } from './recall-roles.js';
import { sumsByUnit, toDto, whereaboutsOf, type Whereabouts } from './whereabouts.js';

const officials = ['inspector', 'regulator'] as const;

/** What of the batches that a recall reaches a reader may know. */
interface Shown {
  /** With all that there is. */
  readonly whole: readonly Reached[];
  /** Those, and the ones of which holder and quantity are told. */
  readonly listed: readonly Reached[];
}

interface Detail {
  readonly sent: readonly Sent[];
  readonly consignees: readonly ConsigneeDto[];
  readonly labels: readonly CountedSet[];
  readonly where: ReadonlyMap<string, Whereabouts>;
  readonly stops: Awaited<ReturnType<ReachService['stops']>>;
}

/** The list that a recall is worked off by: every batch it reaches, with holder, quantity and labels (AT-NP-7). */
@Injectable()
export class RecallListService {
  constructor(
    private readonly reader: RecallReader,
    private readonly summaries: RecallSummaries,
    private readonly reach: ReachService,
    private readonly consignees: Consignees,
    private readonly holders: HoldersService,
  ) {}

  /**
   * All that a recall reaches, as far as the reader may know.
   *
   * Whole are batches of the reader's own organizations and region. Of the others an authority is told holder and
   * quantity; a member, of those made directly of its own. Further ones are counted.
   *
   * @throws DomainError `not-found`; `unavailable`, `ambiguous`, `log-behind` when a look cannot be traced.
   */
  async get(actor: Actor, id: string): Promise<RecallDto> {
    const startedMs = performance.now();
    const recall = await this.reader.find(id, scopeOf(actor, recallReaders));
    if (recall === null) throw notFound();
    const suspects = await this.reader.suspects(recall);
    const standing = suspects.filter(({ withdrawnSeq }) => withdrawnSeq === null);
    const roots = standing.length === 0 ? suspects : standing;
    const reach = await this.reach.from(roots.map(({ batchId }) => batchId));
    const batches = await this.reach.batches([...reach.steps.keys()]);
    const shown = await this.shownTo(actor, suspects, reach, batches);
    const detail = await this.detailOf(actor, reach, shown.whole);
    const { listed: holders, counts } = await this.holders.of(actor, recall, batches, shown.listed);
    return {
      ...(await this.summaries.of(recall)),
      suspects: suspectsOf(recall, suspects, shown),
      complete: reach.complete && suspects.length === recall.said.batches.length,
      batches: shown.listed.map((batch) => toItem(batch, reach, detail)),
      holders,
      totals: { ...counts, batches: batches.length, quantities: sumsOf(shown.whole, detail) },
      times: {
        ...(await this.summaries.listed(recall)),
        computedInMs: Math.round(performance.now() - startedMs),
      },
    };
  }

  private async shownTo(
    actor: Actor,
    suspects: readonly Suspect[],
    { edges }: Reach,
    batches: readonly Reached[],
  ): Promise<Shown> {
    const visible = await this.reach.visible(scopeOf(actor, recallReaders), batches.map(({ id }) => id)); // prettier-ignore
    const whole = batches.filter(({ id }) => visible.has(id));
    const suspected = new Set(suspects.map(({ batchId }) => batchId));
    const isOfficial = whole.some(
      ({ id, organizationId, region }) =>
        suspected.has(id) && holdsRole(actor, organizationId, officials, region),
    );
    if (isOfficial) return { whole, listed: batches };
    const next = new Set(edges.flatMap(({ parent, child }) => (visible.has(parent) ? [child] : [])));
    return { whole, listed: batches.filter(({ id }) => visible.has(id) || next.has(id)) };
  }

  private async detailOf(actor: Actor, { edges }: Reach, whole: readonly Reached[]): Promise<Detail> {
    const [sent, labels, stops] = await Promise.all([
      this.reach.shipments(whole),
      this.reach.labels(whole),
      this.reach.stops(whole),
    ]);
    const consignees = await this.consignees.of(actor, whole, sent);
    const sentBy = grouped(sent, ({ batch }) => batch);
    const below = grouped(edges, ({ parent }) => parent);
    const where = new Map(
      whole.map((batch) => [
        batch.id,
        whereaboutsOf(batch, sentBy.get(batch.id) ?? [], below.get(batch.id) ?? []),
      ]),
    );
    return { sent, consignees, labels, where, stops };
  }
}

function suspectsOf({ said }: Recall, suspects: readonly Suspect[], { whole }: Shown): RecallDto['suspects'] {
  return said.batches.map((batch) => {
    const found = suspects.find(({ batchId }) => batchId === batch);
    // Who has the leaf hash of an entry may build on it: it is for those who see the batch.
    const isSeen = found !== undefined && whole.some(({ id }) => id === batch);
    return {
      batch,
      recorded: found !== undefined,
      entry: isSeen ? { batch, seq: found.seq, leafHash: found.leafHash } : null,
      withdrawn: found !== undefined && found.withdrawnSeq !== null,
    };
  });
}

function toItem(batch: Reached, { steps, edges }: Reach, detail: Detail): AffectedBatchDto {
  const { id, code, lot, product, organizationId, unit } = batch;
  return {
    ...{ batch: id, code, lot, product, organization: organizationId, unit },
    openedAt: new Date(batch.openedAtMs).toISOString(),
    step: steps.get(id) ?? 0,
    sources: edges.filter(({ child }) => child === id).map(({ parent, taken }) => ({ batch: parent, taken })),
    detail: detailDto(id, detail),
  };
}

function detailDto(
  id: string,
  { sent, consignees, labels, where, stops }: Detail,
): AffectedBatchDto['detail'] {
  const found = where.get(id);
  if (found === undefined) return null;
  return {
    whereabouts: toDto(found),
    stops: [...(stops.get(id) ?? [])],
    shipments: sent.flatMap(({ batch, seq, quantity, confirmed, returned }, at) => {
      const consignee = consignees[at];
      return batch !== id || consignee === undefined
        ? []
        : [{ seq, consignee, quantity, confirmed, returned }];
    }),
    labels: labels
      .filter(({ batch }) => batch === id)
      .map(({ set, issued, activated, voided }) => ({ set, issued, activated, voided })),
  };
}

function sumsOf(whole: readonly Reached[], { where }: Detail): RecallDto['totals']['quantities'] {
  return sumsByUnit(
    whole.flatMap(({ id, unit }) => {
      const found = where.get(id);
      return found === undefined ? [] : [{ unit, where: found }];
    }),
  );
}
