import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkStoredChain } from '../support/ledger.js';
import { createCooperative, signIn, type Caller, type Cooperative } from '../support/cooperative.js';
import { harvest, harvestsOf, TestDevice, trustOf } from '../support/device.js';
import { createTcpProxy } from '../support/tcp-proxy.js';

let farm: Cooperative;
let trust: string;
let recorder: Caller;
const phone = { name: '3号地手机', kind: 'phone' } as const;

beforeAll(async () => {
  farm = await createCooperative();
  trust = await trustOf(farm);
  recorder = await signIn(farm.service, 'recorder', farm.organizationId);
});
afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

const keysPath = (rest: string): string => `/api/v1/organizations/${farm.organizationId}/keys${rest}`;

/** A device whose key counts. */
async function enrolled(): Promise<TestDevice> {
  const device = new TestDevice(farm, trust);
  expect(await device.start().enrol(phone)).toBe('approved');
  return device;
}

async function decideLast(what: 'approve' | 'refuse'): Promise<void> {
  const list = await farm.owner.get(keysPath('/enrolments?limit=200'));
  const items = list.body['items'] as { id: string; state: string }[];
  const pending = items.filter(({ state }) => state === 'pending').at(-1);
  const answer = await farm.owner.post(keysPath(`/enrolments/${pending?.id ?? ''}/${what}`), '{}');
  expect(answer.status).toBe(200);
}

describe('a device whose key waits for the owner', () => {
  it('keeps what is told, sends it once the key counts, and says nothing private in the clear', async () => {
    const device = new TestDevice(farm, trust, recorder);
    const batch = await farm.open();
    const client = device.start();
    expect((await client.tell(harvest(batch, 1))).state).toBe('saved');
    expect(await client.enrol(phone)).toBe('pending');
    expect((await client.tell(harvest(batch, 2))).state).toBe('queued');
    expect(await client.send()).toEqual({ recorded: 0, refused: 0, waiting: 2, stopped: 'key-pending' });
    await decideLast('approve');
    expect(await client.enrol(phone)).toBe('approved');
    expect(await client.send()).toEqual({ recorded: 2, refused: 0, waiting: 0, stopped: null });
    expect(await harvestsOf(farm, batch)).toEqual({ kilograms: [1, 2], signers: new Set(['participant']) });
    const [item] = await client.items();
    expect(item).toMatchObject({ state: 'recorded', seq: 2 });
    expect(item?.state === 'recorded' && atob(item.combined.split('.')[1] ?? '')).not.toContain(
      'member:0007',
    );
    const chain = { organizationId: farm.organizationId, chainId: batch };
    expect(await checkStoredChain(farm.service.database, chain, farm.service.config.logOrigin)).toBeNull();
  });

  it('signs anew with another key what a refused one had signed', async () => {
    const device = new TestDevice(farm, trust, recorder);
    const batch = await farm.open();
    const client = device.start();
    await client.enrol(phone);
    await client.tell(harvest(batch, 1));
    await decideLast('refuse');
    expect(await client.enrol(phone)).toBe('refused');
    expect((await client.send()).stopped).toBe('key-pending');
    expect(await client.enrol(phone)).toBe('pending');
    await decideLast('approve');
    await client.send();
    expect(await client.send()).toMatchObject({ recorded: 1, stopped: null });
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([1]);
  });
});

/** Something to wait for. */
function signal(): { readonly promise: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { promise, give };
}

