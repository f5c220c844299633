import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TenantScope } from '../database/tenants.js';
import { DomainError } from '../http/problems.js';
import type { LinkPurpose, OneTimeLink } from './one-time-link.js';
import { OneTimeLinksStore } from './one-time-links.store.js';
import { newSecret, secretDigest } from './secret.js';

/** How long a link works, in seconds. */
export const linkLifeS: Readonly<Record<LinkPurpose, number>> = {
  invitation: 7 * 24 * 3_600,
  'password-reset': 24 * 3_600,
};

/** A new link, with the token that is shown this once. */
export interface IssuedLink extends OneTimeLink {
  readonly token: string;
}

/**
 * Links that one person hands to another and that work once. Their token stands in the fragment of an address, which
 * browsers send to nobody, and reaches the service in a body; it is stored as its SHA-256.
 */
@Injectable()
export class OneTimeLinks {
  constructor(private readonly store: OneTimeLinksStore) {}

  /** Makes an invitation to an organization. */
  async invite(
    scope: TenantScope,
    wanted: Pick<OneTimeLink, 'organizationId' | 'role' | 'login' | 'madeBy'>,
  ): Promise<IssuedLink> {
    return this.issue(scope, { ...wanted, purpose: 'invitation', accountId: null });
  }

  /** Makes a link to a new password; those that the account had stop to work. */
  async resetPassword(
    scope: TenantScope,
    wanted: Pick<OneTimeLink, 'organizationId' | 'accountId' | 'madeBy'> & { readonly accountId: string },
  ): Promise<IssuedLink> {
    await this.store.withdrawResets(wanted.accountId);
    return this.issue(scope, { ...wanted, purpose: 'password-reset', role: null, login: null });
  }

  /** The link of a token. @throws DomainError `validation`, the same for every token that does not work (any more). */
  async open(purpose: LinkPurpose, token: string): Promise<OneTimeLink> {
    const link = await this.store.find(purpose, secretDigest(token), new Date());
    if (link === null) throw linkRefused();
    return link;
  }

  /**
   * Uses a link up and does what it is for. What is refused leaves the link as it was.
   *
   * @throws DomainError `validation` when somebody else used it meanwhile; what `work` throws.
   */
  async use<T>(link: OneTimeLink, work: () => Promise<T>): Promise<T> {
    if (!(await this.store.use(link.id, new Date()))) throw linkRefused();
    try {
      return await work();
    } catch (error) {
      if (error instanceof DomainError) await this.store.release(link.id);
      throw error;
    }
  }

  /** An invitation that can still be used; null for every other id. */
  async findInvitation(scope: TenantScope, id: string): Promise<OneTimeLink | null> {
    return this.store.findInvitation(scope, id, new Date());
  }

  /** Invitations of an organization that can still be used, by id; one more than `limit` when there are more. */
  async listInvitations(
    scope: TenantScope,
    organizationId: string,
    cursor: string | null,
    limit: number,
  ): Promise<OneTimeLink[]> {
    return this.store.listInvitations(scope, organizationId, new Date(), cursor, limit);
  }

  async withdraw(scope: TenantScope, id: string): Promise<void> {
    await this.store.withdraw(scope, id);
  }

  private async issue(
    scope: TenantScope,
    wanted: Omit<OneTimeLink, 'id' | 'madeAt' | 'expiresAt'>,
  ): Promise<IssuedLink> {
    const madeAt = new Date();
    await this.store.deleteExpired(madeAt);
    const token = newSecret();
    const expiresAt = new Date(madeAt.getTime() + linkLifeS[wanted.purpose] * 1_000);
    const link = { ...wanted, id: randomUUID(), madeAt, expiresAt };
    await this.store.insert(scope, link, secretDigest(token));
    return { ...link, token };
  }
}

/** One answer for a token that never was, was used or withdrawn, has run out, or whose maker may no longer give it. */
export function linkRefused(): DomainError {
  const detail = {
    zh: '这个链接无效：可能已经用过、被撤回或过期。请向给您链接的人再要一个。',
    en: 'This link does not work: it was used, withdrawn, or is too old. Ask whoever gave it to you for another one.',
  };
  return new DomainError('validation', detail, [{ pointer: '/token', code: 'unknown', detail }]);
}
