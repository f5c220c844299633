import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment, FurrowClient } from '../../src/client/client.js';
import { jpegOf } from '../support/attachments.js';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { harvest, TestDevice, trustOf } from '../support/device.js';

let farm: Cooperative;
let trust: string;

beforeAll(async () => {
  farm = await createCooperative();
  trust = await trustOf(farm);
});
afterAll(() => farm.service.close());

function photo(text: string): Attachment {
  return { mediaType: 'image/jpeg', bytes: new Uint8Array(jpegOf(text)) };
}

async function device(): Promise<TestDevice> {
  const made = new TestDevice(farm, trust);
  expect(await made.start().enrol({ name: '3号地手机', kind: 'phone' })).toBe('approved');
  return made;
}

interface Listed {
  readonly seq: number;
  readonly attachments: readonly { readonly sha256: string; readonly state: string }[];
}

async function attachmentsIn(batch: string): Promise<Listed['attachments']> {
  const { body } = await farm.owner.get(`/api/v1/batches/${batch}/events?limit=200`);
  return (body['items'] as Listed[]).flatMap(({ attachments }) => attachments);
}

/** Where requests go, in their order, as `events` or `attachments`. */
function watched(asked: string[]): typeof fetch {
  return (input, init) => {
    asked.push(/attachments|events$/.exec(input as string)?.[0] ?? 'other');
    return fetch(input, init);
  };
}

describe('photos of what is told', () => {
  it('are named in the statement by the hash of their bytes, sent after all events, and dropped once they are there', async () => {
    const batch = await farm.open();
    const asked: string[] = [];
    const phone = await device();
    const client = phone.start({ fetch: watched(asked) });
    for (const attachments of [[photo('a'), photo('b')], [photo('c')]])
      await client.tell({ ...harvest(batch, 1), attachments });
    await client.send();
    expect(await attachmentsIn(batch)).toMatchObject(Array(3).fill({ state: 'missing' }));
    expect(await client.sendAttachments()).toEqual({ sent: 3, refused: [], stopped: null });
    const requests = asked.filter((what) => what !== 'other');
    expect(requests.join(' ')).toBe('events events attachments attachments attachments');
    expect(await client.waitingAttachments()).toEqual([]);
    const stored = await attachmentsIn(batch);
    const hashes = ['a', 'b', 'c'].map((text) => hash('sha256', jpegOf(text), 'base64url'));
    expect(stored.map(({ sha256, state }) => [sha256, state])).toEqual(hashes.map((one) => [one, 'stored']));
  });

  it('wait while their event does, and are not in the text of the queue, which says so', async () => {
    const batch = await farm.open();
    const client = (await device()).start({ fetch: () => Promise.reject(new TypeError('no network')) });
    await client.tell({ ...harvest(batch, 1), attachments: [photo('a')] });
    expect(await client.sendAttachments()).toEqual({ sent: 0, refused: [], stopped: null });
    expect(await client.waitingAttachments()).toHaveLength(1);
    expect(JSON.parse(await client.exportQueue())).toMatchObject({ attachmentsLeftOut: 1 });
  });

  it('stay when there is no answer, and go later, from another life of the device', async () => {
    const batch = await farm.open();
    const phone = await device();
    const [client, cut] = [phone.start(), new AbortController()];
    await client.tell({ ...harvest(batch, 1), attachments: [photo('a'), photo('b')] });
    await client.send();
    let tries = 0;
    const flaky = phone.start({
      fetch: (input, init) => {
        tries += 1;
        return tries === 2 || cut.signal.aborted
          ? (cut.abort(), Promise.reject(new TypeError('no network')))
          : fetch(input, init);
      },
    });
    expect(await flaky.sendAttachments()).toEqual({ sent: 1, refused: [], stopped: 'unreachable' });
    expect(await client.waitingAttachments()).toHaveLength(1);
    expect(await phone.start().sendAttachments()).toMatchObject({ sent: 1, stopped: null });
    expect(await attachmentsIn(batch)).toMatchObject(Array(2).fill({ state: 'stored' }));
  });

  it('that the service does not take are told with its reason, and hold back no other', async () => {
    const batch = await farm.open();
    const client = (await device()).start();
    const item = await client.tell({ ...harvest(batch, 1), attachments: [photo('a'), photo('b')] });
    await client.send();
    const [first] = await attachmentsIn(batch);
    const gone = `/api/v1/batches/${batch}/events/2/attachments/${first?.sha256 ?? ''}`;
    expect((await farm.owner.delete(gone)).status).toBe(204);
    const report = await client.sendAttachments();
    expect(report).toMatchObject({ sent: 1, stopped: null });
    expect(report.refused).toMatchObject([{ event: item.id, problem: { status: 410 } }]);
    await client.forget(item.id);
    expect(await client.waitingAttachments()).toEqual([]);
  });

  it('are kept of an event that came back, for another in its place', async () => {
    const batch = await farm.open();
    const client = (await device()).start();
    const data = { quantity: { value: '5', unit: 'KGM' }, consignee: { party: { name: '示例菜店' } } };
    const item = await client.tell({ batch, kind: 'shipment', data, attachments: [photo('a')] });
    expect(await client.send()).toMatchObject({ refused: 1 });
    expect(await client.attachmentsOf(item.id)).toMatchObject([photo('a')]);
    expect(await client.sendAttachments()).toMatchObject({ sent: 0 });
  });

  it.each<[string, readonly Attachment[]]>([
    ['five', ['a', 'b', 'c', 'd', 'e'].map(photo)],
    ['one of no bytes', [{ mediaType: 'image/jpeg', bytes: new Uint8Array(0) }]],
    ['one of 3,000,001 bytes', [{ mediaType: 'image/jpeg', bytes: new Uint8Array(3_000_001) }]],
  ])('are refused before anything is kept: %s', async (_, attachments) => {
    const client: FurrowClient = (await device()).start();
    const telling = { ...harvest(await farm.open(), 1), attachments };
    await expect(client.tell(telling)).rejects.toMatchObject({ code: 'attachment-unfit' });
    expect([await client.items(), await client.waitingAttachments()]).toEqual([[], []]);
  });

  it('are once in the ledger’s folder and none is lost, whenever the device is killed', async () => {
    for (let dies = 1; dies < 12; dies += 1) {
      const batch = await farm.open();
      const phone = await device();
      let steps = 0;
      /** From its nth request on the device is dead: the request may have come, and no answer is heard. */
      const mortal: typeof fetch = async (input, init) => {
        steps += 1;
        const answer = steps <= dies ? await fetch(input, init) : null;
        return steps < dies && answer !== null ? answer : new Promise<Response>(() => undefined);
      };
      const client = phone.start({ fetch: mortal });
      await client.tell({ ...harvest(batch, 1), attachments: [photo(`${dies}a`), photo(`${dies}b`)] });
      const life = client.send().then(() => client.sendAttachments());
      await Promise.race([life, new Promise((resolve) => setTimeout(resolve, 500))]);
      const after = phone.start();
      await after.send();
      await after.sendAttachments();
      expect(await after.waitingAttachments(), `killed at ${dies}`).toEqual([]);
      expect(await attachmentsIn(batch), `killed at ${dies}`).toMatchObject(
        Array(2).fill({ state: 'stored' }),
      );
      if (steps < dies) break;
    }
  });
});
