import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsAtOnceMax } from '../../src/http/document-body.js';
import { attachmentOf, jpegOf, recordWith, sendBytes, type TestAttachment } from '../support/attachments.js';
import {
  createCooperative,
  harvestOf,
  signIn,
  type Answer,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { tracesOf } from '../support/power-traces.js';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const slug = ({ body }: Answer): string => String(body['type']).replace('/problems/', '');

let farm: Cooperative;
let batch: string;
let viewer: Caller;

beforeAll(async () => {
  farm = await createCooperative();
  batch = await farm.open();
  viewer = await signIn(farm.service, 'viewer', farm.organizationId);
});
afterAll(() => farm.service.close());

let photos = 0;
/** A photo that nobody has sent, and where its bytes go. */
async function told(): Promise<TestAttachment & { readonly path: string }> {
  const photo = attachmentOf(jpegOf(`photo ${(photos += 1)}`));
  return { ...photo, path: `${await recordWith(farm, batch, photo)}/${photo.named.sha256}` };
}

function folder(): string {
  return join(farm.service.config.dataDir, 'attachments', farm.organizationId);
}

function fileOf({ named }: TestAttachment): string {
  return join(folder(), Buffer.from(named.sha256, 'base64url').toString('hex'));
}

async function stateOf({ named }: TestAttachment): Promise<unknown> {
  const { body } = await farm.owner.get(`/api/v1/batches/${batch}/events?limit=200`);
  const items = body['items'] as { attachments: { sha256: string; state: string }[] }[];
  return items.flatMap(({ attachments }) => attachments).find(({ sha256 }) => sha256 === named.sha256)?.state;
}

describe('a photo that an entry names', () => {
  it('is missing until its bytes have come, then the same bytes for all who read the batch', async () => {
    const photo = await told();
    expect(await stateOf(photo)).toBe('missing');
    const before = await farm.owner.get(photo.path);
    expect([before.status, slug(before)]).toEqual([404, 'attachment-missing']);
    const sent = await sendBytes(farm, farm.owner, photo.path, photo.bytes);
    expect(sent).toMatchObject({ status: 201, body: { ...photo.named, state: 'stored' } });
    expect(await stateOf(photo)).toBe('stored');
    const { status, headers, bytes } = await viewer.file(photo.path);
    expect(status).toBe(200);
    expect(bytes.equals(photo.bytes)).toBe(true);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      etag: `"${photo.named.sha256}"`,
    });
    const head = await viewer.file(photo.path, 'HEAD');
    expect([head.status, head.bytes.length, head.headers.get('content-length')]).toEqual([
      200,
      0,
      String(photo.bytes.length),
    ]);
    const held = await viewer.get(photo.path, { 'if-none-match': `"${photo.named.sha256}"` });
    expect(held.status).toBe(304);
  });

  it('lies on the disk as noise, once, however often and by how many at once it is sent', async () => {
    const photo = await told();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => sendBytes(farm, farm.owner, photo.path, photo.bytes)),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
    expect((await sendBytes(farm, farm.owner, photo.path, photo.bytes)).status).toBe(200);
    expect(readFileSync(fileOf(photo)).includes('JFIF')).toBe(false);
    expect(readdirSync(folder()).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  it('is not there while only a part of it was written, and comes whole the next time', async () => {
    const [photo, other] = [await told(), await told()];
    await sendBytes(farm, farm.owner, other.path, other.bytes);
    writeFileSync(`${fileOf(photo)}.killed.new`, photo.bytes.subarray(0, 20));
    expect(await stateOf(photo)).toBe('missing');
    expect(slug(await farm.owner.get(photo.path))).toBe('attachment-missing');
    expect((await sendBytes(farm, farm.owner, photo.path, photo.bytes)).status).toBe(201);
    expect((await farm.owner.file(photo.path)).bytes.equals(photo.bytes)).toBe(true);
  });

  it('stays what it was: a file that was changed on the disk is not handed out', async () => {
    const photo = await told();
    await sendBytes(farm, farm.owner, photo.path, photo.bytes);
    const kept = readFileSync(fileOf(photo));
    writeFileSync(fileOf(photo), Buffer.concat([kept.subarray(0, 20), randomBytes(kept.length - 20)]));
    expect((await farm.owner.file(photo.path)).status).toBe(500);
  });

  it('may be named by a correction, and its bytes come to that entry', async () => {
    const corrected = await farm.record(batch, 'harvest', harvestOf(2));
    const photo = attachmentOf(jpegOf('weighed anew'));
    const { seq, leafHash } = corrected.body;
    const data = { ...harvestOf(3), attachments: [photo.named] };
    const corrects = { kind: 'harvest', seq, leafHash };
    const { body } = await farm.record(batch, 'correction', { corrects, reason: '过磅后更正', data });
    const path = `/api/v1/batches/${batch}/events/${String(body['seq'])}/attachments/${photo.named.sha256}`;
    expect((await sendBytes(farm, farm.owner, path, photo.bytes)).status).toBe(201);
  });
});

describe('what an entry may say of photos', () => {
  const { named } = attachmentOf(jpegOf('x'));
  it.each([
    [
      'five of them',
      Array.from({ length: 5 }, (_, n) => attachmentOf(jpegOf(`${n}`)).named),
      '/data/attachments',
      'too-many',
    ],
    ['none', [], '/data/attachments', 'too-few'],
    ['one twice', [named, { ...named, bytes: 7 }], '/data/attachments', 'repeated'],
    ['no hash', [{ ...named, sha256: 'abc' }], '/data/attachments/0/sha256', 'leaf-hash'],
    ['another type', [{ ...named, mediaType: 'image/gif' }], '/data/attachments/0/mediaType', 'choice'],
    ['more than 3,000,000 bytes', [{ ...named, bytes: 3_000_001 }], '/data/attachments/0/bytes', 'maximum'],
    ['no number', [{ ...named, bytes: '7' }], '/data/attachments/0/bytes', 'integer'],
    ['a name', [{ ...named, name: 'x.jpg' }], '/data/attachments/0/name', 'unknown-field'],
    ['null', [null], '/data/attachments/0', 'object'],
  ])('%s is refused by name', async (_, attachments, pointer, code) => {
    const answer = await farm.record(batch, 'harvest', { ...harvestOf(1), attachments });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer, code }]);
  });
});

