import { literal } from '../database/parameters.js';
import type { Database } from '../database/database.js';
import type { LedgerTransaction } from '../database/transaction.js';
import { formatDecimal, parseDecimal, type Decimal } from '../ledger/quantity.js';
import type { StoredEntry } from '../log/entry.js';
import type {
  CertificationChangeEffect,
  CertificationCodesEffect,
  CertificationGrantEffect,
  CertificationUseEffect,
  LabelStateEffect,
} from './effect.js';
import type { EntryKey } from './handover.store.js';

/** Names an entry on the chain of an organization. */
type OrganizationKey = Omit<EntryKey, 'batchId'>;

/** A certification as marks are counted against it; `quantity` and `marked` in its unit. */
export interface Grant extends OrganizationKey {
  readonly issuerId: string;
  readonly type: string;
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly quantity: Decimal | null;
  /** What was said of it last. */
  readonly state: 'granted' | 'suspended' | 'resumed' | 'revoked';
  readonly marked: Decimal;
}

interface GrantRow {
  organization_id: string;
  seq: number;
  issuer_id: string;
  type: string;
  number: string;
  valid_from: string;
  valid_to: string;
  quantity: string | null;
  state: Grant['state'];
  marked: string;
}

const load = {
  name: 'certifications-load',
  text: `select g.organization_id, g.seq, g.issuer_id, g.type, g.number, g.valid_from::text, g.valid_to::text,
      g.quantity::text, (select c.action from certifications c
        where c.organization_id = g.organization_id and c.grant_seq = g.seq order by c.seq desc limit 1) as state,
      (select coalesce(sum((u.units - u.voided) * u.net), 0)::text from certification_uses u
        where u.organization_id = g.organization_id and u.certification_seq = g.seq) as marked
    from certifications g where g.organization_id = any ($1::uuid[]) and g.action = 'granted'`,
};
const insertGrant = {
  name: 'certifications-grant',
  text: `insert into certifications
      (organization_id, seq, grant_seq, action, issuer_id, type, number, valid_from, valid_to, quantity)
    values ($1, $2, $2, 'granted', $3, $4, $5, $6, $7, $8)`,
};
const insertChange = {
  name: 'certifications-change',
  text: `insert into certifications (organization_id, seq, grant_seq, action, issuer_id)
    values ($1, $2, $3, $4, $5)`,
};
const insertUse = {
  name: 'certification-uses-insert',
  text: `insert into certification_uses (organization_id, batch_id, seq, certification_seq, set_id, units, net)
    values ($1, $2, $3, $4, $5, $6, $7)`,
};
const giveBack = {
  name: 'certification-uses-voided',
  text: `update certification_uses set voided = voided + $4
    where organization_id = $1 and batch_id = $2 and set_id = $3`,
};
const bound = {
  name: 'organic-codes-bound',
  text: `select code, set_id as set, number from organic_codes
    where code = any ($1::text[]) or (set_id = $2 and number between $3 and $4)`,
};
const insertCodes = {
  name: 'organic-codes-insert',
  text: `insert into organic_codes (code, organization_id, batch_id, seq, set_id, number)
    select code, $2, $3, $4, $5, $6 + n - 1 from unnest($1::text[]) with ordinality as t (code, n)`,
};
const queue = {
  name: 'certification-uses-due',
  text: `insert into judgements_due (organization_id, batch_id)
    select distinct organization_id, batch_id from certification_uses
    where organization_id = $1 and certification_seq = $2
    on conflict (organization_id, batch_id) do update set turn = judgements_due.turn + 1`,
};
const entriesOf = `select e.organization_id as "organizationId", e.chain_id as "chainId", e.seq,
    e.event_id as "eventId", e.leaf_hash as "leafHash", e.entry, c.grant_seq as "grantSeq"
  from certifications c join entries e
    on e.organization_id = c.organization_id and e.chain_id = c.organization_id and e.seq = c.seq`;
const ofOrganization = {
  name: 'certifications-of-organization',
  text: `${entriesOf} where c.organization_id = $1 order by c.seq`,
};
const byNumber = {
  name: 'certifications-by-number',
  text: `${entriesOf} where (c.organization_id, c.grant_seq) in
      (select organization_id, seq from certifications where number = $1 and action = 'granted'
        order by organization_id, seq limit $2)
    order by c.organization_id, c.seq`,
};
const marked = {
  name: 'certifications-marked',
  text: `select certification_seq as seq, sum((units - voided) * net)::text as marked from certification_uses
    where organization_id = $1 and set_id is not null group by certification_seq`,
};

