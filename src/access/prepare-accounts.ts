import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { keptSecret } from '../database/kept-secret.js';
import { ownerTransaction } from '../database/owner-transaction.js';
import type { Door } from '../database/tenants.js';
import type { LedgerTransaction, NamedStatement } from '../database/transaction.js';
import { AccountKeyFiles } from './account-key-files.js';
import { makeAccountKey, sealPart } from './account-keys.js';
import { nameTag } from './account-names.js';
import { formatProfile } from './account-profile.js';
import {
  plainAccounts,
  plainPlaces,
  sealAccount,
  type PlainAccount,
  type PlainPart,
} from './plain-accounts.js';

const accountsAtOnce = 200;
const erasedAtOnce = 1_000;
/** Tables with plain columns of before accounts had keys; the last to be validated says that nothing is left to do. */
const tables = ['passkeys', 'identities', 'key_enrolments', 'second_factors', 'accounts'] as const;

/** What was done to accounts before the service starts. */
export interface PreparedAccounts {
  /** Accounts that lay plain in a database of before. */
  readonly sealed: number;
  /** Accounts that came back with an older copy of the database, and were erased once more. */
  readonly erased: number;
}

/**
 * Brings the accounts of a database at its newest schema to where the service may start, as the owner of the schema:
 * seals what lies plain from before accounts had keys, and erases whoever was erased already (AccountKeyFiles knows).
 * Goes on where it stopped when run again.
 *
 * @throws SealedError for a second factor that lies under another master key.
 */
export async function prepareAccounts(ownerUrl: string, config: Config): Promise<PreparedAccounts> {
  const files = new AccountKeyFiles(join(config.dataDir, 'account-keys'));
  let sealed = 0;
  if (await ownerTransaction(ownerUrl, isPlain)) {
    for (let some = -1; some !== 0; sealed += some)
      some = await ownerTransaction(ownerUrl, (tx) => sealSome(tx, config.masterKey, files));
    await ownerTransaction(ownerUrl, closePlain);
  }
  return { sealed, erased: await eraseAgain(ownerUrl, await files.erased()) };
}

/** Whether plain columns of before may hold something. */
async function isPlain(tx: LedgerTransaction): Promise<boolean> {
  const text = "select from pg_constraint where conname = 'accounts_nothing_plain' and not convalidated";
  return (await tx.query({ name: 'accounts-plain', text }, [])).length > 0;
}

/** Writes the tables anew, without the rows of before, then has PostgreSQL see that nothing is plain: the commit point. */
async function closePlain(tx: LedgerTransaction): Promise<void> {
  for (const table of tables) {
    await tx.query({ name: `rewrite-${table}`, text: `cluster ${table} using ${table}_pkey` }, []);
    const text = `alter table ${table} validate constraint ${table}_nothing_plain`;
    await tx.query({ name: `validate-${table}`, text }, []);
  }
  const text = 'alter table accounts validate constraint accounts_sealed';
  await tx.query({ name: 'validate-sealed', text }, []);
}

const lock: NamedStatement = {
  name: 'plain-lock',
  text: `lock table ${tables.join(', ')} in share row exclusive mode`,
};

/** Seals some accounts that lie plain, with all that is theirs; answers how many, none when nothing is left. */
async function sealSome(tx: LedgerTransaction, masterKey: Buffer, files: AccountKeyFiles): Promise<number> {
  await tx.query(lock, []);
  const accounts = await tx.query<PlainAccount>(plainAccounts, [accountsAtOnce]);
  const secret = await keptSecret(doorOf(tx), masterKey, 'account-names');
  const keys = new Map<string, Buffer>();
  for (const { id, login, name, password } of accounts) {
    const { key, sealedKey } = await makeAccountKey(masterKey, files, id);
    keys.set(id, key);
    await fileName(files, nameTag(secret, 'login', login), id);
    const profile = sealPart(key, id, 'profile', formatProfile({ login, name }));
    tx.send(sealAccount, [id, sealedKey, profile, sealPart(key, id, 'password', password)]);
  }
  for (const place of plainPlaces) {
    for (const part of await tx.query<PlainPart>(place.read, [[...keys.keys()]])) {
      const { accountId, id } = part;
      const key = keys.get(accountId);
      if (key === undefined) throw new Error('a part of an account that was not asked for');
      const text = place.textOf(part, masterKey);
      if (place.isName) await fileName(files, nameTag(secret, 'identity', text.toString()), accountId);
      tx.send(place.write, [id, accountId, sealPart(key, accountId, place.what(id), text)]);
    }
  }
  return accounts.length;
}

const eraseKnown: NamedStatement = {
  name: 'accounts-erase-known',
  text: `select destroy_account(id, now()) from (
    select id from accounts where id = any($1) and erased_at is null order by id for update) as known`,
};

/** Erases those of some accounts that the database still has; answers how many. */
async function eraseAgain(ownerUrl: string, ids: readonly string[]): Promise<number> {
  let erased = 0;
  for (let from = 0; from < ids.length; from += erasedAtOnce) {
    const some = ids.slice(from, from + erasedAtOnce);
    const done = await ownerTransaction(ownerUrl, (tx) => tx.query(eraseKnown, [some]));
    erased += done.length;
  }
  return erased;
}

async function fileName(files: AccountKeyFiles, tag: string, id: string): Promise<void> {
  await files.note(tag, id);
  await files.give(tag, id);
}

function doorOf(tx: LedgerTransaction): Door {
  return {
    read: (statement, values) => tx.query(statement, values),
    write: (statement, values) => tx.query(statement, values),
  };
}
