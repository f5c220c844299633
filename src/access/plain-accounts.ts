import { unseal } from '../config/master-key.js';
import { secondFactorLabel } from '../database/sealed-places.js';
import type { NamedStatement } from '../database/transaction.js';
import { partOf } from './account-parts.js';
import { formatIdentity, parseIdentity } from './oidc/identity-name.js';

/** An account as it lies in a database of before accounts had keys. */
export interface PlainAccount {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly password: string;
}

/** A value of an account, and the id of its row. */
export interface PlainPart {
  readonly accountId: string;
  readonly id: string;
  readonly value: string | Buffer;
}

/** Something of accounts that lay plain, or under the master key: how it is read, and written back. */
interface PlainPlace {
  readonly read: NamedStatement;
  /** `$1`: the row's id, `$2`: the account's, `$3`: what is sealed. */
  readonly write: NamedStatement;
  readonly what: (id: string) => string;
  readonly textOf: (part: PlainPart, masterKey: Buffer) => string | Buffer;
  /** Whether accounts are found by it. */
  readonly isName: boolean;
}

export const plainAccounts: NamedStatement = {
  name: 'plain-accounts',
  text: `select id, login, name, password_hash as password from accounts where login is not null order by id limit $1`,
};
export const sealAccount: NamedStatement = {
  name: 'plain-accounts-seal',
  text: `update accounts set login = null, name = null, password_hash = null, sealed_key = $2, sealed_profile = $3,
    sealed_password = $4 where id = $1`,
};

const plainText = ({ value }: PlainPart): string | Buffer => value;

export const plainPlaces: readonly PlainPlace[] = [
  {
    read: read('passkeys', 'id', 'name', 'name is not null'),
    write: write('passkeys', 'id', 'name = null, sealed_name'),
    what: (id) => partOf('passkey', id),
    textOf: plainText,
    isName: false,
  },
  {
    read: read('key_enrolments', 'id', 'device_name', 'device_name is not null'),
    write: write('key_enrolments', 'id', 'device_name = null, sealed_device'),
    what: (id) => partOf('device', id),
    textOf: plainText,
    isName: false,
  },
  {
    read: read('identities', 'id', 'json_build_array(issuer, subject)::text', 'issuer is not null'),
    write: write('identities', 'id', 'issuer = null, subject = null, sealed_identity'),
    what: (id) => partOf('identity', id),
    textOf: ({ value }) => formatIdentity(parseIdentity(value.toString())),
    isName: true,
  },
  {
    read: read('second_factors', 'account_id', 'sealed_secret', 'get_byte(sealed_secret, 0) < 3'),
    write: write('second_factors', 'account_id', 'sealed_secret'),
    what: () => 'second-factor',
    textOf: ({ accountId, value }, masterKey) =>
      unseal(masterKey, secondFactorLabel(accountId), Buffer.from(value)),
    isName: false,
  },
];

function read(table: string, id: string, value: string, isPlain: string): NamedStatement {
  const text = `select account_id as "accountId", ${id} as id, ${value} as value from ${table}
    where account_id = any($1) and ${isPlain} order by account_id, ${id}`;
  return { name: `plain-${table}`, text };
}

function write(table: string, id: string, assignments: string): NamedStatement {
  const text = `update ${table} set ${assignments} = $3 where ${id} = $1 and account_id = $2`;
  return { name: `plain-${table}-seal`, text };
}
