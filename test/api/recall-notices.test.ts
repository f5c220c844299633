import { Webhook } from 'standardwebhooks';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecallJob } from '../../src/recalls/recall-job.js';
import { WebhookJob } from '../../src/recalls/webhook-job.js';
import { shipTo } from '../support/consignee.js';
import { made, signIn, type Caller } from '../support/cooperative.js';
import {
  createMarket,
  handOver,
  harvested,
  receiveInto,
  recallBy,
  sellOn,
  type Market,
} from '../support/market.js';
import { startReceiver, type Manner, type Receiver } from '../support/receiver.js';

let world: Market;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  world = await createMarket({ env: { WEBHOOK_NETWORKS: '127.0.0.0/8,::1/128' } });
});
afterAll(async () => {
  await world.farm.service.close();
  await receiver.close();
});

interface Told {
  readonly id: string;
  readonly recall: string;
  readonly state: string;
  readonly acknowledgedAt: string | null;
  readonly batches: readonly { readonly batch: string }[];
  readonly webhook: { readonly delivery: string; readonly attempts: number; readonly outcome: string | null };
}

const job = (): RecallJob => world.farm.service.app.get(RecallJob, { strict: false });
const sending = (): WebhookJob => world.farm.service.app.get(WebhookJob, { strict: false });
const later = (seconds: number): Date => new Date(Date.now() + seconds * 1_000);
const hookOf = (organization: string): string => `/api/v1/organizations/${organization}/webhook`;

async function noticesOf({ owner, organizationId }: Market['market'], recall: string): Promise<Told[]> {
  const { body } = await owner.get(`/api/v1/recall-notices?organization=${organizationId}&limit=200`);
  return (body['items'] as Told[]).filter((notice) => notice.recall === recall);
}

/** A recall of a batch of the farm that the market bought of. */
async function recallSold(): Promise<{ id: string; batch: string; bought: string }> {
  const batch = await harvested(world);
  const { batch: bought } = await handOver(world, batch, world.market, '400');
  const id = String(
    (await made(recallBy(world.farm.owner, [batch], { advice: '停止销售', phone: '0535-0000000' }))).id,
  );
  await job().run();
  return { id, batch, bought };
}

const acknowledge = (caller: Caller, id: string) =>
  caller.post(`/api/v1/recall-notices/${id}/acknowledgement`, {});

