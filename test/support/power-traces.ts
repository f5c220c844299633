import type pg from 'pg';
import { open } from '../../src/ledger/disclosure.js';
import { parseEntry } from '../../src/ledger/entry.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { parseStatement } from '../../src/ledger/statement.js';
import { findKind } from '../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../src/events/kinds/validate.js';
import { readChainEntries } from '../../src/log/entry.store.js';
import { Vault } from '../../src/log/vault.js';
import { OperatorService } from '../../src/parties/operator.service.js';
import type { TestApp } from './app.js';

/** A statement of the operator about a use of power. */
export interface Trace {
  readonly kind: string;
  readonly issuer: string;
  /** What anybody who reads the entry reads. */
  readonly shown: JsonObject;
  /** With its sealed disclosures. */
  readonly data: JsonObject;
  /** The bytes of the entry as text. */
  readonly text: string;
}

const kinds = [
  'access',
  'account-ended',
  'application-decided',
  'break-glass',
  'inspection-task',
  'list-published',
  'power-used',
  'role-ended',
  'role-granted',
];

/** The traces on an organization's chain, oldest first, each held against the rules of its kind. */
export async function tracesOf(service: TestApp, organizationId: string): Promise<Trace[]> {
  const chain = { organizationId, chainId: organizationId };
  const entries = await readChainEntries(service.database, chain, 0, 10_000);
  const vault = service.app.get(Vault);
  const opened = await vault.open(chain, 1, entries.length);
  return entries.flatMap(({ seq, entry }) => {
    const { statement } = parseEntry(entry);
    const { payload } = parseStatement(statement);
    if (!kinds.includes(payload.kind)) return [];
    const data = open(payload, opened.get(seq)?.open ?? []).data as JsonObject;
    const checked = validateData(findKind(payload.kind)?.data ?? Object, data);
    if (isFaults(checked)) throw new Error(`${payload.kind}: ${JSON.stringify(checked)}`);
    const shown = open(payload, []).data as JsonObject;
    const body = Buffer.from(statement.split('.')[1] ?? '', 'base64url').toString();
    return [{ kind: payload.kind, issuer: payload.iss, shown, data, text: `${entry.toString()} ${body}` }];
  });
}

/** The id of the organization that runs the service. */
export function operatorOf(service: TestApp): Promise<string> {
  return service.app.get(OperatorService).id();
}

/** Runs `work` while nothing can be appended to a chain; `owner` is a connection of the schema's owner. */
export async function whileLocked<T>(owner: pg.Client, chainId: string, work: () => Promise<T>): Promise<T> {
  await owner.query('begin');
  await owner.query('select from chains where chain_id = $1 for update', [chainId]);
  try {
    return await work();
  } finally {
    await owner.query('rollback');
  }
}
