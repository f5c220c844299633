import { compactVerify, importJWK, decodeProtectedHeader } from 'jose';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AuditRunner } from '../../src/audit/audit-runner.js';
import { encodeEntry, parseEntry } from '../../src/ledger/entry.js';
import { LogKey } from '../../src/log/log-key.js';
import { audited, ended, startAudit, type ToldChain } from '../support/auditing.js';
import { type Caller, createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { harvestOf } from '../support/parties.js';

let farm: Cooperative;
let owner: pg.Client;
let regulator: Caller;
let batch: string;
let other: string;

beforeAll(async () => {
  farm = await createCooperative({ tampers: true });
  owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await owner.connect();
  // Triggers and foreign keys do not stand in the way of whoever owns the server.
  await owner.query('set session_replication_role = replica');
  batch = await farm.open();
  other = await farm.open();
  for (const one of [batch, other]) {
    await made(farm.record(one, 'harvest', harvestOf('100')));
    await made(farm.record(one, 'harvest', harvestOf('50')));
  }
  await farm.service.settled();
  regulator = await signIn(farm.service, 'regulator', null, '3706');
});
afterAll(async () => {
  await owner.end();
  await farm.service.close();
});

/** What is put back after each test. */
let undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.reverse()) await step();
  undo = [];
});

async function tamper(
  change: string,
  values: unknown[],
  back: string,
  backValues: unknown[] = values,
): Promise<void> {
  await owner.query(change, values);
  undo.push(() => owner.query(back, backValues));
}

const ofBatch = 'chain_id = $1 and seq = $2';
const chains = async (query = '', caller = regulator): Promise<ToldChain[]> =>
  (await caller.get(`/api/v1/audit/chains${query}`)).body['items'] as ToldChain[];
const flipped = `set_byte(entry, $3, 255 - get_byte(entry, $3))`;

async function flip(at: number, seq = 2): Promise<void> {
  const change = `update entries set entry = ${flipped} where ${ofBatch}`;
  await tamper(change, [batch, seq, at], change);
}

