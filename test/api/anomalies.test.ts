import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anomaliesOf, failedReport, failedTest, judgeAll, type ListedAnomaly } from '../support/anomalies.js';
import { createOfficial, type Official } from '../support/authority.js';
import {
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Answer,
  type Cooperative,
} from '../support/cooperative.js';
import { createPartner } from '../support/parties.js';
import { until } from '../support/until.js';

const root = '/api/v1/anomalies';
let farm: Cooperative;
let inspector: Official;
let regulator: Official;
let elsewhere: Official;
beforeAll(async () => {
  farm = await createCooperative();
  inspector = await createOfficial(farm);
  regulator = await createOfficial(farm, 'regulator', '3706', inspector.authorityId);
  elsewhere = await createOfficial(farm, 'inspector', '2301');
});
afterAll(() => farm.service.close());

type Found = Awaited<ReturnType<typeof failedTest>>;

async function failed(): Promise<Found> {
  const batch = await farm.open();
  await made(farm.record(batch, 'harvest', harvestOf(100)));
  return failedTest(farm, inspector.caller, batch);
}

const step = (found: ListedAnomaly, path: string, body: object, by = inspector): Promise<Answer> =>
  by.caller.post(`${root}/${found.id}/${path}`, body);
const get = async ({ id }: ListedAnomaly, by = inspector): Promise<Answer['body']> =>
  (await by.caller.get(`${root}/${id}`)).body;
const faultsOf = ({ body }: Answer): unknown => body.errors?.map(({ pointer, code }) => `${pointer} ${code}`);
const problemOf = ({ status, body }: Answer): unknown => [status, body['type']];

/** The entries of the batch as a caller reads them. */
async function timeline(batch: string, by: Pick<Official, 'caller'>): Promise<Record<string, unknown>[]> {
  return (await by.caller.get(`/api/v1/batches/${batch}/events?limit=200`)).body['items'] as never;
}

const decoded = (text: string): string =>
  (text.match(/[\w-]{16,}/g) ?? []).map((part) => Buffer.from(part, 'base64url').toString()).join('\n');

/** What a batch's evidence says, with all that is encoded in it, once the log holds an entry that says so. */
async function decodedEvidence(code: string, said: string): Promise<string> {
  return until(async () => {
    const text = await (await farm.owner.open(`/evidence/${code}`)).text();
    const entries = decoded(text);
    const all = [text, entries, decoded(entries)].join('\n');
    return all.includes(said) && all;
  }, 100);
}

/** The report is corrected: then the rule rests on the correction, too. */
async function correct({ batch, entry }: Found, verdict: 'pass' | 'fail'): Promise<void> {
  const value = verdict === 'pass' ? '0.005' : '0.6';
  const results = [{ ...failedReport.results[0], value, verdict }];
  const data = {
    corrects: { kind: 'inspection', ...entry },
    reason: '笔误',
    data: { ...failedReport, results, verdict },
  };
  const event = { kind: 'correction', occurredAt: new Date().toISOString(), data };
  await made(inspector.caller.post(`/api/v1/batches/${batch.id}/events`, event));
  await judgeAll(farm);
}

