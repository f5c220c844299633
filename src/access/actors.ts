import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { AccessClaims } from './access-token.js';
import { AccountsStore } from './accounts.store.js';
import type { Actor } from './actor.js';
import { RefreshTokensStore } from './refresh-tokens.store.js';

/** How long an ended session, a disabled account or a changed role may still be seen in its old state, in ms. */
export const actorStaleMsMax = 10_000;
const actorsMax = 10_000;

/**
 * Who a token speaks for: account, roles and session as the database has them, remembered for `actorStaleMsMax`.
 * Requests that miss together share one query.
 */
@Injectable()
export class Actors {
  private readonly known: LRUCache<string, Actor, AccessClaims>;

  constructor(
    private readonly accounts: AccountsStore,
    private readonly sessions: RefreshTokensStore,
  ) {
    this.known = new LRUCache<string, Actor, AccessClaims>({
      max: actorsMax,
      ttl: actorStaleMsMax,
      fetchMethod: async (_session, _stale, { context }) => this.load(context),
    });
  }

  /** Null when the session was ended, is another account's, or the account disabled. */
  async find(claims: AccessClaims): Promise<Actor | null> {
    const actor = await this.known.fetch(claims.sessionId, { context: claims });
    return actor?.accountId === claims.accountId ? actor : null;
  }

  /** Makes the next request of a session ask the database again. */
  forget(sessionId: string): void {
    this.known.delete(sessionId);
  }

  private async load(claims: AccessClaims): Promise<Actor | undefined> {
    const [session, account, grants] = await Promise.all([
      this.sessions.findAlive(claims.sessionId, new Date()),
      this.accounts.findById(claims.accountId),
      this.accounts.grantsOf(claims.accountId),
    ]);
    if (session?.accountId !== claims.accountId || account === null || account.disabledAt !== null)
      return undefined;
    return { accountId: account.id, login: account.login, grants };
  }
}