describe('a check of all chains', () => {
  it('says of chains that none has been made', async () => {
    expect(new Set((await chains()).map(({ state }) => state))).toEqual(new Set(['unchecked']));
  });

  it('passes a sound ledger, and counts what is in the region', async () => {
    const run = await audited(regulator);
    expect(run).toMatchObject({ state: 'passed', fault: null, faults: [] });
    expect(run.read).toBe(run.size);
    const told = await chains();
    expect(run.counts).toMatchObject({ chains: told.length, passed: told.length, failed: 0 });
    expect(run.counts?.['entries']).toBe(told.reduce((sum, { entries }) => sum + entries, 0));
    expect(new Set(told.map(({ state }) => state))).toEqual(new Set(['passed']));
    expect(told.find(({ chain }) => chain === `batch/${batch}`)?.checked).toMatchObject({
      run: run.id,
      entries: 3,
    });
  });

  it('finds a byte that was changed at exactly that entry, and no other chain at fault', async () => {
    for (const at of [0, 40, 300, 600]) {
      await flip(at);
      const run = await audited(regulator);
      expect(run).toMatchObject({ state: 'failed', fault: null, counts: { failed: 1 } });
      expect(run.faults).toHaveLength(1);
      expect(run.faults[0]).toMatchObject({
        chain: `batch/${batch}`,
        state: 'failed',
        fault: { position: 2, reason: 'leaf-differs', evidence: `/api/v1/batches/${batch}/evidence` },
      });
      const { expected, found, logIndex } = run.faults[0]?.fault ?? {};
      const { rows } = await owner.query<{ hash: string; i: string }>(
        `select encode(leaf_hash, 'base64') as hash, log_index as i from log_leaves where ${ofBatch}`,
        [batch, 2],
      );
      expect([expected, String(logIndex)]).toEqual([rows[0]?.hash, rows[0]?.i]);
      expect(found).not.toBe(expected);
      await undo.pop()?.();
    }
  });

  it('says who the entry names while it can be read', async () => {
    const change = `update entries set entry = convert_to(replace(convert_from(entry, 'UTF8'), $3, $4), 'UTF8') where ${ofBatch}`;
    await tamper(change, [batch, 2, '"recordedAt":"2', '"recordedAt":"3'], change, [
      batch,
      2,
      '"recordedAt":"3',
      '"recordedAt":"2',
    ]);
    const { faults } = await audited(regulator);
    expect(faults[0]?.fault?.['writtenBy']).toMatchObject({
      organization: farm.organizationId,
      name: '栖霞示例果业农民专业合作社',
      signer: 'custodial',
      kind: 'harvest',
      // The time stands outside what was signed.
      signed: true,
    });
  });

  it('says of a statement whose signature was exchanged that its words are not those that were signed', async () => {
    const { rows } = await owner.query<{ entry: Buffer }>(`select entry from entries where ${ofBatch}`, [
      batch,
      2,
    ]);
    const { entry } = rows[0]!;
    const told = parseEntry(entry);
    const at = told.statement.length - 20;
    const letter = told.statement[at] === 'A' ? 'B' : 'A';
    const statement = told.statement.slice(0, at) + letter + told.statement.slice(at + 1);
    const change = `update entries set entry = $3 where ${ofBatch}`;
    const forged = Buffer.from(encodeEntry({ ...told, statement }));
    await tamper(change, [batch, 2, forged], change, [batch, 2, entry]);
    const { faults } = await audited(regulator);
    expect(faults[0]?.fault).toMatchObject({ reason: 'leaf-differs', writtenBy: { signed: false } });
  });

  it('finds an entry whose hashes were all made to fit, by its signature and by the tree', async () => {
    const { rows } = await owner.query<{ entry: Buffer; i: string }>(
      `select e.entry, l.log_index as i from entries e join log_leaves l using (organization_id, chain_id, seq)
       where e.${ofBatch}`,
      [batch, 3],
    );
    const { entry, i } = rows[0]!;
    const told = parseEntry(entry);
    const at = told.statement.length - 20;
    const letter = told.statement[at] === 'A' ? 'B' : 'A';
    const statement = told.statement.slice(0, at) + letter + told.statement.slice(at + 1);
    const forged = Buffer.from(encodeEntry({ ...told, statement }));
    const put = async (bytes: Buffer): Promise<void> => {
      await owner.query(
        `update entries set entry = $3, leaf_hash = sha256('\\x00'::bytea || $3) where ${ofBatch}`,
        [batch, 3, bytes],
      );
      await owner.query(
        `update log_tiles set hashes = overlay(hashes placing (select leaf_hash from entries where ${ofBatch}) from $3 for 32) where level = 0`,
        [batch, 3, Number(i) * 32 + 1],
      );
      await owner.query(
        `update chains set head = (select leaf_hash from entries where ${ofBatch}) where chain_id = $1`,
        [batch, 3],
      );
    };
    await put(forged);
    undo.push(() => put(entry));
    const run = await audited(regulator);
    expect(run.state).toBe('failed');
    expect(run.faults.map(({ chain, fault }) => [chain, fault?.['position'], fault?.['reason']])).toEqual([
      [`batch/${batch}`, 3, 'signature-wrong'],
    ]);
    expect(run.fault).toMatchObject({ reason: 'root-differs' });
  });

  it('finds an entry that was deleted, and one whose place in the log was deleted with it', async () => {
    const { rows } = await owner.query<Record<string, unknown>>(`select * from entries where ${ofBatch}`, [
      batch,
      3,
    ]);
    const back = 'insert into entries select * from jsonb_populate_record(null::entries, $1)';
    const row = rows[0]!;
    const json = (value: unknown) => (Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value);
    const record = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, json(value)]));
    await tamper(`delete from entries where ${ofBatch}`, [batch, 3], back, [record]);
    expect((await audited(regulator)).faults[0]?.fault).toMatchObject({
      position: 3,
      reason: 'entry-missing',
    });
    const leaf = await owner.query<Record<string, unknown>>(
      `delete from log_leaves where ${ofBatch} returning *`,
      [batch, 3],
    );
    undo.push(() => {
      const values = Object.entries(leaf.rows[0]!).map(([name, value]) => [name, json(value)]);
      return owner.query('insert into log_leaves select * from jsonb_populate_record(null::log_leaves, $1)', [
        Object.fromEntries(values),
      ]);
    });
    await tamper(
      'update chains set seq = 2 where chain_id = $1',
      [batch],
      'update chains set seq = 3 where chain_id = $1',
    );
    const run = await audited(regulator);
    expect(run.fault).toMatchObject({
      reason: 'entry-missing',
      logIndex: Number(leaf.rows[0]?.['log_index']),
    });
  });

  it('finds a head that was moved back, and an entry that the log never had', async () => {
    await tamper(
      'update chains set seq = 2 where chain_id = $1',
      [other],
      'update chains set seq = 3 where chain_id = $1',
    );
    await tamper(
      'update chains set seq = 4 where chain_id = $1',
      [batch],
      'update chains set seq = 3 where chain_id = $1',
    );
    const { faults } = await audited(regulator);
    const found = Object.fromEntries(
      faults.map(({ chain, fault }) => [chain, [fault?.['position'], fault?.['reason']]]),
    );
    expect(found).toEqual({ [`batch/${other}`]: [3, 'head-differs'], [`batch/${batch}`]: [4, 'not-logged'] });
  });

  it('fails the chains whose key was registered by an entry that was changed, and no others', async () => {
    const { rows } = await owner.query<{ seq: number }>(
      `select seq from entries where chain_id = $1 and convert_from(entry, 'UTF8') like '%' order by seq`,
      [farm.organizationId],
    );
    expect(rows.length).toBeGreaterThan(1);
    const change = `update entries set entry = ${flipped} where ${ofBatch}`;
    await tamper(change, [farm.organizationId, 2, 30], change);
    const { faults } = await audited(regulator);
    expect(faults[0]).toMatchObject({ chain: `org/${farm.organizationId}`, fault: { position: 2 } });
    expect(new Set(faults.slice(1).map(({ fault }) => fault?.['reason']))).toEqual(new Set(['key-unknown']));
  });

  it('is shown by state and by organization', async () => {
    await flip(40);
    await audited(regulator);
    expect((await chains('?state=failed')).map(({ chain }) => chain)).toEqual([`batch/${batch}`]);
    expect((await chains('?state=passed')).map(({ chain }) => chain)).not.toContain(`batch/${batch}`);
    const fresh = await farm.open();
    expect((await chains('?state=unchecked')).map(({ chain }) => chain)).toEqual([`batch/${fresh}`]);
    const own = await chains(`?organization=${farm.organizationId}`);
    expect(own.map(({ chain }) => chain)).toContain(`org/${farm.organizationId}`);
    await farm.service.settled();
  });
});

