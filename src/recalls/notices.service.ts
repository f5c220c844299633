import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, ownScopeOf, requireRole, scopeOf } from '../access/authorize.js';
import { pageOf, type Page } from '../http/paging.js';
import { PartyFacts } from '../parties/facts.js';
import type { AcknowledgedDto, NoticeDto } from './notices.dto.js';
import { NoticesStore, type Notice } from './notices.store.js';
import { RecallReader } from './recall-reader.js';
import { recallReaders } from './recall-roles.js';

const acknowledgers = ['owner', 'recorder'] as const;

/** What holders are told of recalls, and that they read it. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly store: NoticesStore,
    private readonly reader: RecallReader,
    private readonly parties: PartyFacts,
  ) {}

  /** Notices of an organization, newest first. @throws DomainError `not-found`, `forbidden`. */
  async list(
    actor: Actor,
    organizationId: string,
    before: string | null,
    limit: number,
  ): Promise<Page<NoticeDto>> {
    const scope = scopeOf(actor, recallReaders);
    const organization = await this.parties.organizationIn(scope, organizationId);
    if (organization === null) throw notFound();
    requireRole(actor, organizationId, recallReaders, organization.region);
    const rows = await this.store.list(scope, organizationId, before, limit + 1);
    const page = pageOf(rows, limit, ({ id }) => id, (row) => row); // prettier-ignore
    return { ...page, items: await this.tell(organizationId, page.items) };
  }

  /**
   * Notes when somebody of the holder read a notice: once, the first time stays. The service's own note, no statement:
   * what the holder does with the goods is stated on their chains.
   *
   * @throws DomainError `not-found`, `forbidden`.
   */
  async acknowledge(actor: Actor, id: string): Promise<AcknowledgedDto> {
    const scope = ownScopeOf(actor, acknowledgers);
    const notice = await this.store.find(scopeOf(actor, recallReaders), id);
    if (notice === null) throw notFound();
    requireRole(actor, notice.organizationId, acknowledgers);
    await this.store.acknowledge(scope, notice, Date.now());
    const { acknowledgedAtMs } = (await this.store.find(scope, id)) ?? notice;
    if (acknowledgedAtMs === null) throw notFound();
    return { id, acknowledgedAt: new Date(acknowledgedAtMs).toISOString() };
  }

  private async tell(organizationId: string, notices: readonly Notice[]): Promise<NoticeDto[]> {
    const recalls = await this.reader.findAll([...new Set(notices.map(({ recallId }) => recallId))]);
    const ids = notices.map(({ id }) => id);
    const batches = ids.length === 0 ? [] : await this.store.batchesOf(organizationId, ids);
    const told: NoticeDto[] = [];
    for (const notice of notices) {
      const recall = recalls.find(({ id }) => id === notice.recallId);
      if (recall === undefined) continue;
      const { reason, advice = null, basis = null, phone = null } = recall.said;
      const issuer = await this.parties.organization(recall.issuerId);
      told.push({
        id: notice.id,
        organization: organizationId,
        recall: recall.id,
        issuer: { id: recall.issuerId, name: issuer?.name ?? recall.issuerId },
        ...{ reason, advice, basis, phone },
        state: recall.suspects.some(({ withdrawnSeq }) => withdrawnSeq === null) ? 'open' : 'withdrawn',
        openedAt: recall.openedAt,
        ...deliveryOf(notice),
        batches: batches
          .filter((batch) => batch.notice === notice.id)
          .map(({ batch, code, lot }) => ({ batch, code, lot })),
      });
    }
    return told;
  }
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** When a notice was made and read, and how far its delivery is. */
export function deliveryOf(notice: Notice): Pick<NoticeDto, 'notifiedAt' | 'acknowledgedAt' | 'webhook'> {
  const { delivery, attempts, outcome } = notice;
  return {
    notifiedAt: new Date(notice.madeAtMs).toISOString(),
    acknowledgedAt: timeOf(notice.acknowledgedAtMs),
    webhook: { delivery, attempts, triedAt: timeOf(notice.triedAtMs), outcome },
  };
}