describe('the list', () => {
  it('shows the entries that a finding rests on: who said what, when it happened, when it was recorded', async () => {
    const found = await failed();
    const body = await get(found);
    expect(body).toMatchObject({
      ...{ rule: 'R61', severity: 'critical', state: 'new', inForce: true, released: null, authority: null },
      ...{
        organization: { id: farm.organizationId },
        batch: { id: found.batch.id, product: '苹果', lot: null },
      },
      ...{ entries: found.entries, steps: [] },
      facts: [{ ...found.entry, kind: 'inspection', title: '检验检测', issuer: { name: '示例农业农村局' } }],
    });
    const [fact] = body['facts'] as { occurredAt: string; recordedAt: string; sentence: string }[];
    expect(fact?.sentence).toContain('不合格');
    expect(Date.parse(String(body['since']))).toBe(Date.parse(fact?.recordedAt ?? ''));
    expect(Date.parse(fact?.occurredAt ?? '')).toBeLessThanOrEqual(Date.parse(fact?.recordedAt ?? ''));
    const en = await inspector.caller.get(`${root}/${found.id}`, { 'accept-language': 'en' });
    expect(String(en.body['title'])).toMatch(/^[A-Z][ -~]+$/);
  });

  it('is in order: the gravest first, and of these the newest', async () => {
    const batch = await farm.open();
    const longAgo = new Date(Date.now() - 6 * 86_400_000).toISOString();
    const [day = ''] = longAgo.split('T');
    const late = { ...harvestOf(1), startedOn: day, stoppedOn: day };
    await made(farm.record(batch, 'harvest', late, { occurredAt: longAgo }));
    await failed();
    const all = await anomaliesOf(inspector.caller);
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    const places = all.map(({ severity, since, id }) => `${9 - order.indexOf(severity)} ${since} ${id}`);
    expect(places).toEqual([...places].sort().reverse());
    expect(all.map(({ severity }) => severity)).toEqual(expect.arrayContaining(['critical', 'medium']));
  });

  it('is narrowed by severity, rule, state and organization', async () => {
    const found = await failed();
    const taken = await failed();
    await step(taken, 'assignment', {});
    const ids = async (query: string): Promise<string[]> =>
      (await anomaliesOf(inspector.caller, query)).map(({ id }) => id);
    for (const query of ['', '&severity=critical', '&rule=R61', `&organization=${farm.organizationId}`])
      expect(await ids(query)).toEqual(expect.arrayContaining([found.id, taken.id]));
    for (const query of ['&severity=low', '&rule=R13', '&state=filed'])
      expect(await ids(query)).not.toEqual(expect.arrayContaining([found.id]));
    expect(await ids('&state=new')).toContain(found.id);
    expect(await ids('&state=new')).not.toContain(taken.id);
    expect(await ids('&state=assigned')).toContain(taken.id);
    expect(await ids('&state=assigned')).not.toContain(found.id);
    const other = await createPartner(farm);
    expect(await ids(`&organization=${other.organizationId}`)).toEqual([]);
  });

  it.each(['', '&state=new'])(
    'has pages that link to the next, each anomaly on one of them%s',
    async (query) => {
      await failed();
      await failed();
      const seen: string[] = [];
      for (let target = `${root}?limit=2${query}`; target !== '';) {
        const page = await inspector.caller.get(target);
        seen.push(...(page.body['items'] as { id: string }[]).map(({ id }) => id));
        target = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
      }
      expect(seen).toEqual((await anomaliesOf(inspector.caller, query)).map(({ id }) => id));
    },
  );

  it.each([
    ['state=open', '/query/state choice'],
    ['severity=huge', '/query/severity choice'],
    ['rule=R', '/query/rule value'],
    ['cursor=1_2', '/query/cursor value'],
    ['organization=x', '/query/organization uuid'],
  ])('is refused with %s', async (query, expected) => {
    const answer = await inspector.caller.get(`${root}?${query}`);
    expect([answer.status, faultsOf(answer)]).toEqual([422, [expected]]);
  });

  it('is for officials of the region', async () => {
    const found = await failed();
    expect(await anomaliesOf(elsewhere.caller)).toEqual([]);
    expect((await elsewhere.caller.get(`${root}/${found.id}`)).status).toBe(404);
    expect((await elsewhere.caller.get(`${root}?organization=${farm.organizationId}`)).status).toBe(404);
    expect((await step(found, 'assignment', {}, elsewhere)).status).toBe(404);
    expect((await farm.owner.get(root)).status).toBe(403);
    expect((await farm.owner.get(`${root}/${found.id}`)).status).toBe(403);
    expect((await farm.owner.post(`${root}/${found.id}/assignment`, {})).status).toBe(403);
    expect((await inspector.caller.get(`${root}/${uuidv7()}`)).status).toBe(404);
  });
});

