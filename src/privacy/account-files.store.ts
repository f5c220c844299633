import { Injectable } from '@nestjs/common';
import { AccountErasing } from '../access/account-erasing.js';
import { AccountKeys, openPart } from '../access/account-keys.js';
import { partNames, partOf } from '../access/account-parts.js';
import { normalLogin, parseProfile } from '../access/account-profile.js';
import type { Actor } from '../access/actor.js';
import { parseIdentity } from '../access/oidc/identity-name.js';
import { Database } from '../database/database.js';
import type { AccountFile } from './account.dto.js';

/** Rows of each list of one file, the newest; nobody comes near. */
const rowsMax = 10_000;

/** The rows of `from` as a list of objects, newest first. */
function listed(fields: Readonly<Record<string, string>>, from: string, by: string): string {
  const pairs = Object.entries(fields).map(([name, value]) => `'${name}', ${value}`);
  return `(select coalesce(json_agg(item order by at desc), '[]')
    from (select json_build_object(${pairs.join(', ')}) as item, ${by} as at from ${from}
      order by at desc limit ${rowsMax}) as items)`;
}

/** A moment as the API writes it. */
const iso = (column: string): string =>
  `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What is sealed under the account's key, and as what: opened once it was read. */
const sealed = (kind: keyof typeof partNames, id: string, column: string): string =>
  `json_build_object('what', '${partOf(kind, '')}' || ${id}, 'sealed', encode(${column}, 'base64'))`;

const roles = listed(
  {
    role: 'm.role',
    organization: 'm.organization_id',
    region: 'm.region',
    since: iso('m.created_at'),
    until: iso('m.ended_at'),
  },
  'members m where m.account_id = a.id',
  'm.created_at',
);
const sessions = listed(
  {
    way: 's.way',
    strong: 's.strong',
    client: sealed('client', 's.id', 's.sealed_client'),
    began: iso('s.began_at'),
    used: iso('s.used_at'),
    ended: iso('s.ended_at'),
  },
  'sessions s where s.account_id = a.id',
  's.began_at',
);
const passkeys = listed(
  {
    name: sealed('passkey', 'p.id', 'p.sealed_name'),
    createdAt: iso('p.created_at'),
    usedAt: iso('p.used_at'),
  },
  'passkeys p where p.account_id = a.id',
  'p.created_at',
);
const identities = listed(
  { identity: sealed('identity', 'i.id', 'i.sealed_identity'), linkedAt: iso('i.linked_at') },
  'identities i where i.account_id = a.id',
  'i.linked_at',
);
const links = listed(
  {
    purpose: 'l.purpose',
    organization: 'l.organization_id',
    role: 'l.role',
    made: '(l.made_by = a.id)',
    madeAt: iso('l.made_at'),
    usedAt: iso('l.used_at'),
    expiresAt: iso('l.expires_at'),
  },
  `one_time_links l where l.account_id = a.id or l.made_by = a.id or (l.id = any($2) and exists (
    select from members m where m.account_id = a.id and m.organization_id = l.organization_id))`,
  'l.made_at',
);
const devices = listed(
  {
    organization: 'e.organization_id',
    kid: 'e.kid',
    name: sealed('device', 'e.id', 'e.sealed_device'),
    kind: 'e.device_kind',
    requestedAt: iso('e.requested_at'),
    approved: 'e.approved',
  },
  'key_enrolments e where e.account_id = a.id',
  'e.requested_at',
);
const people = listed(
  { organization: 'o.organization_id', person: 'o.id', createdAt: iso('o.created_at') },
  'people o where o.account_id = a.id',
  'o.created_at',
);
const looks = listed(
  {
    organization: 'b.organization_id',
    role: 'b.requester_role',
    reason: 'b.reason',
    requestedAt: iso('b.requested_at'),
    decision: 'b.decision',
  },
  'break_glass b where b.requester_id = a.id',
  'b.requested_at',
);
const file = {
  name: 'account-file',
  text: `select
    json_build_object('id', a.id, 'createdAt', ${iso('a.created_at')},
      'profile', json_build_object('what', 'profile', 'sealed', encode(a.sealed_profile, 'base64'))) as account,
    ${roles} as roles, ${sessions} as sessions, ${passkeys} as passkeys, ${identities} as identities,
    json_build_object('active', f.confirmed_at is not null, 'since', ${iso('f.confirmed_at')},
      'recoveryCodesLeft', (select count(*) from recovery_codes c where c.account_id = a.id)) as "secondFactor",
    ${links} as links, ${devices} as devices, ${people} as people, ${looks} as "breakGlass"
  from accounts a left join second_factors f on f.account_id = a.id where a.id = $1 and a.erased_at is null`,
};

interface SealedText {
  readonly what: string;
  readonly sealed: string | null;
}

/** As it is read: what is sealed takes the place of what it opens to. */
type StoredFile = Omit<AccountFile, 'account' | 'sessions' | 'passkeys' | 'identities' | 'devices'> & {
  readonly account: { readonly id: string; readonly createdAt: string; readonly profile: SealedText };
  readonly sessions: (Omit<AccountFile['sessions'][number], 'client'> & { readonly client: SealedText })[];
  readonly passkeys: (Omit<AccountFile['passkeys'][number], 'name'> & { readonly name: SealedText })[];
  readonly identities: { readonly identity: SealedText; readonly linkedAt: string }[];
  readonly devices: (Omit<AccountFile['devices'][number], 'name'> & { readonly name: SealedText })[];
};

/** Reads, at one moment, what all features hold of one account; never a secret, nor the digest of one. */
@Injectable()
export class AccountFilesStore {
  constructor(
    private readonly database: Database,
    private readonly keys: AccountKeys,
    private readonly erasing: AccountErasing,
  ) {}

  /** Null when the account is not there any more. */
  async find({ accountId, login }: Pick<Actor, 'accountId' | 'login'>): Promise<AccountFile | null> {
    const hints = await this.erasing.hintsOf(accountId, normalLogin(login));
    const [stored] = await this.database.read<StoredFile>(file, [accountId, hints]);
    const key = (await this.keys.of([accountId])).get(accountId);
    if (stored === undefined || key === undefined) return null;
    const text = ({ what, sealed: bytes }: SealedText): string | null =>
      bytes === null ? null : openPart(key, accountId, what, Buffer.from(bytes, 'base64')).toString('utf8');
    const { profile, ...account } = stored.account;
    const { login: known, name } = parseProfile(text(profile) ?? '{}');
    return {
      ...stored,
      account: { ...account, login: known, name },
      sessions: stored.sessions.map((session) => ({ ...session, client: text(session.client) })),
      passkeys: stored.passkeys.map((passkey) => ({ ...passkey, name: text(passkey.name) ?? '' })),
      identities: stored.identities.map(({ identity, linkedAt }) => ({
        ...parseIdentity(text(identity) ?? '[]'),
        linkedAt,
      })),
      devices: stored.devices.map((device) => ({ ...device, name: text(device.name) ?? '' })),
    };
  }
}
