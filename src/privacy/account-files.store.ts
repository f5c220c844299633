import { Injectable } from '@nestjs/common';
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
    client: 's.client',
    began: iso('s.began_at'),
    used: iso('s.used_at'),
    ended: iso('s.ended_at'),
  },
  'sessions s where s.account_id = a.id',
  's.began_at',
);
const passkeys = listed(
  { name: 'p.name', createdAt: iso('p.created_at'), usedAt: iso('p.used_at') },
  'passkeys p where p.account_id = a.id',
  'p.created_at',
);
const identities = listed(
  { issuer: 'i.issuer', subject: 'i.subject', linkedAt: iso('i.linked_at') },
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
  `one_time_links l where l.account_id = a.id or l.made_by = a.id
    or (lower(btrim(normalize(l.login, nfkc))) = lower(a.login) and exists (
      select from members m where m.account_id = a.id and m.organization_id = l.organization_id))`,
  'l.made_at',
);
const devices = listed(
  {
    organization: 'e.organization_id',
    kid: 'e.kid',
    name: 'e.device_name',
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
    json_build_object('id', a.id, 'login', a.login, 'name', a.name, 'createdAt', ${iso('a.created_at')}) as account,
    ${roles} as roles, ${sessions} as sessions, ${passkeys} as passkeys, ${identities} as identities,
    json_build_object('active', f.confirmed_at is not null, 'since', ${iso('f.confirmed_at')},
      'recoveryCodesLeft', (select count(*) from recovery_codes c where c.account_id = a.id)) as "secondFactor",
    ${links} as links, ${devices} as devices, ${people} as people, ${looks} as "breakGlass"
  from accounts a left join second_factors f on f.account_id = a.id where a.id = $1 and a.erased_at is null`,
};

/** Reads, at one moment, what all features hold of one account; never a secret, nor the digest of one. */
@Injectable()
export class AccountFilesStore {
  constructor(private readonly database: Database) {}

  /** Null when the account is not there any more. */
  async find(accountId: string): Promise<AccountFile | null> {
    return (await this.database.read<AccountFile>(file, [accountId]))[0] ?? null;
  }
}