describe('colleagues', () => {
  const listed = async (by: Official): Promise<unknown> =>
    (await by.caller.get('/api/v1/colleagues')).body['items'];

  it('are those with a region who act for the same authority, by name and page by page', async () => {
    const both = [
      { id: inspector.accountId, name: '检查员', role: 'inspector', region: '370686', you: true },
      { id: regulator.accountId, name: '检查员', role: 'regulator', region: '3706', you: false },
    ].sort((left, right) => (left.id < right.id ? -1 : 1));
    expect(await listed(inspector)).toEqual(both);
    expect(await listed(elsewhere)).toMatchObject([{ id: elsewhere.accountId, you: true }]);
    const first = await inspector.caller.get('/api/v1/colleagues?limit=1');
    expect(first.body['items']).toEqual(both.slice(0, 1));
    const next = /^<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await inspector.caller.get(next);
    expect([second.body['items'], second.headers.get('link')]).toEqual([both.slice(1), null]);
  });

  it('are no colleagues once their account was ended', async () => {
    const left = await createOfficial(farm, 'inspector', '370686', inspector.authorityId);
    expect(await listed(inspector)).toHaveLength(3);
    expect((await farm.admin.delete(`/api/v1/accounts/${left.accountId}`)).status).toBe(204);
    expect(await listed(inspector)).toHaveLength(2);
  });

  it('are told to nobody who acts for no authority', async () => {
    const alone = await signIn(farm.service, 'inspector', null, '370686');
    const member = await createOfficial(farm, 'inspector', '370686', farm.organizationId);
    for (const caller of [alone, member.caller, farm.owner])
      expect((await caller.get('/api/v1/colleagues')).status).toBe(403);
  });
});

