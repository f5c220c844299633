import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/authorize.js';
import { ClientsService, type Client } from '../access/machines/clients.service.js';
import { pageOf, type Page } from '../http/paging.js';
import { ledgerFaultWords } from '../http/fault-words.js';
import { refused } from '../http/problems.js';
import { parseTimestamp } from '../ledger/time.js';
import type { ClientAnswer, NewMachineClient, NewSecret, RegisteredClient } from './clients.dto.js';
import { fault } from './faults.js';
import { OrganizationsService } from './organizations.service.js';
import type { PageQuery } from './pages.dto.js';
import { PowerTraces } from './power-traces.service.js';
import { partyOwners } from './scope.js';

const lifeMsMax = 10 * 366 * 24 * 3_600_000;

/** Machines that act for an organization. Only its owner gives them secrets; an admin of the service may end them, too. */
@Injectable()
export class OrganizationClients {
  constructor(
    private readonly clients: ClientsService,
    private readonly organizations: OrganizationsService,
    private readonly traces: PowerTraces,
  ) {}

  /**
   * Makes a client that records for the organization within its scopes; its secret is answered this once. The
   * organization's registration is complete afterwards, so that the machine can always record.
   *
   * @throws DomainError `validation`, `forbidden`, `not-found`.
   */
  async register(actor: Actor, organizationId: string, body: NewMachineClient): Promise<RegisteredClient> {
    await this.organizations.requireComplete(actor, organizationId, ['owner']);
    const { name, scopes } = body;
    const expiresAt = readExpiry(body.expiresAt ?? null, new Date());
    const id = randomUUID();
    await this.traces.use(actor, { organizationId, act: 'client-registered', client: id });
    const wanted = { id, organizationId, name, scopes, expiresAt };
    const { client, secret } = await this.clients.register(scopeOf(actor, ['owner']), wanted);
    return Object.assign(toClientAnswer(client), { secret });
  }

  /** Clients in use of one organization, by id. @throws DomainError `forbidden`, `not-found`. */
  async list(actor: Actor, organizationId: string, query: PageQuery): Promise<Page<ClientAnswer>> {
    await this.organizations.require(actor, organizationId, partyOwners);
    const scope = scopeOf(actor, partyOwners);
    const rows = await this.clients.list(scope, organizationId, query.cursor ?? null, query.limit);
    return pageOf(rows, query.limit, (row) => row.id, toClientAnswer);
  }

  /** Gives a client another secret; see ClientsService.rotate. @throws DomainError `forbidden`, `not-found`. */
  async rotate(actor: Actor, organizationId: string, id: string): Promise<NewSecret> {
    await this.organizations.require(actor, organizationId, ['owner']);
    const scope = scopeOf(actor, ['owner']);
    await this.clients.require(scope, id, organizationId);
    await this.traces.use(actor, { organizationId, act: 'client-rotated', client: id });
    const { secret, previousUntil } = await this.clients.rotate(scope, id, organizationId);
    return { secret, previousUntil: previousUntil.toISOString() };
  }

  /** Ends a client; it stops to count within seconds (`actorStaleMsMax`). @throws DomainError `forbidden`, `not-found`. */
  async revoke(actor: Actor, organizationId: string, id: string): Promise<void> {
    await this.organizations.require(actor, organizationId, partyOwners);
    const scope = scopeOf(actor, partyOwners);
    await this.clients.require(scope, id, organizationId);
    await this.traces.use(actor, { organizationId, act: 'client-revoked', client: id });
    await this.clients.revoke(scope, id, organizationId);
  }
}

function toClientAnswer(client: Client): ClientAnswer {
  return {
    id: client.id,
    organization: client.organizationId,
    name: client.name,
    scopes: [...client.scopes],
    createdAt: client.createdAt.toISOString(),
    expiresAt: client.expiresAt?.toISOString() ?? null,
  };
}

/** @throws DomainError `validation` for what is not a time, or not in the future, or too far in it. */
function readExpiry(text: string | null, now: Date): Date | null {
  if (text === null) return null;
  const atMs = instantOf(text);
  if (atMs > now.getTime() && atMs <= now.getTime() + lifeMsMax) return new Date(atMs);
  throw refused(
    fault(
      '/expiresAt',
      'out-of-range',
      '须在将来，且不超过十年。',
      'Must be in the future, by ten years at most.',
    ),
  );
}

function instantOf(text: string): number {
  try {
    return parseTimestamp(text);
  } catch {
    const detail = ledgerFaultWords('time-malformed');
    throw refused({ pointer: '/expiresAt', code: 'time-malformed', detail });
  }
}
