import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, type Cooperative } from '../support/cooperative.js';

let cooperative: Cooperative;
let batch: string;
beforeAll(async () => {
  cooperative = await createCooperative();
  batch = await cooperative.open();
});
afterAll(() => cooperative.service.close());

const hostile = [
  'name; drop table products; --',
  `name"); drop table products; --`,
  `1) union select login, password_hash from accounts --`,
  `"password_hash"`,
  '../../etc/passwd',
  '{"raw":"drop table products"}',
];

/** Names under which services take an order, a filter or a selection from the client; ours takes none. */
const names = [
  'sort',
  'order',
  'orderBy',
  'order_by',
  'select',
  'fields',
  'groupBy',
  'where',
  'filter',
  'order[name]',
];

function lists(): string[] {
  const organization = cooperative.organizationId;
  return [
    `/api/v1/organizations?`,
    `/api/v1/products?organization=${organization}&`,
    `/api/v1/sites?organization=${organization}&`,
    `/api/v1/batches?organization=${organization}&`,
    `/api/v1/organizations/${organization}/keys?`,
    `/api/v1/members?organization=${organization}&`,
    `/api/v1/batches/${batch}/events?`,
  ];
}

describe('a list', () => {
  it('takes no order, filter or selection from the client, whatever it is called', async () => {
    for (const list of lists()) {
      for (const name of names) {
        for (const value of hostile) {
          const answer = await cooperative.owner.get(`${list}${name}=${encodeURIComponent(value)}`);
          expect([200, 400, 422], `${list}${name}`).toContain(answer.status);
          expect(JSON.stringify(answer.body)).not.toMatch(/argon2|password_hash/);
        }
      }
    }
  });

  it('refuses SQL where a cursor, a limit or an id belongs', async () => {
    for (const list of lists()) {
      for (const name of ['cursor', 'after', 'limit', 'organization']) {
        for (const value of hostile) {
          const answer = await cooperative.owner.get(`${list}${name}=${encodeURIComponent(value)}`);
          expect(answer.status, `${list}${name}`).toBeLessThan(500);
        }
      }
    }
  });

  it('still has its rows afterwards', async () => {
    const { body } = await cooperative.owner.get(
      `/api/v1/products?organization=${cooperative.organizationId}`,
    );
    expect(body.items).toHaveLength(1);
  });
});

describe('a new row', () => {
  it('never takes the place of one that is there, whatever id the client gives it', async () => {
    const { owner, organizationId: organization, productId, siteId } = cooperative;
    const bodies: [string, string, object][] = [
      ['/api/v1/products', productId, { organization, name: '假', category: 'FRU', unit: 'KGM' }],
      ['/api/v1/sites', siteId, { organization, name: '假', publicName: '假', region: '370686' }],
    ];
    for (const [path, id, body] of bodies) {
      const before = await owner.get(`${path}/${id}`);
      const answer = await owner.post(path, { id, ...body });
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ pointer: '/id' }]);
      expect((await owner.get(`${path}/${id}`)).body).toEqual(before.body);
    }
  });
});
