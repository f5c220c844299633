import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import type { Role } from '../../src/access/actor.js';
import { chainName } from '../../src/log/group-writer.js';
import { findHead, readChainEntries } from '../../src/log/entry.store.js';
import { checkChain } from '../../src/ledger/chain.js';
import { parseEntry } from '../../src/ledger/entry.js';
import { parsePublicKey, type PublicKey } from '../../src/ledger/key.js';
import { checkStatement, parseStatement, type Statement } from '../../src/ledger/statement.js';
import type { TestApp } from '../support/app.js';

/** An answer, read: JSON when it has a body. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Problem {
  readonly type: string;
  readonly status: number;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}

/** The headers that sign an account in. */
export type Credentials = Readonly<Record<string, string>>;

/** Sends one request; a body is sent as JSON. */
export async function send(
  service: TestApp,
  method: string,
  path: string,
  headers: Credentials = {},
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(service.url + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

/** An account with one role, signed in: in an organization, over a region, or over the service. */
export async function signInAs(
  service: TestApp,
  role: Role,
  where: { readonly organizationId?: string; readonly region?: string } = {},
): Promise<Credentials> {
  const login = `${role}-${randomBytes(5).toString('hex')}`;
  const grant = { role, organizationId: where.organizationId ?? null, region: where.region ?? null };
  const { headers } = await service.signIn({
    login,
    name: login,
    password: 'orchard-morning',
    grants: [grant],
  });
  return headers;
}

/** The pointers of a refusal's field faults with their codes: `/name text`. */
export function faultsOf(answer: Answer): string[] {
  const { errors } = answer.body as unknown as Problem;
  return (errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}

export function slugOf(answer: Answer): string {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return (answer.body as unknown as Problem).type.replace('/problems/', '');
}

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A fresh unified social credit code, by the formula of GB 32100-2015 §4 written anew. */
export function freshUscc(): string {
  const body = `93370686MA${Array.from(randomBytes(7), (byte) => usccAlphabet.charAt(byte % 31)).join('')}`;
  const sum = Array.from(body).reduce((total, character, index) => {
    return total + usccAlphabet.indexOf(character) * (3 ** index % 31);
  }, 0);
  return body + usccAlphabet.charAt((31 - (sum % 31)) % 31);
}

export function cooperative(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    kind: 'cooperative',
    name: '栖霞示例果业农民专业合作社',
    uscc: freshUscc(),
    region: '370686',
    ...changes,
  };
}

/** Registers an organization as the admin and answers its id. */
export async function register(
  service: TestApp,
  admin: Credentials,
  body: Record<string, unknown> = cooperative(),
): Promise<string> {
  const answer = await send(
    service,
    'POST',
    '/api/v1/organizations',
    { ...admin, 'idempotency-key': uuidv7() },
    body,
  );
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return String(answer.body['id']);
}

/** The statements on an organization's chain, oldest first. */
export async function statementsOf(service: TestApp, organizationId: string): Promise<Statement[]> {
  const chain = { organizationId, chainId: organizationId };
  const entries = await readChainEntries(service.database, chain, 0, 10_000);
  return entries.map(({ entry }) => parseStatement(parseEntry(entry).statement));
}

/**
 * Checks every organization's chain from outside, as a stranger would: dense, linked, its head, and every signature by a
 * key that a `key-registered` entry of the issuer's chain introduced. Answers how many chains there were.
 */
export async function checkOrganizationChains(service: TestApp): Promise<number> {
  const organizations = await service.database.read<{ id: string }>(
    { name: 'test-organizations', text: 'select id from organizations' },
    [],
  );
  const statements: Statement[] = [];
  for (const { id } of organizations) {
    const chain = { organizationId: id, chainId: id };
    const head = await findHead(service.database, chain);
    const stored = await readChainEntries(service.database, chain, 0, 10_000);
    expect(head, `organization ${id} has a chain`).not.toBeNull();
    const fault = checkChain(
      stored.map(({ entry }) => new Uint8Array(entry)),
      {
        log: service.config.logOrigin,
        chain: chainName(chain),
        ...(head === null ? {} : { head: { seq: head.seq, leafHash: new Uint8Array(head.leafHash) } }),
      },
    );
    expect(fault).toBeNull();
    statements.push(...(await statementsOf(service, id)));
  }
  checkSignatures(statements);
  return organizations.length;
}

function checkSignatures(statements: readonly Statement[]): void {
  const keys = new Map<string, PublicKey>();
  for (const { payload } of statements) {
    if (payload.kind !== 'key-registered') continue;
    const key = parsePublicKey(payload.data['jwk']);
    expect(key.kid).toBe(payload.data['kid']);
    keys.set(`${payload.sub} ${key.kid}`, key);
  }
  for (const statement of statements) {
    const key = keys.get(`${statement.payload.iss} ${statement.header.kid}`);
    expect(key, `${statement.payload.kind} is signed by a registered key`).toBeDefined();
    if (key !== undefined) expect(checkStatement(statement, key)).toBeNull();
  }
}
