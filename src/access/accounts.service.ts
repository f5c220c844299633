import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../http/problems.js';
import type { ErasedBy, ErasureRefusal } from './account-erasure.js';
import { AccountsStore } from './accounts.store.js';
import type { Grant } from './actor.js';
import { Actors } from './actors.js';
import { checkPassword, hashPassword } from './password.js';

/** What makes an account. */
export interface NewAccount {
  /** A fresh one when absent. */
  readonly id?: string;
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly grants: readonly Grant[];
  /** Of the demo loader, whose passwords are printed: needs no second factor. Nothing else sets it. */
  readonly demo?: boolean;
}

/** An account as other features see it. */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

/** Accounts and their roles. Who may call these is decided by the feature that does. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly store: AccountsStore,
    private readonly actors: Actors,
  ) {}

  /**
   * Makes an account with its first roles and answers its id.
   *
   * @throws DomainError `login-taken`.
   */
  async create(account: NewAccount): Promise<string> {
    const row = {
      id: account.id ?? randomUUID(),
      login: normalLogin(account.login),
      passwordHash: await hashPassword(account.password),
      name: account.name,
      createdAt: new Date(),
      disabledAt: null,
      demo: account.demo ?? false,
      erasedAt: null,
    };
    if (await this.store.insert(row, account.grants)) return row.id;
    throw loginTaken();
  }

  /**
   * For what has to be known before an account is made.
   *
   * @throws DomainError `login-taken`.
   */
  async requireFree(login: string): Promise<void> {
    if ((await this.findByLogin(login)) !== null) throw loginTaken();
  }

  /** Null when nobody has the login. */
  async findByLogin(login: string): Promise<Account | null> {
    const row = await this.store.findByLogin(normalLogin(login));
    return row === null ? null : { id: row.id, login: row.login, name: row.name };
  }

  /** What the accounts are called, by id: one that was erased says so; those that do not exist are left out. */
  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = ids.length === 0 ? [] : await this.store.findByIds(ids);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** The roles in force of an account, oldest first; none of one that was ended. */
  async grantsOf(id: string): Promise<readonly Grant[]> {
    const isInUse = (await this.store.findById(id))?.disabledAt === null;
    return isInUse ? this.store.grantsOf(id) : [];
  }

  /** The account's id when login and password belong together and the account may sign in; takes as long when not. */
  async verify(login: string, password: string): Promise<string | null> {
    const row = await this.store.findByLogin(normalLogin(login));
    const usable = row?.disabledAt === null ? row : null;
    return (await checkPassword(usable?.passwordHash ?? null, password)) ? (usable?.id ?? null) : null;
  }

  /** Gives an account another password. All its sessions end, at once in this process, but the one that is named. */
  async setPassword(accountId: string, password: string, kept: string): Promise<void> {
    const passwordHash = await hashPassword(password);
    this.forget(await this.store.setPassword(accountId, passwordHash, new Date(), kept));
  }

  /** As `setPassword` for the account of a link, ending all sessions; false, and nothing done, when it was used meanwhile. */
  async setPasswordByLink(linkId: string, password: string): Promise<boolean> {
    const ended = await this.store.setPasswordByLink(linkId, await hashPassword(password), new Date());
    this.forget(ended ?? []);
    return ended !== null;
  }

  /** Ends an account: it cannot sign in, and its sessions end, at once in this process. Answers whether it was in use, and not the only admin's. */
  async disable(accountId: string): Promise<boolean> {
    const ended = await this.store.disable(accountId, new Date());
    this.forget(ended ?? []);
    return ended !== null;
  }

  /** Takes an ended account into use again, with the roles it had; answers whether it was ended. */
  async enable(accountId: string): Promise<boolean> {
    return this.store.enable(accountId);
  }

  /** What stands against erasing an account; null when nothing does. */
  async erasureRefusal(accountId: string, by: ErasedBy): Promise<ErasureRefusal | null> {
    return this.store.erasureRefusal(accountId, by);
  }

  /**
   * Destroys everything of an account, or nothing, and answers why not. Its sessions end, at once in this process; the
   * login is free, and who takes it next has nothing of this account.
   */
  async erase(accountId: string, by: ErasedBy): Promise<ErasureRefusal | null> {
    const { refusal, ended } = await this.store.erase(accountId, by, new Date());
    this.forget(ended);
    this.actors.forgetAccount(accountId);
    return refusal;
  }

  /** Gives an account a further role; it counts within `actorStaleMsMax`. */
  async addGrant(accountId: string, grant: Grant): Promise<void> {
    await this.store.addGrant(accountId, grant, new Date());
  }

  /** Whether an account has a role, or had it and lost it. */
  async hasEverHeld(accountId: string, grant: Grant): Promise<boolean> {
    return this.store.hasEverHeld(accountId, grant);
  }

  /** Takes a role away; answers whether the account had it. */
  async endGrant(accountId: string, grant: Grant): Promise<boolean> {
    return this.store.endGrant(accountId, grant, new Date());
  }

  /** As `endGrant`, but leaves a role in an organization that nobody else has there. */
  async endGrantUnlessLast(accountId: string, grant: Grant): Promise<boolean> {
    return this.store.endUnlessLast(accountId, grant, new Date());
  }

  private forget(sessionIds: readonly string[]): void {
    for (const sessionId of sessionIds) this.actors.forget(sessionId);
  }
}

function loginTaken(): DomainError {
  return new DomainError('login-taken', { zh: '这个账号名已被使用。', en: 'This login is in use already.' });
}

/** Logins are compared without case, full-width forms or outer space: phones add them by themselves. */
export function normalLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}