describe('bytes that are not what the entry names', () => {
  it.each([
    ['shorter', (bytes: Buffer) => bytes.subarray(1), 'image/jpeg', '/bytes'],
    [
      'others of the same length',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('?')]),
      'image/jpeg',
      '/sha256',
    ],
  ])('%s are refused by name, and nothing is stored', async (_, change, type, pointer) => {
    const photo = await told();
    const answer = await sendBytes(farm, farm.owner, photo.path, change(photo.bytes), type);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ pointer, code: 'differs' }]]);
    expect(existsSync(fileOf(photo))).toBe(false);
  });

  it('of another type are refused, whether that is said or found', async () => {
    const photo = attachmentOf(png, 'image/jpeg');
    const path = `${await recordWith(farm, batch, photo)}/${photo.named.sha256}`;
    const said = await sendBytes(farm, farm.owner, path, png, 'image/png');
    expect(said.body.errors).toMatchObject([{ pointer: '/mediaType', code: 'differs' }]);
    const found = await sendBytes(farm, farm.owner, path, png, 'image/jpeg');
    expect([found.status, slug(found)]).toEqual([415, 'media-type']);
    for (const type of ['image/gif', 'application/json', 'text/html'])
      expect((await sendBytes(farm, farm.owner, path, png, type)).status).toBe(415);
    expect(await stateOf(photo)).toBe('missing');
  });

  it('are refused above 3,000,000, and taken at that size', async () => {
    const largest = attachmentOf(Buffer.concat([jpegOf(''), Buffer.alloc(3_000_000 - jpegOf('').length)]));
    const path = `${await recordWith(farm, batch, largest)}/${largest.named.sha256}`;
    const more = Buffer.concat([largest.bytes, Buffer.from('x')]);
    expect((await sendBytes(farm, farm.owner, path, more)).status).toBe(413);
    expect((await sendBytes(farm, farm.owner, path, largest.bytes)).status).toBe(201);
    expect((await viewer.file(path)).bytes.equals(largest.bytes)).toBe(true);
  });

  it('go nowhere but to an entry of this batch that names them', async () => {
    const photo = await told();
    const elsewhere = photo.path.replace(batch, await farm.open());
    const none = [
      elsewhere,
      photo.path.replace(/events\/\d+/, 'events/1'),
      photo.path.replace(/events\/\d+/, 'events/0'),
      photo.path.replace(/events\/\d+/, 'events/4294967296'),
      photo.path.replace(/[^/]+$/, attachmentOf(jpegOf('another')).named.sha256),
      photo.path.replace(/[^/]+$/, '..%2f..%2fmaster.key'),
    ];
    for (const path of none) {
      expect((await sendBytes(farm, farm.owner, path, photo.bytes)).status, path).toBe(404);
      expect((await farm.owner.get(path)).status, path).toBe(404);
    }
  });
});

