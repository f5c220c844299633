import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Actor, Role } from '../access/actor.js';
import { notFound, requireRole, scopeOf } from '../access/authorize.js';
import { Database } from '../database/database.js';
import { scopeKey, type TenantScope } from '../database/tenants.js';
import type { Language } from '../gs1/words.js';
import { pageOf, type Page } from '../http/paging.js';
import { base64urlEncode } from '../ledger/bytes.js';
import type { ChainRef } from '../log/entry.js';
import { formatDecimal } from '../ledger/quantity.js';
import { PartyFacts } from '../parties/facts.js';
import { tellFinding } from './judgement.js';
import { JudgementsService } from './judgements.service.js';
import { StopsService, type Stop } from './stops.service.js';
import type { BatchDto, FoundByDto, ListedBatchDto } from './batches.dto.js';
import type { BatchIdentity, BatchStanding, LabelRun, LabelSet, SetLabel } from './batch.js';
import { readLotChanges } from './edges.store.js';
import { listLabelRuns, listLabelSets, listSetLabels } from './label-sets.store.js';
import type { LotChange } from './mixed-lot.js';
import { findParents, listSources, type BatchSource } from './stops.store.js';
export type { BatchSource } from './stops.store.js';
import {
  findBatchByLot,
  findBatchIdentity,
  findBatchStanding,
  findLatestCorrection,
  listBatchStandings,
  listLatestCorrections,
} from './batches.store.js';

const cachedBatchesMax = 50_000;
/** Roles that may look into a batch. */
export const batchReaders: readonly Role[] = [
  'owner',
  'recorder',
  'viewer',
  'inspector',
  'regulator',
  'certifier',
  'admin',
];

/** A batch in the words of the API. */
type ToldBatch = Pick<BatchDto, keyof BatchDto>;

/** How a page of batches is told: in which language, why each was found, and whether all that fits was looked at. */
export interface Telling {
  readonly language: Language;
  readonly found: ReadonlyMap<string, readonly FoundByDto[]>;
  readonly complete: boolean;
}

export interface BatchPage extends Page<ListedBatchDto> {
  readonly complete: boolean;
}

/** What batches are and how they stand. */
@Injectable()
export class BatchesService {
  private readonly identities = new LRUCache<string, BatchIdentity>({ max: cachedBatchesMax });

  constructor(
    private readonly database: Database,
    private readonly parties: PartyFacts,
    private readonly judgements: JudgementsService,
    private readonly stopped: StopsService,
  ) {}

  /** The identity of a batch, which never changes, or null. */
  find(id: string): Promise<BatchIdentity | null> {
    return this.remember(id, () => findBatchIdentity(this.database, id));
  }

  /** A batch by its product and lot number, or null. */
  findByLot(organizationId: string, productId: string, lot: string): Promise<BatchIdentity | null> {
    return findBatchByLot(this.database, { organizationId, productId, lot });
  }

  /**
   * A batch for whose organization, or in whose region, the actor holds one of the roles; by default those that may
   * look into it.
   *
   * @throws DomainError `not-found`, `forbidden`.
   */
  async require(actor: Actor, id: string, roles: readonly Role[] = batchReaders): Promise<BatchIdentity> {
    const batch = await this.findVisible(scopeOf(actor), id);
    if (batch === null) throw notFound();
    const organization = await this.parties.organization(batch.organizationId);
    requireRole(actor, batch.organizationId, roles, organization?.region);
    return batch;
  }

  /**
   * The identity of a batch in scope, or null. Batches stay in the scopes they are in, so an answer is remembered for its
   * scope; what was not found is asked for again, whether it is another's or does not exist.
   */
  private async findVisible(scope: TenantScope, id: string): Promise<BatchIdentity | null> {
    return this.remember(`${scopeKey(scope)} ${id}`, () =>
      findBatchIdentity(this.database.tenant(scope), id),
    );
  }

  private async remember(
    key: string,
    ask: () => Promise<BatchIdentity | null>,
  ): Promise<BatchIdentity | null> {
    const cached = this.identities.get(key);
    if (cached !== undefined) return cached;
    const batch = await ask();
    if (batch !== null) this.identities.set(key, batch);
    return batch;
  }

  /** State and balance of one batch. @throws DomainError `not-found`. */
  async get(actor: Actor, id: string, language: Language): Promise<BatchDto> {
    const batch = await this.require(actor, id);
    const door = this.database.tenant(scopeOf(actor, batchReaders));
    const standing = await findBatchStanding(door, batch.organizationId, id);
    if (standing === null) throw notFound();
    const [told] = await this.tell([standing], scopeOf(actor), language);
    if (told === undefined) throw notFound();
    return told;
  }

  /** The batches that each of these was made from directly, one pair each. */
  parentsOf(ids: readonly string[]): Promise<{ readonly child: string; readonly parent: string }[]> {
    return findParents(this.database, ids);
  }

  /** What a batch was made from: one row for each entry and batch, nearest entry first. */
  sourcesOf(id: string): Promise<BatchSource[]> {
    return listSources(this.database, id);
  }