describe('sending', () => {
  it('loses and doubles nothing when every third answer is lost', async () => {
    const device = await enrolled();
    let posts = 0;
    const proxy = await createTcpProxy(farm.service.url, {
      losesAnswerTo: (sent) => sent.includes('/events HTTP/1.1') && (posts += 1) % 3 === 0,
    });
    const batches = await Promise.all([farm.open(), farm.open(), farm.open()]);
    const client = device.start({ url: proxy.url });
    for (let kilograms = 1; kilograms <= 10; kilograms += 1) {
      for (const batch of batches) await client.tell(harvest(batch, kilograms));
    }
    expect(await client.send()).toEqual({ recorded: 30, refused: 0, waiting: 0, stopped: null });
    await proxy.close();
    expect(proxy.lost.length).toBeGreaterThanOrEqual(10);
    for (const batch of batches) {
      expect((await harvestsOf(farm, batch)).kilograms).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  it('keeps what is told without a network, and sends it when there is one', async () => {
    const device = await enrolled();
    const proxy = await createTcpProxy(farm.service.url);
    proxy.cut();
    const batch = await farm.open();
    const client = device.start({ url: proxy.url });
    await client.tell(harvest(batch, 1));
    await client.tell(harvest(batch, 2));
    expect(await client.send()).toMatchObject({ waiting: 2, stopped: 'unreachable' });
    // Doubled each time, three quarters of it by the chance of the test.
    expect(device.pauses).toEqual([750, 1_500, 3_000, 6_000, 12_000]);
    proxy.restore();
    expect(await client.send()).toMatchObject({ recorded: 2, stopped: null });
    await proxy.close();
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([1, 2]);
  });

  it('waits as long as the service asks', async () => {
    const device = await enrolled();
    const batch = await farm.open();
    const answers = [
      new Response('{}', { status: 503, headers: { 'retry-after': '7' } }),
      new Response('{}', { status: 429, headers: { 'retry-after': '100000' } }),
      new Response('{}', { status: 403, headers: { 'content-type': 'text/html' } }),
    ];
    const client = device.start({
      fetch: (...request) => Promise.resolve(answers.shift() ?? fetch(...request)),
    });
    await client.tell(harvest(batch, 1));
    expect(await client.send()).toMatchObject({ recorded: 1 });
    expect(device.pauses).toEqual([7_000, 60_000, 3_000]);
  });

  it('renews the token once, and stops when nobody is signed in', async () => {
    const device = await enrolled();
    const batch = await farm.open();
    const good = (farm.owner.credentials['authorization'] ?? '').replace('Bearer ', '');
    let token = 'expired';
    const tokens = {
      token: () => Promise.resolve(token),
      renew: () => Promise.resolve<string | null>((token = good)),
    };
    const client = device.start({ tokens });
    await client.tell(harvest(batch, 1));
    token = 'expired';
    expect(
      await device.start({ tokens: { ...tokens, renew: () => Promise.resolve(null) } }).send(),
    ).toMatchObject({
      waiting: 1,
      stopped: 'signed-out',
    });
    expect(await client.send()).toMatchObject({ recorded: 1, stopped: null });
  });

  it('goes on after a refusal, names it, and sends it again when it is told to', async () => {
    const device = await enrolled();
    const batch = await farm.open();
    const client = device.start();
    const refused = await client.tell({
      batch,
      kind: 'shipment',
      data: { quantity: { value: '5', unit: 'KGM' }, departedAt: new Date().toISOString() },
    });
    await client.tell(harvest(batch, 5));
    expect(await client.send()).toMatchObject({ recorded: 1, refused: 1, waiting: 0 });
    const [item] = await client.items();
    expect(item).toMatchObject({ state: 'refused', problem: { status: expect.any(Number) as number } });
    await client.retry(refused.id);
    expect(await device.states()).toEqual(['saved', 'recorded']);
    await client.send();
    expect(await device.states()).toEqual(['refused', 'recorded']);
    await client.forget(refused.id);
    expect(await device.states()).toEqual(['recorded']);
  });

  it('signs once what two clients find unsigned at once', async () => {
    const device = new TestDevice(farm, trust);
    const batch = await farm.open();
    await device.start().tell(harvest(batch, 1));
    await device.start().enrol(phone);
    // Whichever signs it first learns of its answer only when the other is done.
    const ended = signal();
    const late: typeof fetch = async (...request) => {
      const answer = await fetch(...request);
      await ended.promise;
      return answer;
    };
    const sent = [device.start({ fetch: late }).send(), device.start({ fetch: late }).send()];
    await Promise.race(sent);
    ended.give();
    await Promise.all(sent);
    expect(await device.start().send()).toEqual({ recorded: 1, refused: 0, waiting: 0, stopped: null });
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([1]);
  });

  it('is the same run for whoever asks meanwhile', async () => {
    const device = await enrolled();
    const batch = await farm.open();
    const client = device.start();
    await client.tell(harvest(batch, 1));
    const [one, other] = await Promise.all([client.send(), client.send()]);
    expect(other).toBe(one);
  });
});

describe('the answer to a statement', () => {
  type Body = Record<string, unknown>;
  it.each<[string, (body: Body) => Body]>([
    ['says another place', (body) => ({ ...body, seq: Number(body['seq']) + 1 })],
    ['says another time', (body) => ({ ...body, recordedAt: '2026-01-01T00:00:00.000Z' })],
    ['names another entry before it', (body) => ({ ...body, prev: body['leafHash'] })],
    ['is about another event', (body) => ({ ...body, id: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10' })],
    ['has no receipt', (body) => ({ ...body, receipt: null })],
    [
      'has a receipt that was changed',
      (body) => ({
        ...body,
        receipt: String(body['receipt']).replace(
          /\.(.)([^.]*)$/,
          (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
        ),
      }),
    ],
    ['is empty', () => ({})],
  ])('is not believed when it %s', async (_, change) => {
    const device = await enrolled();
    const batch = await farm.open();
    const lying: typeof fetch = async (...request) => {
      const answer = await fetch(...request);
      const body = change((await answer.json()) as Body);
      return new Response(JSON.stringify(body), { status: answer.status, headers: answer.headers });
    };
    const client = device.start({ fetch: lying });
    await client.tell(harvest(batch, 1));
    await client.tell(harvest(batch, 2));
    expect(await client.send()).toEqual({ recorded: 0, refused: 0, waiting: 2, stopped: 'receipt' });
    expect(await device.start().send()).toMatchObject({ recorded: 2, stopped: null });
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([1, 2]);
  });

  it('is not believed when another log than the pinned one promises', async () => {
    const other = await createCooperative();
    const device = new TestDevice(farm, await trustOf(other));
    await device.start().enrol(phone);
    await other.service.close();
    const client = device.start();
    await client.tell(harvest(await farm.open(), 1));
    expect(await client.send()).toMatchObject({ recorded: 0, waiting: 1, stopped: 'receipt' });
  });
});

describe('a new key of the device', () => {
  it('takes the place of the old one, and signs from then on', async () => {
    const device = await enrolled();
    const batch = await farm.open();
    const client = device.start();
    await client.tell(harvest(batch, 1));
    await expect(client.rotate(phone)).rejects.toMatchObject({ code: 'queue-not-empty' });
    await client.send();
    expect(await client.rotate(phone)).toBe('approved');
    await client.tell(harvest(batch, 2));
    expect(await client.send()).toMatchObject({ recorded: 2, stopped: null });
    const [first, second] = await client.items();
    expect(first?.state === 'recorded' && second?.state === 'recorded' && first.kid !== second.kid).toBe(
      true,
    );
  });

  it('is finished by whoever starts after it was approved and not yet kept', async () => {
    const device = await enrolled();
    const killed: typeof fetch = async (...request) => {
      const answer = await fetch(...request);
      if (answer.url.endsWith('/enrolments')) throw new Error('killed');
      return answer;
    };
    await expect(device.start({ fetch: killed }).rotate(phone)).rejects.toMatchObject({
      code: 'unreachable',
    });
    const client = device.start();
    const item = await client.tell(harvest(await farm.open(), 1));
    expect(item.state).toBe('saved');
    expect((await client.send()).stopped).toBe('key-pending');
    expect(await client.rotate(phone)).toBe('approved');
    expect(await client.send()).toMatchObject({ recorded: 1, stopped: null });
  });

  it('is needed once the old one was revoked: what that signed and was not recorded is refused', async () => {
    const device = await enrolled();
    const batch = await farm.open();
    const client = device.start();
    const item = await client.tell(harvest(batch, 1));
    const { kid } = item as { kid?: string };
    const body = { from: new Date().toISOString(), reason: '手机遗失' };
    expect((await farm.owner.post(keysPath(`/${kid ?? ''}/revocation`), body)).status).toBe(200);
    expect(await client.send()).toMatchObject({ refused: 1, stopped: null });
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([]);
  });

  it('does not hide that a statement was recorded before its key was revoked', async () => {
    const device = await enrolled();
    const batch = await farm.open();
    const client = device.start();
    const { kid } = (await client.tell(harvest(batch, 1))) as { kid?: string };
    const losing: typeof fetch = async (...request) => {
      await fetch(...request);
      throw new Error('the answer is lost');
    };
    expect(await device.start({ fetch: losing }).send()).toMatchObject({ stopped: 'unreachable' });
    const body = { from: new Date().toISOString(), reason: '手机遗失' };
    expect((await farm.owner.post(keysPath(`/${kid ?? ''}/revocation`), body)).status).toBe(200);
    expect(await client.send()).toMatchObject({ recorded: 1, refused: 0 });
    expect((await harvestsOf(farm, batch)).kilograms).toEqual([1]);
  });

  it('is refused where there is none to replace', async () => {
    const device = new TestDevice(farm, trust);
    await expect(device.start().rotate(phone)).rejects.toMatchObject({ code: 'key-missing' });
  });
});

describe('what may not be told', () => {
  it.each<[string, object, string]>([
    ['a kind that is not known', { kind: 'opening' }, 'kind-unknown'],
    ['a number with a fraction', { data: { quantity: 0.5 } }, 'json-number'],
    ['a time without offset', { occurredAt: '2026-11-20T14:05:00' }, 'statement-claim'],
    ['a batch that is no id', { batch: 'x' }, 'statement-claim'],
    ['a reserved name', { data: { _sd: [] } }, 'disclosure-name'],
  ])('%s is not kept', async (_, changes, code) => {
    const device = await enrolled();
    const told = { ...harvest('0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11', 1), ...changes };
    await expect(device.start().tell(told as never)).rejects.toMatchObject({ code });
    expect(await device.states()).toEqual([]);
  });
});