describe('who sends, sees and deletes', () => {
  it('is in no stranger’s hands, nor in those of who is not signed in', async () => {
    const photo = await told();
    await sendBytes(farm, farm.owner, photo.path, photo.bytes);
    const stranger = await signIn(farm.service, 'owner', await anotherOrganization());
    const elsewhere = await signIn(farm.service, 'regulator', null, '51');
    for (const caller of [stranger, elsewhere]) {
      expect((await caller.get(photo.path)).status).toBe(404);
      expect((await sendBytes(farm, caller, photo.path, photo.bytes)).status).toBe(404);
      expect((await caller.delete(photo.path)).status).toBe(404);
    }
    expect((await fetch(farm.service.url + photo.path)).status).toBe(401);
  });

  it('who only looks sends and deletes nothing, a recorder deletes nothing, and the admin of the service sees no photo', async () => {
    const photo = await told();
    const recorder = await signIn(farm.service, 'recorder', farm.organizationId);
    expect((await sendBytes(farm, viewer, photo.path, photo.bytes)).status).toBe(403);
    expect((await sendBytes(farm, recorder, photo.path, photo.bytes)).status).toBe(201);
    expect((await recorder.delete(photo.path)).status).toBe(403);
    expect((await farm.admin.get(photo.path)).status).toBe(403);
    expect(await stateOf(photo)).toBe('stored');
  });

  it('is shown to the authority of the region, whose look is traced', async () => {
    const photo = await told();
    await sendBytes(farm, farm.owner, photo.path, photo.bytes);
    const regulator = await signIn(farm.service, 'regulator', null, '3706');
    const before = (await tracesOf(farm.service, farm.organizationId)).length;
    expect((await regulator.file(photo.path)).bytes.equals(photo.bytes)).toBe(true);
    expect((await tracesOf(farm.service, farm.organizationId)).length).toBe(before + 1);
    expect((await sendBytes(farm, regulator, photo.path, photo.bytes)).status).toBe(403);
    expect((await regulator.delete(photo.path)).status).toBe(403);
  });

  it('is gone for good once the owner has deleted it, and no phone brings it back; the entry stays', async () => {
    const photo = await told();
    await sendBytes(farm, farm.owner, photo.path, photo.bytes);
    writeFileSync(`${fileOf(photo)}.killed.new`, photo.bytes);
    for (let n = 0; n < 2; n += 1) expect((await farm.owner.delete(photo.path)).status).toBe(204);
    expect(readdirSync(folder()).filter((name) => join(folder(), name).startsWith(fileOf(photo)))).toEqual([
      `${fileOf(photo).slice(folder().length + 1)}.deleted`,
    ]);
    const gone = await farm.owner.get(photo.path);
    expect([gone.status, slug(gone)]).toEqual([410, 'attachment-deleted']);
    const again = await sendBytes(farm, farm.owner, photo.path, photo.bytes);
    expect([again.status, slug(again)]).toEqual([410, 'attachment-deleted']);
    expect(await stateOf(photo)).toBe('deleted');
  });
});

describe('many at once', () => {
  it('are bounded: one more is told to come again, and is taken when there is room', async () => {
    const photo = await told();
    const statusNow = async () => (await sendBytes(farm, farm.owner, photo.path, photo.bytes)).status;
    const { hostname, port } = new URL(farm.service.url);
    const headers = { ...farm.owner.credentials, 'content-type': 'image/jpeg', 'content-length': '100' };
    const answers: (number | undefined)[] = [];
    const slow = Array.from({ length: documentsAtOnceMax + 8 }, () => {
      const sending = request({ hostname, port, path: photo.path, method: 'PUT', headers });
      sending.on('error', () => undefined);
      sending.on('response', ({ statusCode }) => answers.push(statusCode));
      sending.write('x');
      return sending;
    });
    await expect.poll(() => answers).toHaveLength(8);
    expect(new Set(answers)).toEqual(new Set([503]));
    expect(await statusNow()).toBe(503);
    for (const sending of slow) sending.destroy();
    await expect.poll(statusNow).toBe(200);
    expect(await stateOf(photo)).toBe('stored');
  });
});

let organizations = 0;
async function anotherOrganization(): Promise<string> {
  organizations += 1;
  const body = { kind: 'family-farm', name: `示例家庭农场 ${organizations}`, region: '370686' };
  return String((await farm.admin.post('/api/v1/organizations', body)).body['id']);
}
