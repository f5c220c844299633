import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { UUID } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, signIn, type Answer, type Cooperative } from '../support/cooperative.js';
import { createPartner } from '../support/parties.js';

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

/** An event id made at that time, by the client's clock. */
function eventIdAt(ms: number): string {
  const random = () => Math.floor(Math.random() * 2 ** 30);
  return UUID.fromFieldsV7(ms, random() % 2 ** 12, random(), random()).toString();
}

function open(eventId: string, body: object = {}): Promise<Answer> {
  const whole = { product: farm.productId, site: farm.siteId, ...body };
  return farm.owner.post('/api/v1/batches', whole, { 'idempotency-key': eventId });
}

async function occurredAt(answer: Answer): Promise<number> {
  const listed = await farm.owner.get(`/api/v1/batches/${String(answer.body.id)}/events`);
  const [opening] = listed.body.items as { occurredAt: string }[];
  return Date.parse(String(opening?.occurredAt));
}

describe('opening a batch', () => {
  it.each([
    ['runs right', 0],
    ['is a minute slow', -60_000],
    ['is a minute fast', 60_000],
    ['is years ahead', 100_000_000_000],
  ])('again under its event id finds the first, when the client’s clock %s', async (_, off) => {
    const eventId = eventIdAt(Date.now() + off);
    const first = await open(eventId);
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    await sleep(5);
    const again = await open(eventId);
    expect(again.status, JSON.stringify(again.body)).toBe(200);
    expect(again.body).toEqual(first.body);
  });

  it('is dated when the request was first made, and never in the future', async () => {
    const made = Date.now() - 3_600_000;
    expect(await occurredAt(await open(eventIdAt(made)))).toBe(made);
    const before = Date.now();
    const ahead = await occurredAt(await open(eventIdAt(before + 86_400_000)));
    expect(ahead).toBeGreaterThanOrEqual(before);
    expect(ahead).toBeLessThanOrEqual(Date.now());
  });

  it('under one event id opens different batches for different organizations', async () => {
    const partner = await createPartner(farm);
    const eventId = eventIdAt(Date.now());
    const ours = await open(eventId);
    const product = await partner.owner.get(`/api/v1/products?organization=${partner.organizationId}`);
    const site = await partner.owner.get(`/api/v1/sites?organization=${partner.organizationId}`);
    const [theirProduct] = product.body.items as { id: string }[];
    const [theirSite] = site.body.items as { id: string }[];
    const theirs = await partner.owner.post(
      '/api/v1/batches',
      { product: theirProduct?.id, site: theirSite?.id },
      { 'idempotency-key': eventId },
    );
    expect([ours.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(ours.body.id);
    expect(theirs.body.code).not.toBe(ours.body.code);
  });

  it('takes a unit that measures what the product’s does, and no other', async () => {
    const tonnes = await open(eventIdAt(Date.now()), { unit: 'TNE' });
    expect(tonnes.status).toBe(201);
    const batch = await farm.owner.get(`/api/v1/batches/${String(tonnes.body.id)}`);
    expect(batch.body.unit).toBe('TNE');
    const litres = await open(eventIdAt(Date.now()), { unit: 'LTR' });
    expect(litres.status).toBe(422);
    expect(litres.body.errors?.[0]).toMatchObject({ pointer: '/unit', code: 'dimension' });
  });

  it('does not tell a foreign site from one that is not there', async () => {
    const partner = await createPartner(farm);
    const sites = await partner.owner.get('/api/v1/sites');
    const [foreign] = sites.body.items as { id: string }[];
    for (const site of [foreign?.id, '00000000-0000-4000-8000-000000000000']) {
      const answer = await open(eventIdAt(Date.now()), { site });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ pointer: '/site', code: 'unknown' }]);
    }
  });

  it('is refused to a viewer, and answers a stranger as if the product were not there', async () => {
    const viewer = await signIn(farm.service, 'viewer', farm.organizationId);
    const body = { product: farm.productId, site: farm.siteId };
    expect((await viewer.post('/api/v1/batches', body)).status).toBe(403);
    const stranger = (await createPartner(farm)).owner;
    const theirs = await stranger.post('/api/v1/batches', body);
    const unknown = await stranger.post('/api/v1/batches', { ...body, product: randomUUID() });
    expect(theirs.status).toBe(unknown.status);
    expect(theirs.body.errors).toEqual(unknown.body.errors);
    expect(theirs.body.errors).toMatchObject([{ pointer: '/product' }]);
  });
});

describe('the list of batches', () => {
  it('hands out every batch once, newest first, page by page', async () => {
    const partner = await createPartner(farm);
    const opened: string[] = [];
    for (let count = 0; count < 7; count += 1) opened.push(await partner.open());
    const seen: string[] = [];
    let path: string | undefined = `/api/v1/batches?organization=${partner.organizationId}&limit=3`;
    while (path !== undefined) {
      const page: Answer = await partner.owner.get(path);
      expect(page.status).toBe(200);
      seen.push(...(page.body.items as { id: string }[]).map((item) => item.id));
      path = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(new Set(seen).size).toBe(7);
    expect([...seen].sort()).toEqual([...opened].sort());
    expect(seen[0]).toBe(opened.at(-1));
  });

  it.each(['1', 'x', '1_x', '1_00000000-0000-4000-8000-00000000000', "1_'; drop table batches --"])(
    'refuses the cursor %j',
    async (cursor) => {
      const query = new URLSearchParams({ organization: farm.organizationId, cursor });
      const answer = await farm.owner.get(`/api/v1/batches?${query.toString()}`);
      expect(answer.status).toBe(422);
      expect(answer.body.errors?.[0]).toMatchObject({ pointer: '/query/cursor', code: 'cursor' });
    },
  );

  it('of another organization is not there for a stranger, and is for its regulator', async () => {
    const path = `/api/v1/batches?organization=${farm.organizationId}`;
    expect((await (await createPartner(farm)).owner.get(path)).status).toBe(404);
    const here = await signIn(farm.service, 'regulator', null, '3706');
    expect((await here.get(path)).status).toBe(200);
    const elsewhere = await signIn(farm.service, 'regulator', null, '41');
    expect((await elsewhere.get(path)).status).toBe(404);
  });
});
