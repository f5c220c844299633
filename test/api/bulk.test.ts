import { connect } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCombined } from '../../src/ledger/disclosure.js';
import { harvestLine, linesOf, sendLines, type BulkAnswer, type LineAnswer } from '../support/bulk.js';
import { createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { balanceOf, chainFault, createPartner, harvestOf, type Partner } from '../support/parties.js';
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
let partner: Partner;

beforeAll(async () => {
  farm = await createCooperative();
  partner = await createPartner(farm);
});

afterAll(async () => {
  expect(farm.service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await farm.service.close();
});

const send = (values: readonly unknown[], headers?: Record<string, string>): Promise<BulkAnswer> =>
  sendLines(farm.service.url, farm.owner, linesOf(values), headers);
const statuses = (answer: BulkAnswer): number[] => answer.lines.map(({ status }) => status);
const isWhole = async (batch: string): Promise<void> => {
  expect(await chainFault(farm, farm.organizationId, batch)).toBeNull();
};
const faultOf = ({ problem }: LineAnswer) => ({
  type: problem?.type,
  faults: (problem?.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`),
});

describe('lines of events', () => {
  it('are recorded in order and answered in the same order, each with its receipt', async () => {
    const [first, second] = [await farm.open(), await farm.open()];
    const lines = Array.from({ length: 40 }, (_, index) =>
      harvestLine(index % 3 === 0 ? second : first, index + 1),
    );
    const answer = await send(lines);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(statuses(answer)).toEqual(Array<number>(40).fill(201));
    expect(answer.lines.map(({ event }) => event?.id)).toEqual(
      lines.map((line) => (line as { id: string }).id),
    );
    for (const batch of [first, second]) {
      const seqs = answer.lines.flatMap(({ event }) => (event?.['batch'] === batch ? [event.seq] : []));
      expect(seqs).toEqual(seqs.map((_, index) => index + 2));
      await isWhole(batch);
    }
    for (const { event } of answer.lines)
      expect(event).toMatchObject({
        kind: 'harvest',
        signer: 'custodial',
        findings: null,
        proof: null,
        receipt: expect.stringMatching(/^ey/) as string,
      });
  });

  it('answer each line as the same event sent alone is answered', async () => {
    const batch = await farm.open();
    const line = harvestLine(batch, 5) as { id: string; occurredAt: string; kind: string; data: object };
    const answer = await send([line]);
    const alone = await farm.record(batch, line.kind, line.data, {
      eventId: line.id,
      occurredAt: line.occurredAt,
    });
    expect(alone.status).toBe(200);
    expect(asRecorded(answer.lines[0]?.event ?? {})).toEqual(asRecorded(alone.body));
  });

  it('keep their order within a batch while others write to it', async () => {
    const batch = await farm.open();
    const requests = Array.from({ length: 4 }, (_, request) =>
      Array.from({ length: 60 }, (_, index) => harvestLine(batch, request * 60 + index + 1)),
    );
    const singles = Array.from({ length: 20 }, () => farm.record(batch, 'harvest', harvestOf('1')));
    const answers = await Promise.all(requests.map((lines) => send(lines)));
    expect((await Promise.all(singles)).every(({ status }) => status === 201)).toBe(true);
    const all = answers.map(({ lines }) => lines.map(({ event }) => event?.seq ?? 0));
    for (const seqs of all) expect(seqs).toEqual([...seqs].sort((left, right) => left - right));
    expect(new Set(all.flat()).size).toBe(240);
    await isWhole(batch);
  });

  it('may build on one another: what a line harvests the next may ship', async () => {
    const batch = await farm.open();
    const ship = (value: string) => ({
      batch,
      kind: 'shipment',
      occurredAt: new Date().toISOString(),
      data: { quantity: { value, unit: 'KGM' }, consignee: { party: { name: '上海示例批发市场' } } },
    });
    const answer = await send([ship('10'), harvestLine(batch, 30), ship('20'), ship('20'), ship('10')]);
    expect(statuses(answer)).toEqual([409, 201, 201, 409, 201]);
    expect(answer.lines[3]?.problem?.type).toBe('/problems/insufficient-quantity');
    expect(await balanceOf(farm.owner, batch)).toMatchObject({
      produced: '30',
      available: '0',
      frozen: '30',
    });
    await isWhole(batch);
  });

  it('get an event id when they bring none', async () => {
    const batch = await farm.open();
    const answer = await send([
      harvestLine(batch, 1, { id: undefined }),
      harvestLine(batch, 1, { id: undefined }),
    ]);
    expect(statuses(answer)).toEqual([201, 201]);
    expect(answer.lines[0]?.event?.id).not.toBe(answer.lines[1]?.event?.id);
  });

  it('move the shipper’s balance when one of them is a receipt', async () => {
    const [source, target] = [await farm.open(), await partner.open()];
    await made(farm.record(source, 'harvest', harvestOf('8')));
    const consignee = { organization: partner.organizationId };
    const shipped = await made(
      farm.record(source, 'shipment', { quantity: { value: '8', unit: 'KGM' }, consignee }),
    );
    const entry = { batch: source, seq: shipped.seq, leafHash: shipped.leafHash };
    const data = { source: entry, quantity: { value: '8', unit: 'KGM' } };
    const line = { batch: target, kind: 'receipt', occurredAt: new Date().toISOString(), data };
    const answer = await sendLines(farm.service.url, partner.owner, linesOf([line]));
    expect(statuses(answer), JSON.stringify(answer.lines)).toEqual([201]);
    await expect.poll(() => balanceOf(farm.owner, source)).toMatchObject({ frozen: '0', shipped: '8' });
  });
});

describe('lines that were sent before', () => {
  it('are answered with their first answers, whatever came between', async () => {
    const batch = await farm.open();
    const private_ = harvestLine(batch, 3, { data: { ...harvestOf('3'), operator: 'member:0007' } });
    const lines = [harvestLine(batch, 1), private_, harvestLine(batch, 2)];
    const first = await send(lines);
    await farm.record(batch, 'harvest', harvestOf('9'));
    const again = await send([...lines].reverse());
    expect(statuses(again)).toEqual([200, 200, 200]);
    expect(again.lines.map(({ event }) => event).reverse()).toEqual(first.lines.map(({ event }) => event));
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: '15' });
  });

  it('are one event when one request holds them twice', async () => {
    const batch = await farm.open();
    const line = harvestLine(batch, 4);
    const answer = await send([line, line, line]);
    expect(statuses(answer)).toEqual([201, 200, 200]);
    expect(answer.lines[1]?.event).toEqual(answer.lines[0]?.event);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: '4' });
  });

  it.each([
    ['a public field', { data: harvestOf('5') }],
    ['a private field', { data: { ...harvestOf('4'), operator: 'member:0008' } }],
    ['the time', { occurredAt: new Date(Date.now() - 60_000).toISOString() }],
  ])('conflict when %s differs, in the same request and in another', async (_, change) => {
    const batch = await farm.open();
    const line = harvestLine(batch, 4, { data: { ...harvestOf('4'), operator: 'member:0007' } });
    const other = { ...line, ...change };
    const answer = await send([line, other]);
    expect(statuses(answer)).toEqual([201, 409]);
    const conflict = { type: '/problems/event-conflict', faults: ['/id conflict'] };
    expect(faultOf(answer.lines[1]!)).toEqual(conflict);
    expect(faultOf((await send([other])).lines[0]!)).toEqual(conflict);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: '4' });
  });
});

describe('a bad line among good ones', () => {
  const refusals: readonly (readonly [string, (batch: string) => unknown, number, string, readonly string[]])[] = [
    ['no value', () => '', 400, 'malformed', [' json-syntax']],
    ['white space alone', () => ' \t', 400, 'malformed', [' json-syntax']],
    ['text that is no JSON', () => '{"batch":', 400, 'malformed', ['/batch json-syntax']],
    ['a second value', (batch) => `${JSON.stringify(harvestLine(batch, 1))} {}`, 400, 'malformed', [' json-syntax']],
    ['a duplicate key', (batch) => `{"batch":"${batch}","kind":"harvest","kind":"input"}`, 400, 'malformed', ['/kind json-duplicate-key']],
    ['a duplicate key below', (batch) => `{"batch":"${batch}","data":{"a":1,"a":2}}`, 400, 'malformed', ['/data/a json-duplicate-key']],
    ['a fraction', (batch) => `{"batch":"${batch}","data":{"a":1.5}}`, 400, 'malformed', ['/data/a json-number']],
    ['a lone surrogate', (batch) => `{"batch":"${batch}","kind":"\\ud800"}`, 400, 'malformed', ['/kind json-lone-surrogate']],
    ['a byte order mark', (batch) => `\ufeff${JSON.stringify(harvestLine(batch, 1))}`, 400, 'malformed', [' json-bom']],
    ['a list', () => [], 422, 'validation', [' object']],
    ['null', () => null, 422, 'validation', [' object']],
    ['no fields', () => ({}), 422, 'validation', ['/batch required', '/kind required', '/occurredAt required', '/data required']],
    ['an unknown field', (batch) => harvestLine(batch, 1, { lot: 'x' }), 422, 'validation', ['/lot unknown-field']],
    ['an id of version 4', (batch) => harvestLine(batch, 1, { id: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' }), 422, 'validation', ['/id uuidv7']],
    ['a null id', (batch) => harvestLine(batch, 1, { id: null }), 422, 'validation', ['/id uuidv7']],
    ['a batch in capitals', (batch) => harvestLine(batch.toUpperCase(), 1), 422, 'validation', ['/batch uuid']],
    ['an unknown kind', (batch) => harvestLine(batch, 1, { kind: 'harvests' }), 422, 'validation', ['/kind unknown-kind']],
    ['an opening', (batch) => harvestLine(batch, 1, { kind: 'opening' }), 422, 'validation', ['/kind unknown-kind']],
    ['a time to come', (batch) => harvestLine(batch, 1, { occurredAt: '2199-01-01T00:00:00Z' }), 422, 'validation', ['/occurredAt future']],
    ['no decimal', (batch) => harvestLine(batch, 1, { data: harvestOf('1e3') }), 422, 'validation', ['/data/quantity/value decimal']],
    ['another unit', (batch) => harvestLine(batch, 1, { data: { ...harvestOf('1'), quantity: { value: '1', unit: 'LTR' } } }), 422, 'validation', ['/data/quantity/unit dimension']],
    ['a batch that is not there', () => harvestLine('4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64', 1), 404, 'not-found', []],
    ['a statement that is a number', (batch) => ({ batch, statement: 1 }), 422, 'validation', ['/statement text']],
    ['a statement and an id', (batch) => ({ batch, statement: 'x', id: uuidv7() }), 422, 'validation', ['/id unknown-field']],
    ['a statement that is none', (batch) => ({ batch, statement: 'x' }), 400, 'malformed', ['/statement disclosure-malformed']],
  ]; // prettier-ignore

  it.each(refusals)('is refused alone, and named, with %s', async (_, bad, status, slug, faults) => {
    const batch = await farm.open();
    const answer = await send([harvestLine(batch, 1), bad(batch), harvestLine(batch, 2)]);
    expect(statuses(answer), JSON.stringify(answer.lines)).toEqual([201, status, 201]);
    expect(faultOf(answer.lines[1]!)).toEqual({ type: `/problems/${slug}`, faults });
    expect(answer.lines[1]?.problem?.instance).toBe(`urn:uuid:${answer.headers.get('x-request-id') ?? ''}`);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: '3' });
    await isWhole(batch);
  });

  it('is refused alone with broken UTF-8', async () => {
    const batch = await farm.open();
    const [before, after] = [linesOf([harvestLine(batch, 1)]), linesOf([harvestLine(batch, 2)])];
    const broken = Buffer.concat([Buffer.from('{"batch":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}\n')]);
    const body = Buffer.concat([Buffer.from(before), broken, Buffer.from(after)]);
    const answer = await sendLines(farm.service.url, farm.owner, new Uint8Array(body));
    expect(statuses(answer)).toEqual([201, 400, 201]);
    expect(faultOf(answer.lines[1]!)).toEqual({ type: '/problems/malformed', faults: [' bytes-utf8'] });
  });

  it('is refused alone when it is longer than a request of its own may be', async () => {
    const batch = await farm.open();
    const line = JSON.stringify(harvestLine(batch, 1));
    const answer = await send([
      line + ' '.repeat(65_536 - line.length),
      harvestLine(batch, 2),
      line + ' '.repeat(65_537 - line.length),
    ]);
    expect(statuses(answer)).toEqual([201, 201, 413]);
    expect(answer.lines[2]?.problem?.type).toBe('/problems/too-large');
  });

  it('is refused as not found when its batch is another organization’s, and nothing of it is stored', async () => {
    const [own, foreign] = [await farm.open(), await partner.open()];
    const answer = await send([harvestLine(foreign, 1), harvestLine(own, 2), harvestLine(foreign, 3)]);
    expect(statuses(answer)).toEqual([404, 201, 404]);
    expect(await balanceOf(partner.owner, foreign)).toMatchObject({ produced: '0' });
  });

  it('is forbidden for who may only look', async () => {
    const viewer = await signIn(farm.service, 'viewer', farm.organizationId);
    const answer = await sendLines(farm.service.url, viewer, linesOf([harvestLine(await farm.open(), 1)]));
    expect(faultOf(answer.lines[0]!)).toMatchObject({ type: '/problems/forbidden' });
  });

  it('is refused in the reader’s language', async () => {
    const [chinese, english] = await Promise.all(
      ['zh-CN', 'en'].map((language) => send([''], { 'accept-language': language })),
    );
    expect(chinese?.lines[0]?.problem?.detail).toMatch(/\p{Script=Han}/u);
    expect(english?.lines[0]?.problem?.detail).toMatch(/^[\x20-\x7e]+$/);
    expect(english?.headers.get('vary')).toMatch(/accept-language/i);
  });
});

describe('lines that participants signed', () => {
  const data = { ...harvestOf('5'), operator: 'member:0007' };

  async function register(key: HeldKey): Promise<HeldKey> {
    const claims = { org: farm.organizationId, aud: farm.service.config.logOrigin };
    const body = { jwk: key.jwk, proof: proveKey(key, claims) };
    await made(farm.owner.post(`/api/v1/organizations/${farm.organizationId}/keys`, body));
    return key;
  }

  function signedLine(key: HeldKey, batch: string, about = batch): { batch: string; statement: string } {
    const draft = draftStatement(
      { organizationId: farm.organizationId, batch: about, kind: 'harvest' },
      data,
      ['/operator'],
    );
    return {
      batch,
      statement: formatCombined(compactJws(key, statementHeader(key), draft.payload), draft.disclosures),
    };
  }

  it('are recorded as theirs among plain ones, in order, and once', async () => {
    const [key, batch] = [await register(makeKey()), await farm.open()];
    const lines = [signedLine(key, batch), harvestLine(batch, 1), signedLine(key, batch)];
    const answer = await send(lines);
    expect(answer.lines.map(({ status, event }) => [status, event?.seq, event?.['signer']])).toEqual([
      [201, 2, 'participant'],
      [201, 3, 'custodial'],
      [201, 4, 'participant'],
    ]);
    const again = await send(lines);
    expect(statuses(again)).toEqual([200, 200, 200]);
    expect(again.lines.map(({ event }) => event)).toEqual(answer.lines.map(({ event }) => event));
    await isWhole(batch);
  });

  it('are refused one by one, and told where below the statement', async () => {
    const [key, stranger] = [await register(makeKey()), makeKey()];
    const [batch, other] = [await farm.open(), await farm.open()];
    const good = signedLine(key, batch);
    const answer = await send([
      good,
      signedLine(stranger, batch),
      signedLine(key, batch, other),
      { ...good, statement: good.statement.slice(0, -1) },
      { ...good, statement: good.statement.replace(/~.*~$/, '~') },
      {
        ...good,
        statement: good.statement.replace(/\.[^.~]*~/, (signature) => signature.replace(/^..../, '.AAA')),
      },
    ]);
    expect(answer.lines.map((line) => [line.status, ...faultOf(line).faults])).toEqual([
      [201],
      [422, '/statement/kid key'],
      [422, '/statement/sub chain'],
      [400, '/statement disclosure-malformed'],
      [422, '/statement/disclosures missing'],
      [422, expect.stringMatching(/^\/statement\/signature /) as string],
    ]);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ produced: '5' });
  });

  it('conflict when the same id was signed over other bytes', async () => {
    const [key, batch] = [await register(makeKey()), await farm.open()];
    const draft = draftStatement(
      { organizationId: farm.organizationId, batch, kind: 'harvest' },
      harvestOf('5'),
      [],
    );
    const combine = (payload: object) => formatCombined(compactJws(key, statementHeader(key), payload), []);
    const answer = await send([
      { batch, statement: combine(draft.payload) },
      { batch, statement: combine({ ...draft.payload, data: harvestOf('6') }) },
    ]);
    expect(statuses(answer)).toEqual([201, 409]);
    expect(faultOf(answer.lines[1]!).faults).toEqual(['/statement/jti conflict']);
  });
});

describe('a body of lines', () => {
  it('of 1,000 is recorded whole, and of 1,001 not at all', async () => {
    const batch = await farm.open();
    const lines = Array.from({ length: 1_000 }, () => harvestLine(batch, 1));
    const before = await farm.owner.get(`/api/v1/batches/${batch}`);
    const refused = await send([...lines, harvestLine(batch, 1)]);
    expect(refused).toMatchObject({ status: 413, problem: { type: '/problems/too-large' } });
    expect((await farm.owner.get(`/api/v1/batches/${batch}`)).body).toEqual(before.body);
    const answer = await send(lines);
    expect(new Set(statuses(answer))).toEqual(new Set([201]));
    expect(answer.lines.map(({ event }) => event?.seq)).toEqual(lines.map((_, index) => index + 2));
    expect(new Set(statuses(await send(lines)))).toEqual(new Set([200]));
    await isWhole(batch);
  });

  it('ends its lines with LF or CRLF, the last one with or without', async () => {
    const batch = await farm.open();
    const pair = (end: string, last: string): string => {
      const [first, second] = [harvestLine(batch, 1), harvestLine(batch, 1)].map((line) =>
        JSON.stringify(line),
      );
      return `${first ?? ''}${end}${second ?? ''}${last}`;
    };
    for (const body of [pair('\n', '\n'), pair('\n', ''), pair('\r\n', '\r\n'), pair('\r\n', '')]) {
      const answer = await sendLines(farm.service.url, farm.owner, body);
      expect(statuses(answer)).toEqual([201, 201]);
    }
  });

  it('answers an empty line as a bad one, but for the last', async () => {
    const batch = await farm.open();
    const line = JSON.stringify(harvestLine(batch, 1));
    expect(statuses(await sendLines(farm.service.url, farm.owner, `\n${line}\n\n`))).toEqual([400, 201, 400]);
    expect(statuses(await sendLines(farm.service.url, farm.owner, '\n'))).toEqual([400]);
  });

  it.each([
    ['nothing in it', '', {}, 400, 'malformed'],
    ['another media type', '{}', { 'content-type': 'application/json' }, 415, 'media-type'],
    ['text', '{}', { 'content-type': 'text/plain' }, 415, 'media-type'],
    ['another charset', '{}', { 'content-type': 'application/x-ndjson; charset=gbk' }, 415, 'media-type'],
    ['a parameter', '{}', { 'content-type': 'application/x-ndjson; a=b' }, 415, 'media-type'],
    ['a coding', '{}', { 'content-encoding': 'gzip' }, 415, 'media-type'],
    ['8 MiB and a byte', ' '.repeat(8_388_609), {}, 413, 'too-large'],
  ])('is refused whole with %s', async (_, body, headers, status, slug) => {
    const answer = await sendLines(farm.service.url, farm.owner, body, headers);
    expect(answer).toMatchObject({ status, problem: { type: `/problems/${slug}`, status } });
  });

  it('may say that it is UTF-8', async () => {
    for (const type of ['application/x-ndjson; charset=utf-8', 'Application/X-NDJSON;charset="UTF-8"'])
      expect((await send([''], { 'content-type': type })).status).toBe(200);
  });

  it('is refused by every other route, before it is read', async () => {
    for (const path of [
      '/api/v1/batches',
      `/api/v1/batches/${await farm.open()}/events`,
      '/api/v1/auth/token',
    ]) {
      const answer = await farm.owner.post(path, ' '.repeat(100_000), {
        'content-type': 'application/x-ndjson',
      });
      expect(answer, path).toMatchObject({ status: 415, body: { type: '/problems/media-type' } });
    }
  });

  it('is refused to strangers, and by other methods', async () => {
    expect(await sendLines(farm.service.url, null, '{}\n')).toMatchObject({ status: 401 });
    const got = await farm.owner.get('/api/v1/events:batch');
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('that breaks off stores nothing', async () => {
    const batch = await farm.open();
    const before = await farm.owner.get(`/api/v1/batches/${batch}`);
    const body = linesOf(Array.from({ length: 50 }, () => harvestLine(batch, 1)));
    const head = [
      'POST /api/v1/events:batch HTTP/1.1', 'Host: x', 'Content-Type: application/x-ndjson',
      `Authorization: ${farm.owner.credentials['authorization'] ?? ''}`, `Content-Length: ${body.length}`, '', '',
    ].join('\r\n'); // prettier-ignore
    const { hostname, port } = new URL(farm.service.url);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((done) =>
      socket.write(head + body.slice(0, -20), () => {
        done();
      }),
    );
    await farm.owner.get('/livez');
    socket.destroy();
    await farm.owner.get(`/api/v1/batches/${batch}`);
    expect((await farm.owner.get(`/api/v1/batches/${batch}`)).body).toEqual(before.body);
    expect(statuses(await sendLines(farm.service.url, farm.owner, body))).toEqual(
      Array<number>(50).fill(201),
    );
  });
});
