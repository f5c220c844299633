import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { notFound } from '../authorize.js';
import type { Scope } from '../scopes.js';
import { newSecret, secretDigest } from '../secret.js';
import type { TenantScope } from '../../database/tenants.js';
import { ClientsStore, type Client } from './clients.store.js';

export type { Client } from './clients.store.js';

/** How long a secret is still taken after it was replaced, in seconds: time to bring the new one to the devices. */
export const secretOverlapS = 24 * 3_600;
/** Marks the text as a secret of ours, so that scanners of repositories find one that was left lying. */
const secretPrefix = 'furrow_cs_';
const secretPattern = /^furrow_cs_[A-Za-z0-9_-]{43}$/;

/** What makes a client. */
export interface NewClient {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
}

/** OAuth 2.0 clients (RFC 6749 §2): programs that act for an organization. Who may call these, the caller has checked. */
@Injectable()
export class ClientsService {
  constructor(private readonly store: ClientsStore) {}

  /** Makes a client; its secret of 256 bits is answered here and never again. */
  async register(
    scope: TenantScope,
    client: NewClient,
  ): Promise<{ readonly client: Client; readonly secret: string }> {
    const made = { ...client, createdAt: new Date() };
    const secret = secretPrefix + newSecret();
    await this.store.insert(scope, made, secretDigest(secret));
    return { client: made, secret };
  }

  /** A client of the organization that is not ended. @throws DomainError `not-found`. */
  async require(scope: TenantScope, id: string, organizationId: string): Promise<void> {
    if (!(await this.store.isKept(scope, id, organizationId))) throw notFound();
  }

  /** Clients of an organization in use, by id; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    organizationId: string,
    cursor: string | null,
    limit: number,
  ): Promise<readonly Client[]> {
    return this.store.list(scope, organizationId, new Date(), cursor, limit);
  }

  /**
   * Gives a client another secret; the one before is taken for `secretOverlapS` more, the one before that no longer.
   *
   * @throws DomainError `not-found`.
   */
  async rotate(
    scope: TenantScope,
    id: string,
    organizationId: string,
  ): Promise<{ secret: string; previousUntil: Date }> {
    const now = new Date();
    const previousUntil = new Date(now.getTime() + secretOverlapS * 1_000);
    const secret = secretPrefix + newSecret();
    const digest = secretDigest(secret);
    if (!(await this.store.rotate(scope, id, organizationId, digest, now, previousUntil))) throw notFound();
    return { secret, previousUntil };
  }

  /**
   * Ends a client at once; its tokens end within `actorStaleMsMax`.
   *
   * @throws DomainError `not-found`.
   */
  async revoke(scope: TenantScope, id: string, organizationId: string): Promise<void> {
    if (!(await this.store.revoke(scope, id, organizationId, new Date()))) throw notFound();
  }

  /** The client when it is in use and the secret is its own, or was within the overlap; null otherwise. */
  async authenticate(id: string, secret: string): Promise<Client | null> {
    if (!secretPattern.test(secret)) return null;
    const now = new Date();
    const client = await this.store.findSecrets(id, now);
    if (client === null) return null;
    const presented = secretDigest(secret);
    const { secretHash, previousHash, previousUntil } = client;
    const isCurrent = timingSafeEqual(secretHash, presented);
    const isPrevious =
      previousHash !== null &&
      timingSafeEqual(previousHash, presented) &&
      previousUntil !== null &&
      previousUntil > now;
    return isCurrent || isPrevious ? client : null;
  }
}
