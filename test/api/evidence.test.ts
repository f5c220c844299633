import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeEvidence, type Evidence, parseEvidence } from '../../src/ledger/evidence.js';
import type { EvidenceReport } from '../../src/ledger/evidence-report.js';
import { formatNote } from '../../src/ledger/note.js';
import { parseTrust, type Trust } from '../../src/ledger/trust.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { BatchesService } from '../../src/batches/batches.service.js';
import { EvidenceBuilder } from '../../src/audit/evidence-builder.js';
import { LoggedChains } from '../../src/audit/logged-chains.js';
import { LogWriter } from '../../src/log/log-writer.js';
import { Vault } from '../../src/log/vault.js';
import type { ScanView } from '../../src/web/scan-view.js';
import { createConsignee, type Consignee } from '../support/consignee.js';
import {
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { noteFrom } from '../support/notaries.js';
import { compactJws, draftStatement, makeKey, proveKey, statementHeader } from '../support/participant.js';

const kg = (value: string): object => ({ value, unit: 'KGM' });

let farm: Cooperative;
let consignee: Consignee;
let database: pg.Client;
let trust: Trust;
/** A box that was packed from a field, shipped to another organization, and labelled there. */
let field: string;
let box: string;
let bought: string;
let code: string;

beforeAll(async () => {
  farm = await createCooperative();
  consignee = await createConsignee(farm);
  database = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await database.connect();
  trust = await readTrust();
  const key = makeKey('ES256');
  const { organizationId, owner } = farm;
  const audience = farm.service.config.logOrigin;
  const proof = proveKey(key, { org: organizationId, aud: audience });
  await made(owner.post(`/api/v1/organizations/${organizationId}/keys`, { jwk: key.jwk, proof }));
  field = await farm.open('FIELD-1');
  const picked = await made(farm.record(field, 'harvest', { ...harvestOf(1_000), operator: 'PRIVATE-NAME' }));
  const about = { organizationId, batch: field, kind: 'storage' };
  const signed = draftStatement(
    about,
    { place: '示例冷库', enteredOn: '2026-11-01', operator: 'PRIVATE-HAND' },
    ['/operator'],
  );
  const jws = compactJws(key, statementHeader(key), signed.payload);
  const text = [jws, ...signed.disclosures, ''].join('~');
  await made(owner.post(`/api/v1/batches/${field}/events`, text, { 'content-type': 'application/jose' }));
  box = await farm.open('BOX-1');
  const input = { batch: field, seq: picked.seq, leafHash: picked.leafHash, quantity: kg('900') };
  await made(
    farm.record(box, 'processing', {
      process: 'pack',
      inputs: [input],
      outputs: [{ batch: box, quantity: kg('880') }],
    }),
  );
  const shipment = await made(
    farm.record(box, 'shipment', {
      quantity: kg('400'),
      consignee: { organization: consignee.organizationId },
      vehicle: 'PRIVATE-CAR',
    }),
  );
  bought = await consignee.open();
  const source = { batch: box, seq: shipment.seq, leafHash: shipment.leafHash };
  await made(
    post(consignee.owner, bought, 'receipt', { source, quantity: kg('390'), operator: 'PRIVATE-BUYER' }),
  );
  await made(consignee.owner.post(`/api/v1/batches/${bought}/labels`, { units: 5, net: kg('1') }));
  code = await labelCode(bought, 2);
  await settled(consignee.owner, bought);
});
afterAll(async () => {
  await database.end();
  await farm.service.close();
});

async function readTrust(): Promise<Trust> {
  const answer = await fetch(`${farm.service.url}/.well-known/furrow/trust.json`);
  expect(answer.status).toBe(200);
  return parseTrust(new Uint8Array(await answer.arrayBuffer()));
}

function post(by: Caller, batch: string, kind: string, data: object) {
  const occurredAt = new Date().toISOString();
  return by.post(`/api/v1/batches/${batch}/events`, { kind, occurredAt, data });
}

async function labelCode(batch: string, number: number): Promise<string> {
  const { rows } = await database.query<{ code: string }>(
    'select code from labels where batch_id = $1 and number = $2',
    [batch, number],
  );
  return rows[0]!.code;
}

/** The file as the caller gets it, once everything recorded is in the log and witnessed. */
async function settled(by: Caller, batch: string): Promise<Evidence> {
  await farm.service.settled();
  const { status, bytes } = await by.file(`/api/v1/batches/${batch}/evidence`);
  expect(status).toBe(200);
  return parseEvidence(bytes);
}

async function publicEvidence(of: string): Promise<Evidence> {
  const answer = await fetch(`${farm.service.url}/evidence/${of}`);
  expect(answer.status).toBe(200);
  return parseEvidence(new Uint8Array(await answer.arrayBuffer()));
}

function verify(evidence: Evidence, asked?: string): EvidenceReport {
  return verifyEvidence(encodeEvidence(evidence), trust, asked === undefined ? {} : { code: asked });
}

function faults({ checks }: EvidenceReport): Record<string, string> {
  const odd = checks.filter(({ status }) => status === 'fail' || status === 'unknown');
  return Object.fromEntries(odd.map(({ check, reason }) => [check, reason]));
}

const textOf = (evidence: Evidence): string =>
  evidence.chains
    .flatMap(({ entries }) =>
      entries.flatMap(({ entry, disclosures }) => [Buffer.from(entry).toString(), ...disclosures]),
    )
    .flatMap((text) => [text, ...text.split(/[."]/).map((part) => Buffer.from(part, 'base64url').toString())])
    .join('\n');

describe('the trust file', () => {
  it('pins the log, its witnesses and the operator’s first key, and tells nobody where witnesses are asked', async () => {
    const answer = await fetch(`${farm.service.url}/.well-known/furrow/trust.json`);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const { operator, policy } = parseTrust(new Uint8Array(await answer.arrayBuffer()));
    expect(policy.witnesses.map(({ url }) => url)).toEqual([null]);
    expect(policy.logs.map(({ name }) => name)).toEqual([farm.service.config.logOrigin]);
    const { rows } = await database.query<{ id: string; kid: string }>(
      `select o.id, k.kid from organizations o join signing_keys k on k.organization_id = o.id
        where o.kind = 'operator' and k.purpose = 'custodial'`,
    );
    expect(rows).toEqual([{ id: operator.organization.slice('org/'.length), kid: operator.kid }]);
  });

  it('is not sent again to whoever holds it', async () => {
    const url = `${farm.service.url}/.well-known/furrow/trust.json`;
    const etag = (await fetch(url)).headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });
});

describe('the evidence of a batch', () => {
  it('verifies offline with everything it was made from and everybody who signed', async () => {
    const evidence = await settled(consignee.owner, bought);
    const report = verify(evidence);
    expect(faults(report)).toEqual({});
    expect(report.verdict).toBe('verified');
    expect(evidence.chains.map(({ chain, role }) => [role, chain]).slice(0, 3)).toEqual([
      ['subject', `batch/${bought}`],
      ['upstream', `batch/${box}`],
      ['upstream', `batch/${field}`],
    ]);
    expect(evidence.chains.slice(3).map(({ role }) => role)).toEqual(['signer', 'signer', 'signer']);
    const signatures = report.checks.find(({ check }) => check === 'statement-signatures');
    expect(signatures?.figures).toMatchObject({ own: 1 });
  });

  it('is not verified without its witnesses', async () => {
    const evidence = await settled(consignee.owner, bought);
    const { text, signatures } = noteFrom(evidence.checkpoint);
    const report = verify({
      ...evidence,
      checkpoint: formatNote({ text, signatures: signatures.slice(0, 1) }),
    });
    expect(report.verdict).toBe('unknown');
    expect(faults(report)).toEqual({ witnesses: 'not-witnessed' });
  });

  it('soon proves that nothing is hidden, and then shows when something is', async () => {
    let evidence = await settled(consignee.owner, bought);
    for (let turn = 0; evidence.completeness === null && turn < 60; turn += 1) {
      await sleep(250);
      evidence = await settled(consignee.owner, bought);
    }
    const report = verify(evidence);
    expect(report.verdict).toBe('verified');
    expect(report.checks.at(-1)).toMatchObject({ reason: 'complete', figures: { chains: 3 } });
    const [subject, ...chains] = evidence.chains;
    const hidden = { ...subject!, entries: subject!.entries.slice(0, -1) };
    expect(faults(verify({ ...evidence, chains: [hidden, ...chains] }))).toEqual({
      completeness: 'not-complete',
    });
  });

  it('shows a member the private fields of its own organization, and names the others as withheld', async () => {
    const mine = textOf(await settled(consignee.owner, bought));
    expect(mine).toContain('PRIVATE-BUYER');
    expect(mine).not.toMatch(/PRIVATE-(NAME|HAND|CAR)/);
    const theirs = await settled(farm.owner, box);
    expect(textOf(theirs)).toMatch(/PRIVATE-NAME[^]*PRIVATE-HAND|PRIVATE-CAR/);
    const withheld = (await settled(consignee.owner, bought)).chains.flatMap(({ role, entries }) =>
      entries.flatMap((entry) => entry.withheld.map(({ reason }) => [role, reason])),
    );
    expect(withheld).toEqual([
      ['upstream', 'private'],
      ['upstream', 'private'],
      ['upstream', 'private'],
    ]);
  });

  it('says of a private field that is gone that it was erased', async () => {
    const gone = await farm.open('ERASED-1');
    await made(farm.record(gone, 'harvest', { ...harvestOf(1), operator: 'PRIVATE-GONE' }));
    await settled(farm.owner, gone);
    await database.query('delete from disclosures where chain_id = $1', [gone]);
    const evidence = await settled(farm.owner, gone);
    expect(evidence.chains[0]?.entries[1]).toMatchObject({
      disclosures: [],
      withheld: [{ reason: 'erased' }],
    });
    expect(verify(evidence).verdict).toBe('verified');
  });

  it('is not another organization’s to ask for, nor anybody’s who is not signed in', async () => {
    expect((await consignee.owner.get(`/api/v1/batches/${field}/evidence`)).status).toBe(404);
    expect((await fetch(`${farm.service.url}/api/v1/batches/${field}/evidence`)).status).toBe(401);
    const inspector = await signIn(farm.service, 'inspector', null, '3706');
    expect(textOf(await settled(inspector, field))).toContain('PRIVATE-NAME');
  });
});

describe('the evidence behind a code', () => {
  it('is public, proves that the code is one of the batch’s labels, and shows nothing private', async () => {
    const answer = await fetch(`${farm.service.url}/evidence/${code}`);
    expect(answer.headers.get('content-type')).toBe('application/vnd.furrow.evidence+json');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const evidence = await publicEvidence(code);
    expect(textOf(evidence)).not.toContain('PRIVATE');
    expect(evidence.label).toMatchObject({ code, number: 2 });
    const report = verify(evidence, code);
    expect(faults(report)).toEqual({ label: 'label-unused' });
    const active = { action: 'activated', set: await setOf(bought), first: 1, last: 5 };
    await made(post(consignee.owner, bought, 'label', active));
    await settled(consignee.owner, bought);
    expect(verify(await publicEvidence(code), code).verdict).toBe('verified');
    const other = await publicEvidence(await labelCode(bought, 3));
    expect(faults(verify(other, code))).toEqual({ label: 'label-other' });
    expect(faults(verify({ ...evidence, label: { ...evidence.label!, code: other.label!.code } }))).toEqual({
      label: 'label-wrong',
    });
  });

  it('of the batch itself is said by its opening', async () => {
    const { body } = await farm.owner.get(`/api/v1/batches/${box}`);
    const report = verify(await publicEvidence(String(body.code)), String(body.code));
    expect(report.verdict).toBe('verified');
    expect(report.checks.find(({ check }) => check === 'label')?.reason).toBe('label-batch');
  });

  it('is linked in the answer of a scan, and verifies what the page shows', async () => {
    const answer = await fetch(`${farm.service.url}/t/${code}`, { headers: { accept: 'application/json' } });
    const view = (await answer.json()) as ScanView;
    expect(view.evidence).toBe(`/evidence/${code}`);
    const [subject] = (await publicEvidence(code)).chains;
    expect(subject?.entries).toHaveLength(view.timeline.length);
  });

  it.each([
    ['that was never issued', '001061050R3GG28AY', 404],
    ['with a wrong check symbol', '001061050R3GG28AX', 400],
    ['that is none', 'x', 400],
    ['with a path in it', '..%2f..', 400],
  ])('%s is refused', async (_what, wrong, status) => {
    expect((await fetch(`${farm.service.url}/evidence/${wrong}`)).status).toBe(status);
  });

  async function setOf(batch: string): Promise<string> {
    const { rows } = await database.query<{ id: string }>('select id from label_sets where batch_id = $1', [
      batch,
    ]);
    return rows[0]!.id;
  }
});

describe('evidence of stored bytes that someone changed', () => {
  it('is handed out all the same, and does not verify: the entry is named', async () => {
    const batch = await farm.open('TAMPER-1');
    await made(farm.record(batch, 'harvest', harvestOf(10)));
    await settled(farm.owner, batch);
    await database.query('alter table entries disable trigger entries_append_only');
    const turn = (by: number) =>
      database.query(
        'update entries set entry = set_byte(entry, 300, (get_byte(entry, 300) + $2) % 256) where chain_id = $1 and seq = 2',
        [batch, by],
      );
    await turn(1);
    const report = verify(await settled(farm.owner, batch));
    await turn(255);
    expect(report.verdict).toBe('invalid');
    expect(report.checks.find(({ check }) => check === 'inclusion')).toMatchObject({
      reason: 'not-included',
      figures: { chain: `batch/${batch}` },
    });
  });
});

describe('evidence that cannot be given', () => {
  it('is refused while a file would be too large, whichever bound it is', async () => {
    const { app, config } = farm.service;
    const parts = [
      config,
      app.get(BatchesService),
      app.get(LoggedChains, { strict: false }),
      app.get(Vault),
    ] as const;
    const wide = { levelsMax: 9, batchesMax: 9, entriesMax: 99 };
    const batch = await app.get(BatchesService).find(bought);
    const build = (bounds: Partial<typeof wide>) =>
      new EvidenceBuilder(...parts, { ...wide, ...bounds }).build(batch!, () => Promise.resolve(null));
    expect((await build({})).chains.filter(({ role }) => role !== 'signer')).toHaveLength(3);
    for (const bounds of [{ levelsMax: 1 }, { batchesMax: 2 }, { entriesMax: 3 }, { entriesMax: 8 }]) {
      await expect(build(bounds), JSON.stringify(bounds)).rejects.toMatchObject({
        slug: 'evidence-too-large',
      });
    }
  });

  it('is put off while the newest entry is not in the log, with the seconds to wait', async () => {
    const batch = await farm.open('LATE-1');
    await settled(farm.owner, batch);
    await farm.service.app.get(LogWriter).stop();
    await made(farm.record(batch, 'harvest', harvestOf(10)));
    const answer = await farm.owner.get(`/api/v1/batches/${batch}/evidence`);
    expect([answer.status, answer.body['type'], answer.headers.get('retry-after')]).toEqual([
      503,
      '/problems/not-in-log',
      '2',
    ]);
    const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
    const view = await fetch(`${farm.service.url}/t/${String(body.code)}`, {
      headers: { accept: 'application/json' },
    });
    expect(((await view.json()) as ScanView).evidence).toBeNull();
    expect((await fetch(`${farm.service.url}/evidence/${String(body.code)}`)).status).toBe(503);
  });
});