describe('a run', () => {
  it('is one at a time, whoever asks', async () => {
    const [first, second] = await Promise.all([startAudit(regulator), startAudit(farm.admin)]);
    expect([first.status, second.status].sort()).toEqual([200, 201]);
    expect(second.id).toBe(first.id);
    await ended(regulator, first.id);
  });

  it('tells how far it is as server-sent events, the last of them at its end', async () => {
    const { id } = await startAudit(regulator);
    const answer = await fetch(`${farm.service.url}/api/v1/audit/runs/${id}`, {
      headers: { ...regulator.credentials, accept: 'text/event-stream' },
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const events = (await answer.text()).trim().split('\n\n');
    const told = events.map((event) => /^event: (\w+)\ndata: (.*)$/.exec(event));
    expect(told.at(-1)?.[1]).toBe('passed');
    expect(JSON.parse(told.at(-1)?.[2] ?? '{}')).toMatchObject({ id, state: 'passed' });
  });

  it('has a report under the key of the log', async () => {
    await flip(40);
    const run = await audited(regulator);
    const file = await regulator.file(`/api/v1/audit/runs/${run.id}/report`);
    const { kid, raw } = farm.service.app.get(LogKey, { strict: false }).verifier.key;
    const jws = file.bytes.toString();
    expect(decodeProtectedHeader(jws)).toEqual({ alg: 'Ed25519', kid, typ: 'furrow-audit-report' });
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') };
    const { payload } = await compactVerify(jws, await importJWK(jwk, 'Ed25519'));
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({
      log: farm.service.config.logOrigin,
      regions: ['3706'],
      id: run.id,
      state: 'failed',
      counts: run.counts,
      faults: [{ chain: `batch/${batch}` }],
    });
    await expect(
      compactVerify(
        jws.replace(
          /\.([^.])([^.]*)$/,
          (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
        ),
        await importJWK(jwk, 'Ed25519'),
      ),
    ).rejects.toThrow();
  });

  it('is interrupted when the service stops, and found nothing', async () => {
    const runner = farm.service.app.get(AuditRunner, { strict: false });
    const before = await chains();
    const { id } = await startAudit(regulator);
    await runner.onApplicationShutdown();
    const run = await ended(regulator, id);
    expect(run).toMatchObject({ state: 'interrupted', counts: null, faults: [] });
    expect(await chains()).toEqual(before);
  });

  it('that was left by its process is interrupted, and another begins', async () => {
    await owner.query(`insert into audit_runs (id, started_at, seen_at, state, size, note)
      values ('01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10', now() - interval '1 hour', now() - interval '1 hour', 'running', 1, '')`);
    expect((await startAudit(regulator)).status).toBe(201);
    const { body } = await regulator.get('/api/v1/audit/runs/01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10');
    expect(body['state']).toBe('interrupted');
  });
});

describe('what a check found', () => {
  it('is told of the reader’s region, and to nobody without one', async () => {
    const far = await signIn(farm.service, 'regulator', null, '51');
    const { body } = await far.get('/api/v1/audit/runs');
    const [run] = body['items'] as { id: string }[];
    expect((await far.get(`/api/v1/audit/runs/${run!.id}`)).body).toMatchObject({ faults: [] });
    expect(await chains('', far)).toEqual([]);
    expect((await far.get(`/api/v1/audit/chains?organization=${farm.organizationId}`)).status).toBe(404);
    const inspector = await signIn(farm.service, 'inspector', null, '370686');
    expect((await chains('', inspector)).length).toBeGreaterThan(2);
    expect((await startAudit(inspector)).status).toBe(403);
    expect((await farm.owner.get('/api/v1/audit/chains')).status).toBe(403);
    expect((await regulator.get('/api/v1/audit/chains?cursor=x')).status).toBe(422);
  });
});
