import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountsService } from '../access/accounts.service.js';
import type { Actor } from '../access/actor.js';
import { Actors } from '../access/actors.js';
import { notFound, ownScopeOf } from '../access/authorize.js';
import type { TenantScope } from '../database/tenants.js';
import { DomainError, refused } from '../http/problems.js';
import { pageOf, type Page } from '../http/paging.js';
import { toBreakGlassAnswer, type BreakGlassAnswer, type NewBreakGlass } from './break-glass.dto.js';
import { BreakGlassStore, type BreakGlass, type BreakGlassReader } from './break-glass.store.js';
import { derivedEventId } from './event-ids.js';
import { fault } from './faults.js';
import { Oversight } from './oversight.service.js';
import type { PageQuery } from './pages.dto.js';
import { PowerTraces } from './power-traces.service.js';
import { authorityOf, highestRole, isAdmin } from './standing.js';

/** How long a request waits to be decided, and how long an approval lasts, in ms. */
export const pendingMs = 86_400_000;
export const openMs = 3_600_000;

/**
 * Break-glass: a look beyond one's own, with a reason, a second person, and an end (docs/oversight.md).
 *
 * An approval is a role `regulator` of the requester in the one organization that ends by itself; whatever decides by
 * roles needs to know nothing of it.
 */
@Injectable()
export class BreakGlassService implements OnModuleInit {
  constructor(
    private readonly store: BreakGlassStore,
    private readonly accounts: AccountsService,
    private readonly actors: Actors,
    private readonly oversight: Oversight,
    private readonly traces: PowerTraces,
  ) {}

  onModuleInit(): void {
    this.actors.alsoGrantedBy((accountId) => this.store.grantsOf(accountId, new Date()));
  }

  /**
   * Asks for a look; stated on the chain of the organization before it waits for somebody to decide.
   *
   * @throws DomainError `validation`, also when the actor needs none; `not-found`; `unavailable`, `ambiguous`.
   */
  async request(actor: Actor, body: NewBreakGlass): Promise<BreakGlassAnswer> {
    const party = await this.oversight.findParty(body.organization ?? null, body.batch ?? null);
    if (party === null) throw notFound();
    if (this.oversight.isSeen(actor, party)) throw notNeeded(body);
    const now = new Date();
    const request: BreakGlass = {
      id: randomUUID(),
      organizationId: party.id,
      region: party.region,
      requesterId: actor.accountId,
      requesterRole: highestRole(actor),
      reason: body.reason,
      requestedAt: now,
      expiresAt: new Date(now.getTime() + pendingMs),
      decision: null,
      decidedBy: null,
      decidedAt: null,
      until: null,
    };
    await this.state(actor, request, { step: 'requested', atMs: now.getTime() });
    await this.store.insert(scopeOfReader(actor), request);
    return this.answer(actor, request);
  }

  /**
   * Approves or refuses, once; the same decision of the same person again completes what a crash left.
   *
   * @throws DomainError `forbidden` for one's own request; `break-glass-closed` when it was decided, has expired, or its
   * requester is no official any more; `not-found`; `unavailable`, `ambiguous`.
   */
  async decide(actor: Actor, id: string, decision: 'approved' | 'refused'): Promise<BreakGlassAnswer> {
    const request = await this.require(actor, id);
    if (request.requesterId === actor.accountId) throw ownRequest();
    if (!mayDecide(readerOf(actor), request)) throw notFound();
    if (!(await this.isStillOfficial(request))) throw closed();
    const decided = await this.take(actor, request, decision);
    const until = decided.decision === 'approved' ? new Date(decided.atMs + openMs) : null;
    await this.state(actor, request, { step: decision, atMs: decided.atMs, until });
    if (until !== null) await this.store.begin(scopeOfReader(actor), id, until);
    this.actors.forgetAccount(request.requesterId);
    return this.answer(actor, await this.require(actor, id));
  }

  /** @throws DomainError `not-found`, also for a request that is neither one's own nor one's to decide. */
  async get(actor: Actor, id: string): Promise<BreakGlassAnswer> {
    return this.answer(actor, await this.require(actor, id));
  }

  /** The actor's own requests and those that the actor may decide, by id. */
  async list(actor: Actor, query: PageQuery): Promise<Page<BreakGlassAnswer>> {
    const { cursor = null, limit } = query;
    const rows = await this.store.list(scopeOfReader(actor), readerOf(actor), cursor, limit);
    const { items, next } = pageOf(
      rows,
      limit,
      (row) => row.id,
      (row) => row,
    );
    return { items: await this.answers(actor, items), next };
  }

