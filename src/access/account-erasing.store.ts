import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { ErasedBy, ErasureRefusal } from './account-erasure.js';
import { normalLogin } from './account-profile.js';
import { LinkHints, type SealedHint } from './link-hints.js';

/** Invitations that are open in the organizations of one account, as far as they are looked through. */
const hintsMax = 10_000;

const refusalText = 'select erasure_refusal($1, $2) as refusal';
const eraseText = 'select refusal, ended from erase_account($1, $2, $3, $4)';
const hintsText = `select id, sealed_key as "sealedKey", sealed_login as "sealedLogin" from one_time_links
where sealed_login is not null and organization_id in (select organization_id from members where account_id = $1)
order by id limit ${hintsMax}`;
const unfinishedText = `select id from accounts where erased_at is not null and sealed_key is not null order by id limit $1`;
const finishedText = 'select account_key_destroyed($1)';
const erasedText = 'select id from accounts where erased_at is not null and id > $1 order by id limit $2';
const openHintsText = `select id from one_time_links
where id = any($1) and sealed_login is not null and used_at is null and expires_at > $2`;

/** What the database does of erasing accounts. */
@Injectable()
export class AccountErasingStore {
  constructor(
    private readonly database: Database,
    private readonly hints: LinkHints,
  ) {}

  async refusal(id: string, by: ErasedBy): Promise<ErasureRefusal | null> {
    const statement = { name: 'account-erasure-refusal', text: refusalText };
    const values = [id, by === 'holder'];
    const [row] = await this.database.read<{ refusal: ErasureRefusal | null }>(statement, values);
    return row?.refusal ?? null;
  }

  /** Everything of an account is gone when this answers no refusal, else nothing; `ended`: the sessions it had. */
  async erase(
    id: string,
    by: ErasedBy,
    hints: readonly string[],
    now: Date,
  ): Promise<{ readonly refusal: ErasureRefusal | null; readonly ended: readonly string[] }> {
    const statement = { name: 'account-erase', text: eraseText };
    const values = [id, by === 'holder', now, hints];
    const [done] = await this.database.read<{ refusal: ErasureRefusal | null; ended: string[] }>(
      statement,
      values,
    );
    if (done === undefined) throw new Error('an erasure has no answer');
    return done;
  }

  /** Invitations of the account's organizations that expect its login. */
  async hintsOf(accountId: string, login: string): Promise<string[]> {
    const statement = { name: 'account-hints', text: hintsText };
    const rows = await this.database.read<SealedHint>(statement, [accountId]);
    const expected = await Promise.all(rows.map((row) => this.hints.open(row)));
    return rows.filter((_, index) => normalLogin(expected[index] ?? '') === login).map(({ id }) => id);
  }

  /** Accounts that were erased and whose file may be there. */
  async unfinished(limit: number): Promise<string[]> {
    return this.ids('accounts-unfinished', unfinishedText, [limit]);
  }

  async finished(id: string): Promise<void> {
    await this.database.read({ name: 'account-finished', text: finishedText }, [id]);
  }

  /** Erased accounts by id, after one. */
  async erasedAfter(id: string, limit: number): Promise<string[]> {
    return this.ids('accounts-erased', erasedText, [id, limit]);
  }

  /** Those of some invitations that still expect a login. */
  async openHints(ids: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    return new Set(await this.ids('link-open-hints', openHintsText, [ids, now]));
  }

  private async ids(name: string, text: string, values: readonly unknown[]): Promise<string[]> {
    return (await this.database.read<{ id: string }>({ name, text }, values)).map(({ id }) => id);
  }
}
