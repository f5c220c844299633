import { createHash, createPrivateKey, sign } from 'node:crypto';
import {
  encodeEntry,
  encodeStatementParts,
  formatStatement,
  genesisPrev,
  leafHash,
  parsePublicKey,
  statementType,
  utf8Encode,
} from '../../src/ledger/index.js';
import type { JsonObject, PublicKey, StatementPayload } from '../../src/ledger/index.js';

const p256Order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** A published private key with what it signs by; never used outside of tests. */
export interface TestSigner {
  readonly jwk: Readonly<Record<string, string>>;
  readonly publicKey: PublicKey;
  sign(message: string): Uint8Array;
}

/** RFC 8037, Appendix A.1. */
export const ed25519Signer = signer({
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
});

/** RFC 7515, Appendix A.3.1. */
export const p256Signer = signer({
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
});

/** RFC 4648 §5, in the order of their values. */
export const base64urlCharacters: readonly string[] = Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
);

export const organization = 'org/3f0a7c52-9d1e-4b8a-8c6f-1e2d3c4b5a69';
export const batch = 'batch/7b1de4c0-52a8-4f63-9e17-0c9a8b7d6e5f';
export const otherBatch = 'batch/00000000-0000-4000-8000-000000000001';
export const log = 'ledger.example.org/2026';

/** The payload of a harvest, with what the test changes. */
export function harvest(changes: Partial<StatementPayload> = {}): StatementPayload {
  return {
    jti: eventId(1),
    iss: organization,
    sub: batch,
    kind: 'harvest',
    occurredAt: '2026-10-03T16:30:00+08:00',
    data: { quantity: { value: '1200', unit: 'KGM' }, grade: '一级' },
    ...changes,
  };
}

/** The n-th of a row of UUIDv7. */
export function eventId(n: number): string {
  return `0192f0c1-2b3c-7d4e-8f50-${n.toString(16).padStart(12, '0')}`;
}

export function compactStatement(payload: StatementPayload, by: TestSigner = ed25519Signer): string {
  const { alg, kid } = by.publicKey;
  const signingInput = encodeStatementParts({ alg, kid, typ: statementType }, payload);
  return formatStatement(signingInput, by.sign(signingInput));
}

/** A compact JWS of any header and payload text, well formed or not, signed rightly. */
export function compactJws(
  header: unknown,
  payload: string | Uint8Array,
  by: TestSigner = ed25519Signer,
): string {
  const headerText = typeof header === 'string' ? header : JSON.stringify(header);
  const signingInput = `${base64url(headerText)}.${base64url(payload)}`;
  return formatStatement(signingInput, by.sign(signingInput));
}

export function statementHeader(by: TestSigner = ed25519Signer): Record<string, string> {
  return { alg: by.publicKey.alg, kid: by.publicKey.kid, typ: statementType };
}

export function base64url(content: string | Uint8Array): string {
  return Buffer.from(typeof content === 'string' ? utf8Encode(content) : content).toString('base64url');
}

/** A sound chain of so many entries, one minute apart. */
export function chainOf(
  length: number,
  data: (n: number) => JsonObject = (n) => ({ note: `第${n}次` }),
): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    entries.push(nextEntry(entries, { jti: eventId(seq), kind: 'input', data: data(seq) }));
  }
  return entries;
}

/** The entry that would follow, with a statement and a time of the test's choosing. */
export function nextEntry(
  entries: readonly Uint8Array[],
  changes: Partial<StatementPayload> = {},
  recordedAt = new Date(Date.UTC(2026, 10, 23, 20, 39 + entries.length)).toISOString(),
): Uint8Array {
  const last = entries.at(-1);
  return encodeEntry({
    log,
    chain: batch,
    seq: entries.length + 1,
    prev: last ? leafHash(last) : genesisPrev(),
    recordedAt,
    statement: compactStatement(harvest({ jti: eventId(entries.length + 1), ...changes })),
  });
}

/** Sixteen bytes that differ with every call and are the same in every run. */
export function countedSalts(): () => Uint8Array {
  let calls = 0;
  return () => {
    calls += 1;
    return new Uint8Array(createHash('sha256').update(String(calls)).digest()).slice(0, 16);
  };
}

/** The code of the LedgerError that a function throws; anything else thrown is no refusal. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Error && error.name === 'LedgerError' && 'code' in error) return String(error.code);
    throw error;
  }
  return 'accepted';
}

function signer(jwk: Readonly<Record<string, string>>): TestSigner {
  const publicKey = parsePublicKey(Object.fromEntries(Object.entries(jwk).filter(([name]) => name !== 'd')));
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    jwk,
    publicKey,
    sign: (message) =>
      publicKey.alg === 'Ed25519'
        ? new Uint8Array(sign(null, utf8Encode(message), key))
        : lowS(sign('sha256', utf8Encode(message), { key, dsaEncoding: 'ieee-p1363' })),
  };
}

function lowS(signature: Buffer): Uint8Array {
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const low = s > p256Order / 2n ? p256Order - s : s;
  return new Uint8Array(
    Buffer.concat([signature.subarray(0, 32), Buffer.from(low.toString(16).padStart(64, '0'), 'hex')]),
  );
}