describe('a holder of what is recalled', () => {
  it('is told which batches, by whom, why and what to do', async () => {
    const { id, bought } = await recallSold();
    expect(await noticesOf(world.market, id)).toMatchObject([
      {
        reason: '抽检发现毒死蜱残留超标',
        advice: '停止销售',
        phone: '0535-0000000',
        issuer: { id: world.farm.organizationId },
        state: 'open',
        acknowledgedAt: null,
        batches: [{ batch: bought }],
      },
    ]);
  });

  it('is told once, however often the job runs, in this process or another', async () => {
    const { id } = await recallSold();
    await Promise.all([job().run(later(60)), job().run(later(120)), job().run(later(180))]);
    expect(await noticesOf(world.market, id)).toHaveLength(1);
  });

  it('is told of what it receives, and of what is made, after the recall was opened', async () => {
    const batch = await harvested(world);
    const shipment = await shipTo(world.farm, batch, world.shop.organizationId, '100');
    const { id } = await made(recallBy(world.farm.owner, [batch]));
    await job().run();
    expect(await noticesOf(world.shop, String(id))).toEqual([]);
    const received = await receiveInto(world.farm, world.shop, shipment, '100');
    await job().run(later(60));
    expect(await noticesOf(world.shop, String(id))).toMatchObject([{ batches: [{ batch: received }] }]);
  });

  it('far down the line is told, too, and who recalls is not', async () => {
    const batch = await harvested(world);
    const { batch: bought } = await handOver(world, batch, world.market, '400');
    const sold = await sellOn(world, bought, '100');
    const id = String((await made(recallBy(world.authority, [batch]))).id);
    await job().run();
    expect(await noticesOf(world.shop, id)).toMatchObject([{ batches: [{ batch: sold }] }]);
    expect(await noticesOf(world.farm, id)).toMatchObject([{ batches: [{ batch }] }]);
    const own = await recallSold();
    expect(await noticesOf(world.farm, own.id)).toEqual([]);
  });

  it('sees that a recall was withdrawn', async () => {
    const { id } = await recallSold();
    await world.farm.owner.post(`/api/v1/recalls/${id}/withdrawal`, { reason: '复检合格' });
    expect(await noticesOf(world.market, id)).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('acknowledges once: the first time stays, and who recalls sees it', async () => {
    const { id } = await recallSold();
    const [notice] = await noticesOf(world.market, id);
    const list = async () => (await world.farm.owner.get(`/api/v1/recalls/${id}`)).body;
    expect((await list())['totals']).toMatchObject({ unacknowledged: 1 });
    const first = await acknowledge(world.market.owner, notice!.id);
    expect(first.status).toBe(200);
    const again = await acknowledge(world.market.owner, notice!.id);
    expect([again.status, again.body['acknowledgedAt']]).toEqual([200, first.body['acknowledgedAt']]);
    const body = await list();
    expect(body['totals']).toMatchObject({ unacknowledged: 0 });
    const holder = (body['holders'] as { organization: string; notices: Told[] }[]).find(
      ({ organization }) => organization === world.market.organizationId,
    );
    expect(holder?.notices).toMatchObject([{ acknowledgedAt: first.body['acknowledgedAt'] }]);
  });

  it('is acknowledged for by nobody else', async () => {
    const { id } = await recallSold();
    const [notice] = await noticesOf(world.market, id);
    const viewer = await signIn(world.farm.service, 'viewer', world.market.organizationId);
    const official = await signIn(world.farm.service, 'inspector', null, '31');
    expect((await acknowledge(world.farm.owner, notice!.id)).status).toBe(404);
    expect((await acknowledge(world.shop.owner, notice!.id)).status).toBe(404);
    expect((await acknowledge(viewer, notice!.id)).status).toBe(403);
    expect((await acknowledge(official, notice!.id)).status).toBe(404);
    expect((await acknowledge(world.market.owner, uuidv7())).status).toBe(404);
    const [after] = await noticesOf(world.market, id);
    expect(after?.acknowledgedAt).toBeNull();
  });

  it('has notices that no other organization reads', async () => {
    const path = `/api/v1/recall-notices?organization=${world.market.organizationId}`;
    expect((await world.farm.owner.get(path)).status).toBe(404);
    expect((await world.elsewhere.get(path)).status).toBe(404);
    expect((await (await signIn(world.farm.service, 'inspector', null, '31')).get(path)).status).toBe(200);
  });
});

describe('a webhook', () => {
  async function register(): Promise<string> {
    const { owner, organizationId } = world.market;
    const answer = await owner.put(hookOf(organizationId), { url: receiver.url });
    expect(answer.status).toBe(200);
    return String(answer.body['secret']);
  }

  /** The market is told while its receiver behaves so; the state of its notice after one attempt. */
  async function attempt(manner: Manner): Promise<{ recall: string; webhook: Told['webhook'] }> {
    await register();
    receiver.behave(manner);
    const { id } = await recallSold();
    await sending().run();
    const [notice] = await noticesOf(world.market, id);
    return { recall: id, webhook: notice!.webhook };
  }

  it('is told of a notice by a message that a standard receiver verifies', async () => {
    receiver.behave('takes');
    const secret = await register();
    const { id, bought } = await recallSold();
    await sending().run();
    const [notice] = await noticesOf(world.market, id);
    const message = receiver.received.find(({ headers }) => headers['webhook-id'] === notice!.id);
    const body = new Webhook(secret).verify(message!.body, message!.headers as Record<string, string>);
    expect(body).toMatchObject({
      type: 'recall.notice',
      data: {
        notice: notice!.id,
        recall: id,
        organization: world.market.organizationId,
        batches: [{ batch: bought }],
      },
    });
    expect(notice!.webhook).toMatchObject({ delivery: 'delivered', attempts: 1, outcome: 'http 204' });
  });

  it.each<readonly [Manner, string]>([
    ['fails', 'http 500'],
    ['redirects', 'http 307'],
    ['hangs', 'no answer'],
  ])('whose receiver %s is tried again later, and follows no redirect', async (manner, outcome) => {
    const { recall, webhook } = await attempt(manner);
    expect(webhook).toMatchObject({ delivery: 'waiting', attempts: 1, outcome });
    receiver.behave('takes');
    await sending().run(later(60));
    const [notice] = await noticesOf(world.market, recall);
    expect(notice!.webhook).toMatchObject({ delivery: 'delivered', attempts: 2 });
    const ids = receiver.received.filter(({ headers }) => headers['webhook-id'] === notice!.id);
    expect(ids).toHaveLength(2);
  });

  it('whose receiver answers without end is not listened to', async () => {
    const before = process.memoryUsage().rss;
    expect((await attempt('floods')).webhook).toMatchObject({ delivery: 'delivered', outcome: 'http 200' });
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  it('whose receiver wants no more is left alone', async () => {
    const { recall, webhook } = await attempt('wants-no-more');
    expect(webhook).toMatchObject({ delivery: 'failed', outcome: 'http 410' });
    receiver.behave('takes');
    const count = receiver.received.length;
    await sending().run(later(864_000));
    expect(receiver.received.length).toBe(count);
    expect((await noticesOf(world.market, recall))[0]!.webhook.delivery).toBe('failed');
  });

  it('is given up after two days of failing', async () => {
    const { recall } = await attempt('fails');
    for (let days = 1; days < 20; days += 1) await sending().run(later(days * 86_400));
    const [notice] = await noticesOf(world.market, recall);
    expect(notice!.webhook).toMatchObject({ delivery: 'failed', attempts: 9, outcome: 'http 500' });
    receiver.behave('takes');
  });

  it('that was removed is sent nothing, and the notice stays in the service', async () => {
    await register();
    const { owner, organizationId } = world.market;
    const { id } = await recallSold();
    expect((await owner.delete(hookOf(organizationId))).status).toBe(204);
    expect((await owner.delete(hookOf(organizationId))).status).toBe(404);
    expect((await owner.get(hookOf(organizationId))).status).toBe(404);
    const second = await recallSold();
    await sending().run();
    expect((await noticesOf(world.market, second.id))[0]!.webhook).toMatchObject({
      delivery: 'none',
      attempts: 0,
    });
    expect(await noticesOf(world.market, id)).toHaveLength(1);
  });

  it('shows its secret once', async () => {
    const secret = await register();
    const { owner, organizationId } = world.market;
    const { body } = await owner.get(hookOf(organizationId));
    expect(body).toMatchObject({ url: receiver.url });
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(await register()).not.toBe(secret);
  });

  it('is the owner’s alone to choose', async () => {
    const { organizationId } = world.market;
    const recorder = await signIn(world.farm.service, 'recorder', organizationId);
    const body = { url: receiver.url };
    expect((await recorder.put(hookOf(organizationId), body)).status).toBe(403);
    expect((await world.farm.owner.put(hookOf(organizationId), body)).status).toBe(404);
    expect((await world.authority.put(hookOf(organizationId), body)).status).toBe(403);
  });

  it.each([
    ['http://1.1.1.1/', 'https'],
    ['https://169.254.169.254/latest/meta-data', 'private-address'],
    ['https://10.0.0.1/', 'private-address'],
    ['https://user:word@1.1.1.1/', 'https'],
    ['', 'https'],
    [`https://1.1.1.1/${'x'.repeat(500)}`, 'text'],
  ])('is refused at %s', async (url, code) => {
    const { owner, organizationId } = world.shop;
    const answer = await owner.put(hookOf(organizationId), { url });
    expect([answer.status, answer.body.errors?.[0]?.pointer, answer.body.errors?.[0]?.code]).toEqual([
      422,
      '/url',
      code,
    ]);
    expect((await owner.get(hookOf(organizationId))).status).toBe(404);
  });
});
