import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../http/problems.js';
import type { ErasedBy, ErasureRefusal } from './account-erasure.js';
import { AccountErasing } from './account-erasing.js';
import { lostProfile, normalLogin, type Profile } from './account-profile.js';
import { AccountsStore } from './accounts.store.js';
import type { Grant } from './actor.js';
import { Actors } from './actors.js';
import { RolesStore } from './roles.store.js';
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
export interface Account extends Profile {
  readonly id: string;
}

/** Accounts and their roles. Who may call these is decided by the feature that does. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly store: AccountsStore,
    private readonly roles: RolesStore,
    private readonly actors: Actors,
    private readonly erasing: AccountErasing,
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
      demo: account.demo ?? false,
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
    const account = await this.store.findByLogin(normalLogin(login));
    return account === null ? null : { id: account.id, login: account.login, name: account.name };
  }

  /** What the accounts are called, by id: one that was erased says so; those that do not exist are left out. */
  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const profiles = await this.profilesOf(ids);
    return new Map([...profiles].map(([id, { name }]) => [id, name]));
  }

  /** Rows that name an account, with what it is called. */
  async named<Row extends { readonly accountId: string }>(rows: readonly Row[]): Promise<(Row & Profile)[]> {
    const profiles = await this.profilesOf(rows.map(({ accountId }) => accountId));
    return rows.map((row) => ({ ...row, ...(profiles.get(row.accountId) ?? lostProfile) }));
  }

  /** The roles in force of an account, oldest first; none of one that was ended. */
  async grantsOf(id: string): Promise<readonly Grant[]> {
    const isInUse = (await this.store.findById(id))?.disabledAt === null;
    return isInUse ? this.roles.grantsOf(id) : [];
  }

  /** The account's id when login and password belong together and the account may sign in; takes as long when not. */
  async verify(login: string, password: string): Promise<string | null> {
    const row = await this.store.findForSignIn(normalLogin(login));
    const usable = row?.disabledAt === null ? row : null;
    return (await checkPassword(usable?.passwordHash ?? null, password)) ? (usable?.id ?? null) : null;
  }

  /** Gives an account another password. All its sessions end, at once in this process, but the one that is named. */
  async setPassword(accountId: string, password: string, kept: string): Promise<void> {
    const passwordHash = await hashPassword(password);
    this.forget(await this.store.setPassword(accountId, passwordHash, new Date(), kept));
  }

  /** As `setPassword` for the account of a link, ending all sessions; false, and nothing done, when it was used meanwhile. */
  async setPasswordByLink(linkId: string, accountId: string, password: string): Promise<boolean> {
    const hash = await hashPassword(password);
    const ended = await this.store.setPasswordByLink(linkId, accountId, hash, new Date());
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
    return this.erasing.refusal(accountId, by);
  }

  /**
   * Destroys everything of an account, or nothing, and answers why not. Its sessions end, at once in this process; the
   * login is free, and who takes it next has nothing of this account.
   */
  async erase(accountId: string, by: ErasedBy): Promise<ErasureRefusal | null> {
    const account = await this.store.findById(accountId);
    const { refusal, ended } = await this.erasing.erase(accountId, by, account?.login ?? null);
    this.forget(ended);
    this.actors.forgetAccount(accountId);
    if (refusal === null) await this.erasing.finish(accountId);
    return refusal;
  }

  /** Gives an account a further role; it counts within `actorStaleMsMax`. */
  async addGrant(accountId: string, grant: Grant): Promise<void> {
    await this.roles.addGrant(accountId, grant, new Date());
  }

  /** Whether an account has a role, or had it and lost it. */
  async hasEverHeld(accountId: string, grant: Grant): Promise<boolean> {
    return this.roles.hasEverHeld(accountId, grant);
  }

  /** Takes a role away; answers whether the account had it. */
  async endGrant(accountId: string, grant: Grant): Promise<boolean> {
    return this.roles.endGrant(accountId, grant, new Date());
  }

  /** As `endGrant`, but leaves a role in an organization that nobody else has there. */
  async endGrantUnlessLast(accountId: string, grant: Grant): Promise<boolean> {
    return this.roles.endUnlessLast(accountId, grant, new Date());
  }

  private async profilesOf(ids: readonly string[]): Promise<ReadonlyMap<string, Profile>> {
    return ids.length === 0 ? new Map() : this.store.profilesOf(ids);
  }

  private forget(sessionIds: readonly string[]): void {
    for (const sessionId of sessionIds) this.actors.forget(sessionId);
  }
}

function loginTaken(): DomainError {
  return new DomainError('login-taken', { zh: '这个账号名已被使用。', en: 'This login is in use already.' });
}