describe('an inquiry', () => {
  it('is begun, noted and ended, and the finding stays', async () => {
    const found = await failed();
    expect(await step(found, 'assignment', { assignee: regulator.accountId })).toMatchObject({
      ...{ status: 200, body: { state: 'assigned', authority: { id: inspector.authorityId } } },
    });
    expect((await step(found, 'notes', { text: '已约谈负责人' })).body['state']).toBe('assigned');
    const closing = { outcome: 'explained', reason: '样品送错' };
    expect((await step(found, 'closing', closing, regulator)).body['state']).toBe('explained');
    const body = await get(found);
    expect(body).toMatchObject({ state: 'explained', inForce: true });
    expect(body['steps']).toMatchObject([
      { step: 'assigned', person: regulator.accountId, text: null, outcome: null },
      { step: 'noted', text: '已约谈负责人', authority: { name: '示例农业农村局' } },
      { step: 'closed', outcome: 'explained', text: '样品送错' },
    ]);
    expect((await anomaliesOf(inspector.caller, '&state=explained')).map(({ id }) => id)).toContain(found.id);
  });

  it('says on the chain that the authority looks into it, and to nobody but officials what it wrote and who is sent', async () => {
    const found = await failed();
    await step(found, 'assignment', {});
    await step(found, 'notes', { text: '举报人说是假的' });
    const [own, theirs] = [
      await timeline(found.batch.id, inspector),
      await timeline(found.batch.id, { caller: farm.owner }),
    ];
    const notes = [own, theirs].map((entries) => entries.filter(({ kind }) => kind === 'case').at(-1));
    expect(notes[0]).toMatchObject({ data: { text: '举报人说是假的', step: 'noted' } });
    expect(notes[1]?.['data']).toMatchObject({
      step: 'noted',
      finding: { rule: 'R61', severity: 'critical' },
    });
    expect(JSON.stringify(theirs)).not.toContain('举报人');
    expect(JSON.stringify(theirs)).not.toContain(inspector.accountId);
    const { code } = (await farm.owner.get(`/api/v1/batches/${found.batch.id}`)).body;
    const hidden = await decodedEvidence(String(code), '"step":"noted"');
    expect(hidden).not.toContain('举报人');
    expect(hidden).not.toContain(inspector.accountId);
  });

  it('is recorded once however often it is sent', async () => {
    const found = await failed();
    const key = { 'idempotency-key': uuidv7() };
    const send = (): Promise<Answer> => inspector.caller.post(`${root}/${found.id}/assignment`, {}, key);
    const answers = [await send(), await send()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await get(found))['steps']).toHaveLength(1);
    const other = await inspector.caller.post(`${root}/${found.id}/notes`, { text: '另一份' }, key);
    expect(problemOf(other)).toEqual([409, '/problems/event-conflict']);
  });

  it('is noted and ended only while it is under way', async () => {
    const found = await failed();
    const closing = { outcome: 'filed', reason: '复查不合格' };
    for (const [path, body] of [
      ['notes', { text: '早了' }],
      ['closing', closing],
    ] as const)
      expect(problemOf(await step(found, path, body))).toEqual([409, '/problems/case-not-open']);
    await step(found, 'assignment', {});
    expect((await step(found, 'closing', closing)).body['state']).toBe('filed');
    for (const [path, body] of [
      ['notes', { text: '晚了' }],
      ['closing', closing],
    ] as const)
      expect(problemOf(await step(found, path, body))).toEqual([409, '/problems/case-not-open']);
    expect((await step(found, 'assignment', {})).body['state']).toBe('assigned');
    expect((await get(found))['steps']).toHaveLength(3);
  });

  it('begins only while the rule finds it; one that is under way is shown as gone, and can be ended', async () => {
    const [taken, free] = [await failed(), await failed()];
    await step(taken, 'assignment', {});
    await correct(taken, 'pass');
    await correct(free, 'pass');
    expect((await inspector.caller.get(`${root}/${free.id}`)).status).toBe(404);
    expect(await get(taken)).toMatchObject({
      inForce: false,
      state: 'assigned',
      detail: null,
      facts: [taken.entry],
    });
    const listed = await anomaliesOf(inspector.caller, '&state=assigned');
    expect(listed.find(({ id }) => id === taken.id)).toMatchObject({ inForce: false });
    expect((await anomaliesOf(inspector.caller)).map(({ id }) => id)).not.toContain(taken.id);
    expect((await step(taken, 'closing', { outcome: 'explained', reason: '报告笔误' })).status).toBe(200);
    expect(problemOf(await step(taken, 'assignment', {}))).toEqual([409, '/problems/finding-gone']);
  });

  it('is of one finding: what rests on other entries is new', async () => {
    const found = await failed();
    await step(found, 'assignment', {});
    await step(found, 'closing', { outcome: 'explained', reason: '样品送错' });
    await correct(found, 'fail');
    const now = (await anomaliesOf(inspector.caller, '&rule=R61')).find(
      ({ batch }) => batch.id === found.batch.id,
    );
    expect(now).toMatchObject({ state: 'new', inForce: true });
    expect(now?.id).not.toBe(found.id);
    expect(now?.entries.length).toBe(found.entries.length + 1);
    expect(await get(found)).toMatchObject({ state: 'explained', inForce: false });
  });

  it('is for inspectors and regulators who record for an authority, and for nobody else', async () => {
    const found = await failed();
    const alone = await signIn(farm.service, 'inspector', null, '370686');
    expect((await alone.post(`${root}/${found.id}/assignment`, {})).status).toBe(403);
    const member = await createOfficial(farm, 'inspector', '370686', farm.organizationId);
    expect((await step(found, 'assignment', {}, member)).status).toBe(403);
    for (const assignee of [elsewhere.accountId, uuidv7()]) {
      const answer = await step(found, 'assignment', { assignee });
      expect([answer.status, faultsOf(answer)]).toEqual([422, ['/assignee unknown-inspector']]);
    }
    const event = { kind: 'case', occurredAt: new Date().toISOString(), data: {} };
    const answer = await inspector.caller.post(`/api/v1/batches/${found.batch.id}/events`, event);
    expect([answer.status, faultsOf(answer)]).toEqual([422, ['/kind unknown-kind']]);
  });

  it.each<[string, string, object, string]>([
    ['no note', 'notes', {}, '/text required'],
    ['a note of spaces', 'notes', { text: '  ' }, '/text text'],
    ['a note too long', 'notes', { text: '长'.repeat(401) }, '/text text'],
    ['a note that turns its direction', 'notes', { text: 'a\u202eb' }, '/text text'],
    ['no outcome', 'closing', { reason: '好' }, '/outcome required'],
    ['another outcome', 'closing', { outcome: 'gone', reason: '好' }, '/outcome choice'],
    ['no reason', 'closing', { outcome: 'explained' }, '/reason required'],
    ['what there is not', 'assignment', { text: '好' }, '/text unknown-field'],
  ])('is refused with %s', async (_, path, body, expected) => {
    const found = (await anomaliesOf(inspector.caller))[0] ?? (await failed());
    const answer = await step(found, path, body);
    expect([answer.status, faultsOf(answer)]).toEqual([422, [expected]]);
  });
});
