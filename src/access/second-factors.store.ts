import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { AccountKeys } from './account-keys.js';

/** A second factor as stored; in force once confirmed. */
export interface StoredFactor {
  readonly sealedSecret: Buffer;
  readonly confirmedAt: Date | null;
  readonly recoveryCodesLeft: number;
}

const beginText = `insert into second_factors (account_id, sealed_secret, made_at) values ($1, $2, $3)
on conflict (account_id) do update set sealed_secret = excluded.sealed_secret, made_at = excluded.made_at
where second_factors.confirmed_at is null returning account_id`;
const findText = `select sealed_secret as "sealedSecret", confirmed_at as "confirmedAt",
  (select count(*)::int from recovery_codes c where c.account_id = f.account_id) as "recoveryCodesLeft"
from second_factors f where account_id = $1`;
/** Confirms the secret that was shown to work, unless another one took its place meanwhile. */
const confirmText = `with confirmed as (
  update second_factors set confirmed_at = $3, last_step = $4
  where account_id = $1 and sealed_secret = $2 and confirmed_at is null returning account_id
), codes as (
  insert into recovery_codes (account_id, code_hash)
  select account_id, decode(unnest($5::text[]), 'hex') from confirmed
)
select account_id from confirmed`;
/** The compare-and-set that lets a time step pass once, whichever process asks. */
const useStepText = `update second_factors set last_step = $2
where account_id = $1 and confirmed_at is not null and last_step < $2 returning account_id`;
const useRecoveryText =
  'delete from recovery_codes where account_id = $1 and code_hash = $2 returning account_id';
const removeText = 'delete from second_factors where account_id = $1 returning account_id';

/** The only code that queries second factors and their recovery codes. */
@Injectable()
export class SecondFactorsStore {
  constructor(
    private readonly database: Database,
    private readonly keys: AccountKeys,
  ) {}

  /** Stores a secret that is to be confirmed, in place of an earlier one; false when one is in force. */
  async begin(accountId: string, secret: Buffer, now: Date): Promise<boolean> {
    const sealedSecret = await this.keys.seal(accountId, 'second-factor', secret);
    if (sealedSecret === null) return false;
    return this.changes('factor-begin', beginText, [accountId, sealedSecret, now]);
  }

  async find(accountId: string): Promise<StoredFactor | null> {
    const statement = { name: 'factor-find', text: findText };
    return (await this.database.read<StoredFactor>(statement, [accountId]))[0] ?? null;
  }

  /** The secret of a factor; null when it cannot be opened. */
  async secretOf(accountId: string, { sealedSecret }: StoredFactor): Promise<Buffer | null> {
    const [secret = null] = await this.keys.open([
      { accountId, what: 'second-factor', sealed: sealedSecret },
    ]);
    return secret;
  }

  async confirm(
    accountId: string,
    sealedSecret: Buffer,
    now: Date,
    step: number,
    recoveryHashes: readonly Buffer[],
  ): Promise<boolean> {
    const hashes = recoveryHashes.map((hash) => hash.toString('hex'));
    return this.changes('factor-confirm', confirmText, [accountId, sealedSecret, now, step, hashes]);
  }

  /** Whether the step is later than every one that was accepted before; then it is the last. */
  async useStep(accountId: string, step: number): Promise<boolean> {
    return this.changes('factor-use-step', useStepText, [accountId, step]);
  }

  /** Whether the recovery code was there; it is gone now. */
  async useRecoveryCode(accountId: string, hash: Buffer): Promise<boolean> {
    return this.changes('factor-use-recovery', useRecoveryText, [accountId, hash]);
  }

  /** Answers whether there was one. */
  async remove(accountId: string): Promise<boolean> {
    return this.changes('factor-remove', removeText, [accountId]);
  }

  private async changes(name: string, text: string, values: readonly unknown[]): Promise<boolean> {
    return (await this.database.read({ name, text }, values)).length === 1;
  }
}
