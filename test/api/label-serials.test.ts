import { createHash } from 'node:crypto';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';

/*
 * An inspector's tool: it knows docs/spec/label.md and the key set, and nothing of src.
 */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let farm: Cooperative;
let batch: string;
const sets = { signed: '', compact: '' };

beforeAll(async () => {
  farm = await createCooperative();
  batch = await farm.open('SERIAL-1');
  const quantity = { value: '2000', unit: 'KGM' };
  await farm.record(batch, 'harvest', { quantity, startedOn: '2026-10-18', stoppedOn: '2026-10-18' });
  for (const form of ['signed', 'compact'] as const) {
    const body = { units: 1000, net: { value: '1', unit: 'KGM' }, form };
    sets[form] = String((await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, body))).id);
  }
  const range = { action: 'activated', set: sets.compact, first: 1, last: 900 };
  await farm.record(batch, 'label', range);
  const reason = '打印损坏';
  await farm.record(batch, 'label', { action: 'voided', set: sets.compact, first: 10, last: 12, reason });
});
afterAll(() => farm.service.close());

const pathOf = (set: string): string => `/api/v1/batches/${batch}/labels/${set}`;

interface Facts {
  readonly path: string;
  readonly root: string;
  readonly asOf: string;
  readonly void: [number, number][];
}

/** A list as label.md §6 reads it: the key from the key set, the facts, and the codes out of ten bytes each. */
async function opened(list: string): Promise<{ facts: Facts; codes: string[]; kid: string }> {
  const jwks = (await (await fetch(`${farm.service.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  const { payload, protectedHeader } = await compactVerify(list, createLocalJWKSet(jwks));
  const kid = protectedHeader.kid ?? '';
  const header = `{"alg":"Ed25519","kid":"${kid}","typ":"furrow-serials"}`;
  expect(Buffer.from(list.split('.')[0] ?? '', 'base64url').toString()).toBe(header);
  const end = payload.indexOf(0x0a);
  const facts = JSON.parse(Buffer.from(payload.subarray(0, end)).toString()) as Facts;
  const codes: string[] = [];
  for (let at = end + 1; at < payload.length; at += 10) {
    const number = BigInt(`0x${Buffer.from(payload.subarray(at, at + 10)).toString('hex')}`);
    const text = Array.from({ length: 16 }, (_, index) =>
      digits.charAt(Number((number / 32n ** BigInt(15 - index)) % 32n)),
    ).join('');
    codes.push(text + digits.charAt(Number(number % 37n)));
  }
  return { facts, codes, kid };
}

/** RFC 6962 §2.1. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half))];
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), left, right]))
    .digest();
}
const leafOf = (code: string): Buffer =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.of(0), Buffer.from(code)]))
    .digest();

describe('the signed list of a set’s serials', () => {
  it.each(['signed', 'compact'] as const)(
    'of a %s set is checked offline by another library',
    async (form) => {
      const answer = await farm.owner.file(`${pathOf(sets[form])}/serials`);
      expect(answer.headers.get('content-type')).toBe('application/jose');
      const { codes, facts, kid } = await opened(answer.bytes.toString());
      const set = (await farm.owner.get(pathOf(sets[form]))).body;
      expect(facts).toMatchObject({
        chain: `batch/${batch}`,
        set: sets[form],
        seq: set['seq'],
        form,
        root: set['root'],
        path: '/01/06937001000019/10/SERIAL-1/21/',
      });
      expect(rootOf(codes.map(leafOf)).toString('base64url')).toBe(facts.root);
      const csv = (await farm.owner.file(`${pathOf(sets[form])}.csv`)).bytes.toString();
      const printed = [...csv.matchAll(/^\d+,[0-9A-Z]{17},(\S+?),/gm)].map(
        ([, uri = '']) => new URL(uri).pathname,
      );
      const voids = new Set(
        facts.void.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, n) => first + n)),
      );
      const valid = codes.filter((_, index) => !voids.has(index + 1)).map((code) => facts.path + code);
      expect(valid).toEqual(printed);
      const key = await fetch(`${farm.service.url}/.well-known/jwks.json`);
      const { keys } = (await key.json()) as { keys: Record<string, string>[] };
      expect(keys.find((found) => found['kid'] === kid)?.['furrow:purpose']).toBe('label');
    },
  );

  it('says which labels are on goods and which are void, and when that was', async () => {
    const before = new Date().toISOString();
    const { facts } = await opened(
      (await farm.owner.file(`${pathOf(sets.compact)}/serials`)).bytes.toString(),
    );
    expect(facts).toMatchObject({
      activated: [
        [1, 9],
        [13, 900],
      ],
      void: [[10, 12]],
    });
    expect(facts.asOf >= before && facts.asOf <= new Date().toISOString()).toBe(true);
  });

  it('has about ten bytes a serial before base64url', async () => {
    const { bytes } = await farm.owner.file(`${pathOf(sets.compact)}/serials`);
    expect(bytes.length / 1000).toBeLessThan(14);
  });

  it('does not verify with any byte changed', async () => {
    const list = (await farm.owner.file(`${pathOf(sets.compact)}/serials`)).bytes.toString();
    for (const at of [0.2, 0.5, 0.8].map((share) => Math.floor(list.length * share))) {
      const other = list[at] === 'A' ? 'B' : 'A';
      await expect(opened(list.slice(0, at) + other + list.slice(at + 1))).rejects.toThrow();
    }
  });

  it('is for those who print or inspect, not for all who may look', async () => {
    const statusFor = async (...who: [Parameters<typeof signIn>[1], string | null, string?]) => {
      const caller = await signIn(farm.service, who[0], who[1], who[2] ?? null);
      return (await caller.get(`${pathOf(sets.compact)}/serials`)).status;
    };
    expect(await statusFor('inspector', null, '3706')).toBe(200);
    expect(await statusFor('regulator', null, '370686')).toBe(200);
    expect(await statusFor('recorder', farm.organizationId)).toBe(200);
    expect(await statusFor('inspector', null, '61')).toBe(404);
    expect(await statusFor('viewer', farm.organizationId)).toBe(403);
    expect(await statusFor('admin', null)).toBe(404);
    expect((await fetch(`${farm.service.url}${pathOf(sets.compact)}/serials`)).status).toBe(401);
  });
});