  /** Decides an undecided request for this actor, or finds that this actor decided it just so. */
  private async take(
    actor: Actor,
    { id }: BreakGlass,
    decision: 'approved' | 'refused',
  ): Promise<{ readonly decision: string; readonly atMs: number }> {
    const scope = scopeOfReader(actor);
    await this.store.decide(scope, id, decision, { accountId: actor.accountId, at: new Date() });
    const found = await this.store.find(scope, id);
    const isMine = found?.decidedBy === actor.accountId && found.decision === decision;
    if (!isMine || found.decidedAt === null) throw closed();
    return { decision, atMs: found.decidedAt.getTime() };
  }

  private async isStillOfficial({ requesterId, requesterRole }: BreakGlass): Promise<boolean> {
    const grants = await this.accounts.grantsOf(requesterId);
    return grants.some(({ role, organizationId }) => role === requesterRole && organizationId === null);
  }

  private async state(
    actor: Actor,
    { id, organizationId, reason }: BreakGlass,
    what: { readonly step: string; readonly atMs: number; readonly until?: Date | null },
  ): Promise<void> {
    const { step, atMs } = what;
    const authority = isAdmin(actor) ? null : authorityOf(actor);
    await this.traces.state({
      organizationId,
      kind: 'break-glass',
      eventId: derivedEventId(atMs, 'break-glass', id, step === 'requested' ? step : 'decided'),
      data: {
        request: id,
        step,
        role: highestRole(actor),
        ...(authority === null ? {} : { authority }),
        ...(what.until == null ? {} : { until: what.until.toISOString() }),
        ...(step === 'requested' ? { reason } : {}),
        person: actor.accountId,
      },
    });
  }

  private async require(actor: Actor, id: string): Promise<BreakGlass> {
    const request = await this.store.find(scopeOfReader(actor), id);
    if (request === null) throw notFound();
    if (request.requesterId !== actor.accountId && !mayDecide(readerOf(actor), request)) throw notFound();
    return request;
  }

  private async answer(actor: Actor, request: BreakGlass): Promise<BreakGlassAnswer> {
    const [answer] = await this.answers(actor, [request]);
    if (answer === undefined) throw new Error('no answer to a request');
    return answer;
  }

  private async answers(actor: Actor, requests: readonly BreakGlass[]): Promise<BreakGlassAnswer[]> {
    const { accountId } = actor;
    const names = await this.accounts.namesOf([...new Set(requests.map(({ requesterId }) => requesterId))]);
    const now = new Date();
    return Promise.all(
      requests.map(async (request) => {
        const organizationName = await this.oversight.nameOf(request.organizationId);
        const requester = names.get(request.requesterId) ?? null;
        return toBreakGlassAnswer(request, { organizationName, requester, accountId, now });
      }),
    );
  }
}

/** An admin decides about all, a regulator about the organizations of the own region. */
function readerOf(actor: Actor): BreakGlassReader {
  const regions = actor.grants.flatMap(({ role, organizationId, region }) =>
    role === 'regulator' && organizationId === null && region !== null ? [region] : [],
  );
  return { accountId: actor.accountId, all: isAdmin(actor), regions };
}

/** The same for PostgreSQL. */
function scopeOfReader(actor: Actor): TenantScope {
  return ownScopeOf(actor, ['regulator', 'admin']);
}

function mayDecide({ all, regions }: BreakGlassReader, { region }: BreakGlass): boolean {
  return all || regions.some((prefix) => region?.startsWith(prefix) === true);
}

function notNeeded({ organization }: NewBreakGlass): DomainError {
  return refused(
    fault(
      organization == null ? '/batch' : '/organization',
      'not-needed',
      '您本来就可以查看，不需要应急授权。',
      'You may look at it as it is; no break-glass access is needed.',
    ),
  );
}

function ownRequest(): DomainError {
  return new DomainError('forbidden', {
    zh: '不能决定自己提出的申请，须由另一个人决定。',
    en: 'You cannot decide your own request; another person has to.',
  });
}

function closed(): DomainError {
  return new DomainError('break-glass-closed', {
    zh: '这份申请已经有人决定、已经过期，或申请人已不再任职，不能再批准或拒绝。',
    en: 'This request was decided, has expired, or its requester is no official any more.',
  });
}
