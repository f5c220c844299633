import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { SessionClaims } from './access-token.js';
import { AccountsStore, type StoredAccount } from './accounts.store.js';
import type { Actor, Grant } from './actor.js';
import { RolesStore } from './roles.store.js';
import { SessionsStore } from './sessions.store.js';

/** How long an ended session, a disabled account or a changed role may still be seen in its old state, in ms. */
export const actorStaleMsMax = 10_000;
const actorsMax = 10_000;

/** An account as it was asked for a session. */
interface Known {
  readonly accountId: string;
  readonly actor: Promise<Actor | null>;
}

/**
 * Who a token speaks for: account, roles and session as the database has them, remembered for `actorStaleMsMax`.
 * Requests that miss together share one query.
 */
@Injectable()
export class Actors {
  private readonly known = new LRUCache<string, Known>({ max: actorsMax, ttl: actorStaleMsMax });
  private findPassing: (accountId: string) => Promise<readonly Grant[]> = () => Promise.resolve([]);

  constructor(
    private readonly accounts: AccountsStore,
    private readonly roles: RolesStore,
    private readonly sessions: SessionsStore,
  ) {}

  /** Null when the session was ended, is another account's, or the account disabled. */
  async find(claims: SessionClaims): Promise<Actor | null> {
    const actor = await (this.known.get(claims.sessionId) ?? this.ask(claims)).actor;
    if (actor?.accountId !== claims.accountId) return null;
    const now = Date.now();
    const hasPassed = ({ untilMs = Infinity }: Grant): boolean => untilMs <= now;
    return actor.grants.some(hasPassed)
      ? { ...actor, grants: actor.grants.filter((grant) => !hasPassed(grant)) }
      : actor;
  }

  /** Lets a feature add roles that end by themselves to those that the database of accounts has. */
  alsoGrantedBy(find: (accountId: string) => Promise<readonly Grant[]>): void {
    this.findPassing = find;
  }

  /** Makes the next request of every session of an account ask the database again. */
  forgetAccount(accountId: string): void {
    for (const [sessionId, known] of this.known.entries())
      if (known.accountId === accountId) this.known.delete(sessionId);
  }

  /**
   * An account as it is now, without a session: in whose name what it made earlier (an invitation) still counts. Null
   * when it was disabled.
   */
  async ofAccount(accountId: string): Promise<Actor | null> {
    const account = await this.accounts.findById(accountId);
    return account === null ? null : this.actorOf(account, false);
  }

  /** Makes the next request of a session ask the database again. */
  forget(sessionId: string): void {
    this.known.delete(sessionId);
  }

  /** What is forgotten while it is asked for is answered to those who wait, and to nobody after them. */
  private ask(claims: SessionClaims): Known {
    const { sessionId, accountId } = claims;
    const asked = { accountId, actor: this.load(claims) };
    this.known.set(sessionId, asked);
    const drop = (): void => {
      if (this.known.peek(sessionId) === asked) this.known.delete(sessionId);
    };
    asked.actor.then((actor) => {
      if (actor === null) drop();
    }, drop);
    return asked;
  }

  private async load(claims: SessionClaims): Promise<Actor | null> {
    const [session, account] = await Promise.all([
      this.sessions.findAlive(claims.sessionId, new Date()),
      this.accounts.findById(claims.accountId),
    ]);
    if (session?.accountId !== claims.accountId || account === null) return null;
    return this.actorOf(account, session.strong);
  }

  /** The demo's accounts need no second factor: their sessions count as strong. */
  private async actorOf(account: StoredAccount, strong: boolean): Promise<Actor | null> {
    if (account.disabledAt !== null) return null;
    const [grants, passing] = await Promise.all([
      this.roles.grantsOf(account.id),
      this.findPassing(account.id),
    ]);
    return {
      accountId: account.id,
      login: account.login,
      grants: [...grants, ...passing],
      scopes: null,
      strong: strong || account.demo,
    };
  }
}
