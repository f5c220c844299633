import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCombined } from '../../src/ledger/disclosure.js';
import { TestDevice, harvest as telling, trustOf } from '../support/device.js';
import type { JsonObject } from '../../src/ledger/json.js';
import {
  createCooperative,
  made,
  signIn,
  type Answer,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { checkStoredChain } from '../support/ledger.js';
import {
  compactJws,
  draftStatement,
  makeKey,
  proveKey,
  statementHeader,
  type HeldKey,
} from '../support/participant.js';
import { asRecorded } from '../support/recorded.js';

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const harvest: JsonObject = {
  quantity: { value: '5', unit: 'KGM' },
  startedOn: today,
  stoppedOn: today,
  operator: 'member:0007',
};

async function register(key: HeldKey): Promise<HeldKey> {
  const claims = { org: farm.organizationId, aud: farm.service.config.logOrigin };
  const body = { jwk: key.jwk, proof: proveKey(key, claims) };
  await made(farm.owner.post(`/api/v1/organizations/${farm.organizationId}/keys`, body));
  return key;
}

function send(batch: string, body: string): Promise<Answer> {
  return farm.owner.post(`/api/v1/batches/${batch}/events`, body, { 'content-type': 'application/jose' });
}

describe('a statement the participant signed', () => {
  it.each(['Ed25519', 'ES256'] as const)(
    'with %s is recorded as the participant’s, and once',
    async (alg) => {
      const key = await register(makeKey(alg));
      const batch = await farm.open();
      const about = { organizationId: farm.organizationId, batch, kind: 'harvest' };
      const { payload, disclosures } = draftStatement(about, harvest, ['/operator']);
      const combined = formatCombined(compactJws(key, statementHeader(key), payload), disclosures);
      const first = await send(batch, combined);
      expect(first).toMatchObject({ status: 201, body: { signer: 'participant', seq: 2 } });
      const again = await send(batch, combined);
      expect(again.status).toBe(200);
      expect(asRecorded(again.body)).toEqual(asRecorded(first.body));
      const listed = await farm.owner.get(`/api/v1/batches/${batch}/events`);
      expect((listed.body.items as { data: object }[])[1]?.data).toEqual(harvest);
      const chain = { organizationId: farm.organizationId, chainId: batch };
      expect(await checkStoredChain(farm.service.database, chain, farm.service.config.logOrigin)).toBeNull();
    },
  );
});

describe('which member’s device said it', () => {
  const listed = async (caller: Caller, batch: string) => {
    const answer = await caller.get(`/api/v1/batches/${batch}/events`);
    return (answer.body['items'] as { signer: string; device: { kid: string } | null }[]).slice(1);
  };

  it('is shown to the organization, and to nobody else', async () => {
    const batch = await farm.open();
    const device = new TestDevice(farm, await trustOf(farm));
    const client = device.start();
    await client.enrol({ name: '3号地手机', kind: 'phone' });
    const told = await client.tell(telling(batch, 5));
    await client.send();
    await made(farm.record(batch, 'harvest', harvest));
    const [own, custodial] = await listed(farm.owner, batch);
    expect(own).toMatchObject({
      signer: 'participant',
      device: { kid: (told as { kid?: string }).kid, name: '3号地手机', holder: { role: 'owner' } },
    });
    expect(custodial).toMatchObject({ signer: 'custodial', device: null });
    const regulator = await signIn(farm.service, 'regulator', null, '3706');
    const seen = await listed(regulator, batch);
    expect(seen.map(({ signer, device: shown }) => [signer, shown])).toEqual([
      ['participant', null],
      ['custodial', null],
    ]);
  });

  it('is not known of a key without a device', async () => {
    const key = await register(makeKey());
    const batch = await farm.open();
    const about = { organizationId: farm.organizationId, batch, kind: 'harvest' };
    const { payload, disclosures } = draftStatement(about, harvest, ['/operator']);
    await send(batch, formatCombined(compactJws(key, statementHeader(key), payload), disclosures));
    expect(await listed(farm.owner, batch)).toMatchObject([{ signer: 'participant', device: null }]);
  });
});

describe('a batch that is opened', () => {
  it('says that the service signed for the organization', async () => {
    const body = { product: farm.productId, site: farm.siteId };
    expect(await made(farm.owner.post('/api/v1/batches', body))).toMatchObject({ signer: 'custodial' });
  });
});
