import { Injectable } from '@nestjs/common';
import { Equal, In, IsNull, Not, type EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import { isUniqueViolation } from '../database/violations.js';
import { AccountKeys, openPart, sealPart } from './account-keys.js';
import { AccountNames, nameLock } from './account-names.js';
import { erasedProfile, formatProfile, lostProfile, parseProfile, type Profile } from './account-profile.js';
import { AccountRow, MemberRow } from './accounts.row.js';
import type { Grant } from './actor.js';
import { memberRow } from './roles.store.js';

/** An account as it is stored, opened. */
export interface StoredAccount extends Profile {
  readonly id: string;
  readonly disabledAt: Date | null;
  readonly demo: boolean;
}

/** What is stored of a new account. */
export interface FreshAccount extends Profile {
  readonly id: string;
  readonly passwordHash: string;
  readonly demo: boolean;
}

/** Nobody's id: asked for where there is no account, so that the same is done. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** With the old password, or with the account, all sessions end that it opened, but the one that changed it. */
const setPasswordText = `with changed as (
  update accounts set sealed_password = $2 where id = $1 and erased_at is null returning id
)
update sessions s set ended_at = $3 from changed
where s.account_id = changed.id and s.ended_at is null and s.id <> $4 returning s.id`;
/** The link is used up with the password that it sets: neither can fail without the other. */
const setByLinkText = `with used as (
  update one_time_links set used_at = $3
  where id = $1 and purpose = 'password-reset' and used_at is null and expires_at > $3 returning account_id
), changed as (
  update accounts a set sealed_password = $2 from used where a.id = used.account_id and a.id = $4 and a.erased_at is null returning a.id
), over as (
  update sessions s set ended_at = $3 from changed
  where s.account_id = changed.id and s.ended_at is null returning s.id
)
select array(select id from over) as sessions from changed`;
/** Of two admins who end, or are erased, at once the second sees the first gone: all are locked first, in one order. */
const disableText = `with admins as (
  select a.id from accounts a join members m on m.account_id = a.id
  where m.role = 'admin' and m.ended_at is null and a.disabled_at is null
  order by a.id for no key update of a
), gone as (
  update accounts set disabled_at = $2 where id = $1 and disabled_at is null and (
    not exists (select from members where account_id = $1 and role = 'admin' and ended_at is null)
    or (select count(*) from admins) > 1) returning id
), over as (
  update sessions s set ended_at = $2 from gone where s.account_id = gone.id and s.ended_at is null returning s.id
)
select array(select id from over) as sessions from gone`;

/** The only code that queries accounts and their roles. */
@Injectable()
export class AccountsStore {
  /** Accounts of one login that this process makes, one after another: who waits holds no connection meanwhile. */
  private readonly turns = new Map<string, Promise<boolean>>();

  constructor(
    private readonly database: Database,
    private readonly keys: AccountKeys,
    private readonly names: AccountNames,
  ) {}

  /** Null when nobody has the login; the same is done for it. */
  async findByLogin(login: string): Promise<StoredAccount | null> {
    return this.openedBy(login, await this.rowOf(await this.names.find('login', login)));
  }

  /** As `findByLogin`, with the hash of the password. */
  async findForSignIn(login: string): Promise<(StoredAccount & { readonly passwordHash: string }) | null> {
    const row = await this.rowOf(await this.names.find('login', login));
    const account = await this.openedBy(login, row);
    const [hash = null] = await this.keys.open(
      row === null ? [] : [{ accountId: row.id, what: 'password', sealed: row.sealedPassword }],
    );
    return account === null || hash === null ? null : { ...account, passwordHash: hash.toString('utf8') };
  }

  /** Null also for an account that was erased, or that cannot be opened. */
  async findById(id: string): Promise<StoredAccount | null> {
    const row = await this.rowOf(id);
    return row === null ? null : this.opened(row);
  }

  /** Whether there is an account that the demo loader made. */
  async hasDemo(): Promise<boolean> {
    return this.database.source.getRepository(AccountRow).existsBy({ demo: Equal(true), erasedAt: IsNull() });
  }

  /** What accounts are called, also those of which words in the place of the name are all there is. */
  async profilesOf(ids: readonly string[]): Promise<ReadonlyMap<string, Profile>> {
    const rows = await this.database.source.getRepository(AccountRow).findBy({ id: In([...ids]) });
    const profiles = await Promise.all(
      rows.map(async (row) => {
        if (row.erasedAt !== null) return [row.id, erasedProfile] as const;
        const { login, name } = (await this.opened(row)) ?? lostProfile;
        return [row.id, { login, name }] as const;
      }),
    );
    return new Map(profiles);
  }

  /**
   * Stores an account with its first roles, all or nothing; answers false when the login is taken. Of several at once,
   * in any process, one has it: the lock on the name is held from looking until the account is stored.
   */
  async insert(account: FreshAccount, grants: readonly Grant[]): Promise<boolean> {
    const before = this.turns.get(account.login) ?? Promise.resolve();
    const turn = before.then(
      () => this.insertInTurn(account, grants),
      () => this.insertInTurn(account, grants),
    );
    this.turns.set(account.login, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(account.login) === turn) this.turns.delete(account.login);
    }
  }

  private async insertInTurn(account: FreshAccount, grants: readonly Grant[]): Promise<boolean> {
    const { id, login, demo } = account;
    if ((await this.findByLogin(login)) !== null) return false;
    const now = new Date();
    const tag = await this.names.tag('login', login);
    // What takes time is done before the lock. Whoever then loses leaves a file that is nobody's.
    const sealed = await this.sealed(account);
    await this.names.note(tag, id);
    try {
      return await this.database.source.transaction(async (entities) => {
        await entities.query(nameLock, [tag]);
        if (await this.isTaken(entities, login)) return false;
        await this.names.give(tag, id);
        await entities.insert(AccountRow, {
          ...sealed,
          id,
          demo,
          createdAt: now,
          disabledAt: null,
          erasedAt: null,
        });
        if (grants.length > 0) {
          await entities.insert(
            MemberRow,
            grants.map((grant) => memberRow(id, grant, now)),
          );
        }
        return true;
      });
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Stores the hash of a new password and ends all sessions but one; answers the ids of those that ended. */
  async setPassword(id: string, passwordHash: string, now: Date, kept: string): Promise<string[]> {
    const sealed = await this.keys.seal(id, 'password', passwordHash);
    if (sealed === null) return [];
    const statement = { name: 'account-set-password', text: setPasswordText };
    const ended = await this.database.read<{ id: string }>(statement, [id, sealed, now, kept]);
    return ended.map((session) => session.id);
  }

  /** As `setPassword` for the account of a link, which is used up; null when the link does not work any more. */
  async setPasswordByLink(
    linkId: string,
    id: string,
    passwordHash: string,
    now: Date,
  ): Promise<string[] | null> {
    const sealed = await this.keys.seal(id, 'password', passwordHash);
    if (sealed === null) return null;
    const statement = { name: 'account-set-password-by-link', text: setByLinkText };
    const values = [linkId, sealed, now, id];
    const [changed] = await this.database.read<{ sessions: string[] }>(statement, values);
    return changed?.sessions ?? null;
  }

  /** Ends the account with all its sessions, and answers their ids; null when there was no such account in use, or it is the only admin's. */
  async disable(id: string, now: Date): Promise<string[] | null> {
    const statement = { name: 'account-disable', text: disableText };
    const [gone] = await this.database.read<{ sessions: string[] }>(statement, [id, now]);
    return gone?.sessions ?? null;
  }

  /** Takes an ended account into use again; answers whether there was such a one. */
  async enable(id: string): Promise<boolean> {
    const accounts = this.database.source.getRepository(AccountRow);
    const enabled = await accounts.update(
      { id, disabledAt: Not(IsNull()), erasedAt: IsNull() },
      { disabledAt: null },
    );
    return enabled.affected === 1;
  }

  private async rowOf(id: string | null): Promise<AccountRow | null> {
    const where = { id: id ?? nobody, erasedAt: IsNull() };
    return this.database.source.getRepository(AccountRow).findOneBy(where);
  }

  /** Null when the account is another's: what a file says is a hint. */
  private async openedBy(login: string, row: AccountRow | null): Promise<StoredAccount | null> {
    const account = row === null ? null : await this.opened(row);
    return account?.login === login ? account : null;
  }

  private async opened({
    id,
    sealedKey,
    sealedProfile,
    disabledAt,
    demo,
  }: AccountRow): Promise<StoredAccount | null> {
    const key = sealedKey === null ? null : await this.keys.join({ id, sealedKey });
    if (key === null || sealedProfile === null) return null;
    return {
      ...parseProfile(openPart(key, id, 'profile', sealedProfile).toString('utf8')),
      id,
      disabledAt,
      demo,
    };
  }

  /** An account that cannot be opened keeps what its file says it has, so that it is whole when its key is found. */
  private async isTaken(entities: EntityManager, login: string): Promise<boolean> {
    const id = await this.names.find('login', login);
    if (id === null) return false;
    const row = await entities.findOneBy(AccountRow, { id, erasedAt: IsNull() });
    if (row === null) return false;
    const account = await this.opened(row);
    return account === null || account.login === login;
  }

  private async sealed({
    id,
    login,
    name,
    passwordHash,
  }: FreshAccount): Promise<Pick<AccountRow, 'sealedKey' | 'sealedProfile' | 'sealedPassword'>> {
    const { key, sealedKey } = await this.keys.make(id);
    return {
      sealedKey,
      sealedProfile: sealPart(key, id, 'profile', formatProfile({ login, name })),
      sealedPassword: sealPart(key, id, 'password', passwordHash),
    };
  }
}
