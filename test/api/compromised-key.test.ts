import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FurrowClient } from '../../src/client/client.js';
import { utf8Encode } from '../../src/ledger/bytes.js';
import { parseTrust } from '../../src/ledger/trust.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { harvest, harvestsOf, TestDevice, trustOf } from '../support/device.js';
import { Goods } from '../support/goods.js';

let farm: Cooperative;
let trust: string;
beforeAll(async () => {
  farm = await createCooperative();
  trust = await trustOf(farm);
});
afterAll(() => farm.service.close());

interface Story {
  readonly batch: string;
  readonly kid: string;
  readonly client: FurrowClient;
}

/** A batch about which a device has said something, and the key that it said it with. */
async function told(): Promise<Story> {
  const client = new TestDevice(farm, trust).start();
  await client.enrol({ name: '3号地手机', kind: 'phone' });
  const batch = await farm.open();
  const { kid } = (await client.tell(harvest(batch, 10))) as { kid?: string };
  expect(await client.send()).toMatchObject({ recorded: 1 });
  return { batch, kid: kid ?? '', client };
}

async function revoke(kid: string, from: Date): Promise<void> {
  const path = `/api/v1/organizations/${farm.organizationId}/keys/${kid}/revocation`;
  const answer = await farm.owner.post(path, { from: from.toISOString(), reason: '手机被盗' });
  expect(answer.status).toBe(200);
}

/** What a stranger finds with the evidence of a batch, offline. */
async function evidenceOf(batch: string) {
  await farm.service.settled();
  const { bytes } = await farm.owner.file(`/api/v1/batches/${batch}/evidence`);
  const report = verifyEvidence(bytes, parseTrust(utf8Encode(trust)));
  const signatures = report.checks.find(({ check }) => check === 'statement-signatures');
  return { verdict: report.verdict, signatures };
}

/** What the page of a label says of the signatures. */
async function scanOf(
  batch: string,
): Promise<{ reason: string; status: string; detail: string; chain: string; signers: string[] }> {
  const body = { units: 1, net: { value: '1', unit: 'KGM' } };
  const labels = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, body));
  const answer = await farm.owner.post('/api/v1/verify', { uri: String(labels['firstUri']) });
  const { reason, checks, timeline } = answer.body as unknown as {
    reason: string;
    checks: { check: string; status: string; detail: string }[];
    timeline: { signer: string }[];
  };
  const { status = '', detail = '' } = checks.find(({ check }) => check === 'statement-signatures') ?? {};
  const chain = checks.find(({ check }) => check === 'chain')?.detail ?? '';
  return { reason, status, detail, chain, signers: timeline.map(({ signer }) => signer) };
}

describe('a key that was stolen', () => {
  it('says nothing more after its revocation, and what it said before stays good everywhere', async () => {
    const { batch, kid, client } = await told();
    await setTimeout(5);
    await revoke(kid, new Date());
    await client.tell(harvest(batch, 99));
    expect(await client.send()).toMatchObject({ recorded: 1, refused: 1 });
    expect(await harvestsOf(farm, batch)).toEqual({ kilograms: [10], signers: new Set(['participant']) });
    const { verdict, signatures } = await evidenceOf(batch);
    expect([verdict, signatures?.status, signatures?.figures.own]).toEqual(['verified', 'pass', 1]);
    expect(await scanOf(batch)).toMatchObject({
      status: 'pass',
      signers: ['custodial', 'participant', 'custodial'],
    });
  });

  it('takes the trust from what it said after the time from which it is not trusted', async () => {
    const { batch, kid } = await told();
    const listed = await farm.owner.get(`/api/v1/organizations/${farm.organizationId}/keys/${kid}`);
    await revoke(kid, new Date(String(listed.body['validFrom'])));
    const { verdict, signatures } = await evidenceOf(batch);
    expect([verdict, signatures?.reason]).toEqual(['invalid', 'key-revoked']);
    // The signature is right, and the page does not call it wrong.
    expect(await scanOf(batch)).toMatchObject({
      reason: 'key-revoked',
      status: 'fail',
      detail: '第 2 条的密钥当时已撤销。',
    });
  });

  it('is named on what was made of it, too, as what it is', async () => {
    const { batch, kid } = await told();
    const [item] = (await farm.owner.get(`/api/v1/batches/${batch}/events?after=1&limit=1`)).body[
      'items'
    ] as { leafHash: string }[];
    const mixed = await farm.open();
    const goods = new Goods(farm);
    await goods.pour({ batch, seq: 2, leafHash: item?.leafHash ?? '' }, 5, mixed);
    const listed = await farm.owner.get(`/api/v1/organizations/${farm.organizationId}/keys/${kid}`);
    await revoke(kid, new Date(String(listed.body['validFrom'])));
    const { reason, status, chain } = await scanOf(mixed);
    expect({ reason, status, chain }).toEqual({
      reason: 'key-revoked',
      status: 'pass',
      chain: '第 2 条所指的来源批次里，有记录的密钥当时已撤销。',
    });
  });
});