/** The certifications of these organizations, whose chains the caller has locked. */
export async function loadGrants(tx: LedgerTransaction, organizations: readonly string[]): Promise<Grant[]> {
  const rows = await tx.query<GrantRow>(load, [literal(organizations)]);
  return rows.map((row) => ({
    organizationId: row.organization_id,
    seq: row.seq,
    issuerId: row.issuer_id,
    type: row.type,
    number: row.number,
    from: row.valid_from,
    to: row.valid_to,
    quantity: row.quantity === null ? null : parseDecimal(row.quantity),
    state: row.state,
    marked: parseDecimal(row.marked),
  }));
}

export function insertCertificationGrant(
  tx: LedgerTransaction,
  { organizationId, seq }: OrganizationKey,
  { issuer, certified, number, from, to, quantity }: CertificationGrantEffect,
): void {
  const amount = quantity === null ? null : formatDecimal(quantity);
  tx.send(insertGrant, [organizationId, seq, issuer, certified, number, from, to, amount]);
}

export function insertCertificationChange(
  tx: LedgerTransaction,
  { organizationId, seq }: OrganizationKey,
  { grant, action, issuer }: CertificationChangeEffect,
): void {
  tx.send(insertChange, [organizationId, seq, grant, action, issuer]);
}

export function insertCertificationUse(
  tx: LedgerTransaction,
  { organizationId, batchId, seq }: EntryKey,
  { certification, marks }: CertificationUseEffect,
): void {
  const marking = marks === null ? [null, null, null] : [marks.set, marks.units, formatDecimal(marks.net)];
  tx.send(insertUse, [organizationId, batchId, seq, certification, ...marking]);
}

/** A code and the label that bears it. */
interface BoundCode {
  readonly code: string;
  readonly set: string;
  readonly number: number;
}

/** Of what a binding names, what is bound already. Two at once meet in the primary key, and the later one reads again. */
export function loadBound(
  tx: LedgerTransaction,
  { codes, set, first }: CertificationCodesEffect,
): Promise<BoundCode[]> {
  return tx.query<BoundCode>(bound, [literal(codes), set, first, first + codes.length - 1]);
}

export function insertOrganicCodes(
  tx: LedgerTransaction,
  { organizationId, batchId, seq }: EntryKey,
  { set, first, codes }: CertificationCodesEffect,
): void {
  tx.send(insertCodes, [literal(codes), organizationId, batchId, seq, set, first]);
}

/** Counts the labels of a range as void where their set is marked. */
export function giveMarksBack(
  tx: LedgerTransaction,
  { organizationId }: OrganizationKey,
  { batch, set, first, last }: LabelStateEffect,
): void {
  tx.send(giveBack, [organizationId, batch, set, last - first + 1]);
}

/** Every batch that names the certification is to be judged anew. */
export function queueCertified(tx: LedgerTransaction, organizationId: string, grant: number): void {
  tx.send(queue, [organizationId, grant]);
}

/** An entry about a certification, and the grant that it is about. */
export type CertificationEntry = StoredEntry & { readonly grantSeq: number };

/** All that is said of the certifications of an organization, in the order of its chain. */
export function readCertifications(
  database: Database,
  organizationId: string,
): Promise<CertificationEntry[]> {
  return database.read<CertificationEntry>(ofOrganization, [organizationId]);
}

/** All that is said of at most `limit` certifications with this number, by organization and in the order of its chain. */
export function readCertificationsByNumber(
  database: Database,
  number: string,
  limit: number,
): Promise<CertificationEntry[]> {
  return database.read<CertificationEntry>(byNumber, [number, limit]);
}

/** What labels that are not void mark under each certification of an organization, in its unit. */
export async function readMarked(
  database: Database,
  organizationId: string,
): Promise<ReadonlyMap<number, Decimal>> {
  const rows = await database.read<{ seq: number; marked: string }>(marked, [organizationId]);
  return new Map(rows.map((row) => [row.seq, parseDecimal(row.marked)]));
}