  /** What came into a mixed lot and went out, in the order of its chain; null of any other batch. */
  async lotChanges({ id, organizationId, mixing }: BatchIdentity): Promise<LotChange[] | null> {
    return mixing === null ? null : readLotChanges(this.database, organizationId, id);
  }

  /** The number of the entry that corrected the entry `seq` of a batch last, or null. */
  latestCorrection(batch: BatchIdentity, seq: number): Promise<number | null> {
    return findLatestCorrection(this.database, batch, seq);
  }

  /** For each of these entries of a chain that was corrected, the number of its latest correction. */
  async latestCorrections(chain: ChainRef, seqs: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return new Map(seqs.length === 0 ? [] : await listLatestCorrections(this.database, chain, seqs));
  }

  /**
   * Label sets issued on a batch after the entry `afterSeq`, oldest first, at most `limit`; all unless told. Those in
   * scope, where one is given.
   */
  labelSets(
    batch: BatchIdentity,
    asked: { readonly scope?: TenantScope; readonly afterSeq?: number; readonly limit?: number } = {},
  ): Promise<LabelSet[]> {
    return listLabelSets(this.database.as(asked.scope), batch, asked.afterSeq, asked.limit);
  }

  /** Labels of a set in scope numbered above `afterNumber`, in order, at most `limit`. */
  setLabels(scope: TenantScope, set: LabelSet, afterNumber: number, limit: number): Promise<SetLabel[]> {
    return listSetLabels(this.database.tenant(scope), set, afterNumber, limit);
  }

  /** All labels of a set in scope as runs of one state each, in order. */
  labelRuns(scope: TenantScope, set: LabelSet): Promise<LabelRun[]> {
    return listLabelRuns(this.database.tenant(scope), set);
  }

  /** Whether the batch is stopped: nothing that looks forward may happen to it (domain.md §4). */
  async isHeld(batch: BatchIdentity): Promise<boolean> {
    return (await this.stopped.on(batch.id)).length > 0;
  }

  /** Batches of an organization, newest first. @throws DomainError `not-found`. */
  async list(
    actor: Actor,
    organizationId: string,
    before: { readonly openedAtMs: number; readonly id: string },
    limit: number,
    language: Language,
  ): Promise<BatchPage> {
    const scope = scopeOf(actor, batchReaders);
    const organization = await this.parties.organizationIn(scope, organizationId);
    if (organization === null) throw notFound();
    requireRole(actor, organizationId, batchReaders, organization.region);
    const door = this.database.tenant(scope);
    const rows = await listBatchStandings(door, organizationId, before, limit + 1);
    return this.page(rows, limit, scope, { language, found: new Map(), complete: true });
  }

  /** A page out of one more batch than was asked for, told in scope; `found` says why each was found. */
  async page(
    rows: readonly BatchStanding[],
    limit: number,
    scope: TenantScope,
    { language, found, complete }: Telling,
  ): Promise<BatchPage> {
    const page = pageOf(
      rows,
      limit,
      (row) => `${row.openedAtMs}_${row.id}`,
      (row) => row,
    );
    const told = await this.tell(page.items, scope, language);
    const items = told.map(async (batch) => ({
      ...batch,
      organizationName: (await this.parties.organization(batch.organization))?.name ?? '',
      productName: (await this.parties.product(batch.product))?.name ?? '',
      found: [...(found.get(batch.id) ?? [])],
    }));
    return { ...page, items: await Promise.all(items), complete };
  }

  /** Batches in the words of the API, with what was found in their records and what stops them. */
  private async tell(
    batches: readonly BatchStanding[],
    scope: TenantScope,
    language: Language,
  ): Promise<ToldBatch[]> {
    const ids = batches.map(({ id }) => id);
    const [found, stopped] = await Promise.all([this.judgements.of(ids, scope), this.stopped.over(ids)]);
    return batches.map((batch) => ({
      ...toDto(batch),
      ...standingOf(stopped.get(batch.id) ?? []),
      findings: found.get(batch.id)?.map((finding) => tellFinding(finding, language)) ?? null,
    }));
  }
}

function standingOf(stops: readonly Stop[]): Pick<BatchDto, 'state' | 'stops'> {
  return { state: stops.length > 0 ? 'held' : 'open', stops: stops.map(({ batch, by }) => ({ batch, by })) };
}

function toDto(batch: BatchStanding): Omit<BatchDto, 'state' | 'stops' | 'findings'> {
  const amount = (value: bigint): { value: string; unit: string } => ({
    value: formatDecimal(value),
    unit: batch.unit,
  });
  const { balance } = batch;
  return {
    id: batch.id,
    code: batch.code,
    organization: batch.organizationId,
    product: batch.productId,
    site: batch.siteId,
    lot: batch.lot,
    unit: batch.unit,
    mixing: batch.mixing,
    openedAt: new Date(batch.openedAtMs).toISOString(),
    chain: `batch/${batch.id}`,
    seq: batch.seq,
    leafHash: base64urlEncode(batch.leafHash),
    balance: {
      produced: amount(balance.produced),
      available: amount(balance.available),
      frozen: amount(balance.frozen),
      shipped: amount(balance.shipped),
      consumed: amount(balance.consumed),
      lost: amount(balance.lost),
      labelled: amount(balance.labelled),
    },
  };
}
