import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, requireRole, scopeOf } from '../access/authorize.js';
import { RecallRows } from '../batches/recall-rows.service.js';
import { pageOf, type Page } from '../http/paging.js';
import { PartyFacts } from '../parties/facts.js';
import type { RecallTimesDto } from './recall-list.dto.js';
import { RecallReader, type Recall } from './recall-reader.js';
import type { RecallSummaryDto } from './recalls.dto.js';
import { recallReaders } from './recall-roles.js';
import { WatchesStore } from './watches.store.js';

/** Recalls as they read, without what they reach. */
@Injectable()
export class RecallSummaries {
  constructor(
    private readonly rows: RecallRows,
    private readonly reader: RecallReader,
    private readonly watches: WatchesStore,
    private readonly parties: PartyFacts,
  ) {}

  /**
   * Recalls of batches of one organization, or of all that the actor may see, newest first.
   *
   * @throws DomainError `not-found`, `forbidden`.
   */
  async list(
    actor: Actor,
    organizationId: string | null,
    before: string | null,
    limit: number,
  ): Promise<Page<RecallSummaryDto>> {
    const scope = scopeOf(actor, recallReaders);
    if (organizationId !== null) {
      const organization = await this.parties.organizationIn(scope, organizationId);
      if (organization === null) throw notFound();
      requireRole(actor, organizationId, recallReaders, organization.region);
    }
    const ids = await this.rows.list(scope, organizationId, before, limit + 1);
    const page = pageOf(ids, limit, (id) => id, (id) => id); // prettier-ignore
    const recalls = await this.reader.findAll(page.items);
    return { ...page, items: await Promise.all(recalls.map((recall) => this.of(recall))) };
  }

  async of({
    id,
    issuerId,
    mock,
    said,
    suspects,
    openedAt,
  }: Recall): Promise<Pick<RecallSummaryDto, keyof RecallSummaryDto>> {
    const { reason, advice = null, basis = null, phone = null } = said;
    const issuer = await this.parties.organization(issuerId);
    const isOpen = suspects.some(({ withdrawnSeq }) => withdrawnSeq === null);
    return {
      id,
      issuer: { id: issuerId, name: issuer?.name ?? issuerId },
      mock,
      state: isOpen ? 'open' : 'withdrawn',
      ...{ reason, advice, basis, phone, openedAt },
    };
  }

  /** When all that a recall reaches was found first, and how long after it was opened. */
  async listed({ id, openedAt }: Recall): Promise<Omit<RecallTimesDto, 'computedInMs'>> {
    const atMs = (await this.watches.of([id])).get(id)?.listedAtMs ?? null;
    if (atMs === null) return { listedAt: null, listedAfterMs: null };
    return {
      listedAt: new Date(atMs).toISOString(),
      listedAfterMs: Math.max(0, atMs - Date.parse(openedAt)),
    };
  }
}
