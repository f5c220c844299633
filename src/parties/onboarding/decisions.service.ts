import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { notFound, ownScopeOf } from '../../access/authorize.js';
import type { TenantScope } from '../../database/tenants.js';
import { pageOf, type Page } from '../../http/paging.js';
import { DomainError, refused } from '../../http/problems.js';
import { derivedEventId } from '../event-ids.js';
import { fault } from '../faults.js';
import { PowerTraces } from '../power-traces.service.js';
import { isAdmin, standingOf, type Standing } from '../standing.js';
import {
  toAnswer,
  toDetail,
  toSummary,
  type ApplicationAnswer,
  type ApplicationDecision,
  type ApplicationDetail,
  type ApplicationPageQuery,
  type ApplicationSummary,
} from './applications.dto.js';
import { ApplicationsStore, type ApplicationRow, type DocumentRow } from './applications.store.js';
import { applicationClosed } from './closed.js';
import { Enrolment } from './enrolment.js';
import { SealedParts, type SealedKey } from './sealed-parts.js';

type Official = Extract<Standing, { readonly as: 'official' }>;

/** A document with its bytes. */
export interface OpenDocument {
  readonly row: DocumentRow;
  readonly bytes: Buffer;
}

/** The side of those who decide: inspectors and regulators of the application's region, and admins. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly store: ApplicationsStore,
    private readonly sealed: SealedParts,
    private readonly enrolment: Enrolment,
    private readonly traces: PowerTraces,
  ) {}

  /** Applications of the actor's regions, by id, without anything personal. */
  async list(actor: Actor, query: ApplicationPageQuery): Promise<Page<ApplicationSummary>> {
    const regions = actor.grants.flatMap(({ role, organizationId, region }) =>
      (role === 'regulator' || role === 'inspector') && organizationId === null && region !== null
        ? [region]
        : [],
    );
    const where = { all: isAdmin(actor), regions, state: query.state ?? null };
    const rows = await this.store.list(scopeOfDecider(actor), where, query.cursor ?? null, query.limit);
    return pageOf(rows, query.limit, (row) => row.id, toSummary);
  }

  /** An application with what is personal of it; the look is traced first. @throws DomainError `not-found`. */
  async get(actor: Actor, id: string): Promise<ApplicationDetail> {
    const { row, official } = await this.require(actor, id);
    await this.look(actor, id, official);
    const documents = await this.store.documents(id, scopeOfDecider(actor));
    return toDetail(row, documents, this.sealed.openContact(await this.keyOf(row), row.sealedContact));
  }

  /** A document of it; the look is traced first. @throws DomainError `not-found`. */
  async document(actor: Actor, id: string, sha256: string): Promise<OpenDocument> {
    const { row, official } = await this.require(actor, id);
    const documents = await this.store.documents(id, scopeOfDecider(actor));
    const document = documents.find((one) => one.sha256.toString('hex') === sha256);
    if (document === undefined) throw notFound();
    await this.look(actor, id, official);
    const bytes = await this.sealed.read(await this.keyOf(row), document.sha256);
    if (bytes === null) throw notHere();
    return { row: document, bytes };
  }

  /**
   * Decides an application that waits. The decision is stated before it has any effect; the same decision of the same
   * person again completes what a crash left.
   *
   * @throws DomainError `validation`, `application-closed` when it does not wait for a decision or another was first,
   * `uscc-taken`, `not-found`, `unavailable`, `ambiguous`.
   */
  async decide(actor: Actor, id: string, body: ApplicationDecision): Promise<ApplicationAnswer> {
    const { row: waiting, official } = await this.require(actor, id);
    requireReason(body);
    if (body.decision === 'approved') await this.requireFree(actor, waiting);
    const row = await this.take(actor, waiting, body);
    await this.state(actor, row, official);
    if (row.state === 'approved') await this.enrol(actor, row);
    return toAnswer(row, await this.store.documents(id, scopeOfDecider(actor)));
  }

  /** Whoever was first took the credit code for this application itself: that it is closed is what the second is told. */
  private async requireFree(actor: Actor, waiting: ApplicationRow): Promise<void> {
    try {
      await this.enrolment.requireFree(waiting);
    } catch (error) {
      const now = await this.store.find(scopeOfDecider(actor), waiting.id);
      throw now?.state === 'approved' && waiting.state !== 'approved' ? applicationClosed() : error;
    }
  }

  /** The application as this actor decided it, now or before. */
  private async take(
    actor: Actor,
    waiting: ApplicationRow,
    body: ApplicationDecision,
  ): Promise<ApplicationRow> {
    const { decision } = body;
    const scope = scopeOfDecider(actor);
    await this.store.decide(scope, waiting, {
      decision,
      reason: body.reason ?? null,
      by: actor.accountId,
      at: new Date(),
      organizationId: decision === 'approved' ? randomUUID() : null,
    });
    const row = await this.store.find(scope, waiting.id);
    if (row?.state !== decision || row.decidedBy !== actor.accountId) throw applicationClosed();
    return row;
  }

  private async state(actor: Actor, row: ApplicationRow, { role, authority }: Official): Promise<void> {
    await this.traces.state({
      organizationId: null,
      kind: 'application-decided',
      eventId: derivedEventId(row.changedAt.getTime(), 'application-decided', row.id),
      data: {
        application: row.id,
        decision: row.state,
        region: row.region,
        ...(row.organizationId === null ? {} : { organization: row.organizationId }),
        role,
        ...(authority === null ? {} : { authority }),
        person: actor.accountId,
      },
    });
  }

  /** Another registration may have taken the credit code since it was looked at: the application waits again then. */
  private async enrol(actor: Actor, row: ApplicationRow): Promise<void> {
    try {
      await this.enrolment.complete(row);
    } catch (error) {
      if (error instanceof DomainError && error.slug === 'uscc-taken')
        await this.store.reopen(scopeOfDecider(actor), row.id);
      throw error;
    }
  }

  private async keyOf(row: ApplicationRow): Promise<SealedKey> {
    return { id: row.id, sealedKey: await this.store.keyOf(row) };
  }

  private async look(actor: Actor, id: string, official: Official): Promise<void> {
    await this.traces.look(actor, official, { organizationId: null, what: 'application', object: id });
  }

  private async require(
    actor: Actor,
    id: string,
  ): Promise<{ readonly row: ApplicationRow; readonly official: Official }> {
    const row = await this.store.find(scopeOfDecider(actor), id);
    const official = row === null ? null : standingOf(actor, { id, region: row.region, parentId: null });
    if (row === null || official?.as !== 'official') throw notFound();
    return { row, official };
  }
}

/** Where, and in whose name, somebody decides. */
function scopeOfDecider(actor: Actor): TenantScope {
  return ownScopeOf(actor, ['inspector', 'regulator', 'admin']);
}

function requireReason({ decision, reason }: ApplicationDecision): void {
  const isGiven = reason !== undefined && reason !== null;
  if ((decision !== 'approved') === isGiven) return;
  throw refused(
    isGiven
      ? fault('/reason', 'not-applicable', '批准不需要理由，请去掉这一项。', 'An approval has no reason; leave this out.')
      : fault('/reason', 'required', '请说明理由，申请人会看到。', 'Say why; the applicant reads it.'),
  ); // prettier-ignore
}

function notHere(): DomainError {
  return new DomainError(
    'unavailable',
    {
      zh: '材料的文件不在这台机器的数据目录里，请联系服务的管理员。',
      en: 'The file of the document is not in the data directory of this machine; ask the admin of the service.',
    },
    [],
    60,
  );
}
