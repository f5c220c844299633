import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCombined } from '../../src/ledger/disclosure.js';
import type { JsonObject } from '../../src/ledger/json.js';
import {
  createCooperative,
  harvestOf,
  signIn,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { trustOf } from '../support/device.js';
import { Enrolling } from '../support/enrolment.js';
import { furrow } from '../support/furrow.js';
import {
  compactJws,
  draftStatement,
  makeKey,
  statementHeader,
  type HeldKey,
} from '../support/participant.js';
import { slugOf, type Answer } from './parties.js';
import { asRecorded } from '../support/recorded.js';

/** Histories; more with FURROW_KEY_HISTORIES. A history has 6 to 16 steps. */
const histories = Number(process.env['FURROW_KEY_HISTORIES'] ?? 100);
const lanes = 5;
const stepsOfOne = { minLength: 6, maxLength: 16, size: 'max' } as const;

type Who = 'owner' | 'one' | 'other';
/** `key` counts from the newest key of the history back. */
type Step =
  | { readonly does: 'enrol'; readonly who: Who }
  | { readonly does: 'rotate'; readonly key: number; readonly vouches: boolean }
  | { readonly does: 'approve' | 'refuse' | 'state' | 'repeat'; readonly key: number }
  | { readonly does: 'revoke'; readonly key: number; readonly who: Who; readonly early: boolean };

const whoever = fc.constantFrom<Who>('owner', 'one', 'owner', 'other');
const key = fc.constantFrom(0, 0, 0, 1, 2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('enrol' as const), who: whoever }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('rotate' as const), key, vouches: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('approve' as const), key }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('refuse' as const), key }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('state' as const), key }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('repeat' as const), key }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('revoke' as const), key, who: whoever, early: fc.boolean() }),
  },
);

/** Members of their own for histories that run at a time: an account has one challenge. */
async function members(): Promise<Record<Who, Caller>> {
  const signedIn = (role: 'owner' | 'recorder') => signIn(farm.service, role, farm.organizationId);
  const [owner, one, other] = [
    await signedIn('owner'),
    await signedIn('recorder'),
    await signedIn('recorder'),
  ];
  return { owner, one, other };
}

/** The model of one key: all that decides whether it may sign. */
interface ModelKey {
  readonly held: HeldKey;
  readonly who: Who;
  readonly replaces: ModelKey | null;
  readonly enrolment: Answer;
  state: 'pending' | 'approved' | 'refused';
  revoked: boolean;
  /** What it signed and was recorded, with the first answer. */
  said: { readonly body: string; readonly first: Answer['body'] } | null;
}

const counts = { accepted: 0, refused: 0, repeated: 0 };

let farm: Cooperative;
let enrolling: Enrolling;
beforeAll(async () => {
  farm = await createCooperative({ env: { LOG_ENTRIES: 'public' } });
  enrolling = new Enrolling(farm.service, farm.organizationId);
});
afterAll(() => farm.service.close());

/** One history over HTTP beside its model. */
class History {
  private readonly keys: ModelKey[] = [];
  private readonly accepted: string[] = [];

  constructor(
    private readonly batch: string,
    private readonly callers: Record<Who, Caller>,
  ) {}

  async take(one: Step): Promise<void> {
    if (one.does === 'enrol') return this.enrol(one.who, null, false);
    const key = this.keys.at(-1 - one.key);
    if (key === undefined) return;
    if (one.does === 'rotate') return this.enrol(key.who, key, one.vouches);
    if (one.does === 'approve' || one.does === 'refuse') return this.decide(key, one.does);
    if (one.does === 'state') return this.state(key);
    if (one.does === 'revoke') return this.revoke(key, one.who, one.early);
    return this.repeat(key);
  }

  /** The chain has exactly what the model says was accepted, in order, each as the participant's own. */
  async finish(): Promise<void> {
    const listed = await farm.owner.get(`/api/v1/batches/${this.batch}/events?limit=200`);
    const items = listed.body['items'] as { id: string; kind: string; signer: string }[];
    const said = items.filter(({ kind }) => kind !== 'opening');
    expect(said.map(({ id }) => id)).toEqual(this.accepted);
    expect(said.every(({ signer }) => signer === 'participant')).toBe(true);
  }

  private async enrol(who: Who, replaces: ModelKey | null, vouches: boolean): Promise<void> {
    const held = makeKey();
    const changes = replaces === null ? {} : { replaces: replaces.held, vouches };
    const enrolment = await enrolling.enrol(held, this.callers[who].credentials, changes);
    if (replaces !== null && !isValid(replaces)) {
      expect(enrolment.status).toBe(422);
      return;
    }
    const state = who === 'owner' || vouches ? 'approved' : 'pending';
    expect(enrolment).toMatchObject({ status: 201, body: { state } });
    if (state === 'approved' && replaces !== null) replaces.revoked = true;
    this.keys.push({ held, who, replaces, enrolment, state, revoked: false, said: null });
  }

  private async decide(key: ModelKey, what: 'approve' | 'refuse'): Promise<void> {
    const wanted = what === 'approve' ? 'approved' : 'refused';
    const answer = await enrolling.decide(key.enrolment, what, farm.owner.credentials);
    if (key.state !== 'pending' && key.state !== wanted) {
      expect(slugOf(answer)).toBe('enrolment-decided');
      return;
    }
    expect(answer).toMatchObject({ status: 200, body: { state: wanted } });
    key.state = wanted;
    if (wanted === 'approved' && key.replaces !== null) key.replaces.revoked = true;
  }

  private async revoke(key: ModelKey, who: Who, early: boolean): Promise<void> {
    const shown = await enrolling.get(`/${key.held.kid}`, farm.owner.credentials);
    const from = early && shown.status === 200 ? new Date(String(shown.body['validFrom'])) : new Date();
    const answer = await enrolling.revoke(key.held.kid, this.callers[who].credentials, from);
    if (who !== 'owner' && who !== key.who) expect(answer.status).toBe(403);
    else if (key.state !== 'approved') expect(answer.status).toBe(404);
    else if (key.revoked) expect([200, 409]).toContain(answer.status);
    else {
      expect(answer.status).toBe(200);
      key.revoked = true;
    }
  }

  private async state(key: ModelKey): Promise<void> {
    const about = { organizationId: farm.organizationId, batch: this.batch, kind: 'harvest' };
    const { payload, disclosures } = draftStatement(about, harvestOf(1) as JsonObject, []);
    const body = formatCombined(compactJws(key.held, statementHeader(key.held), payload), disclosures);
    const answer = await this.send(body);
    if (!isValid(key)) {
      expect([answer.status, answer.body['type']]).toEqual([422, '/problems/key-not-accepted']);
      counts.refused += 1;
      return;
    }
    expect(answer).toMatchObject({ status: 201, body: { signer: 'participant' } });
    this.accepted.push(payload['jti'] as string);
    key.said ??= { body, first: answer.body };
    counts.accepted += 1;
  }

  /** What was recorded is answered as it was, whatever became of the key. */
  private async repeat({ said }: ModelKey): Promise<void> {
    if (said === null) return;
    const answer = await this.send(said.body);
    expect([answer.status, asRecorded(answer.body)]).toEqual([200, asRecorded(said.first)]);
    counts.repeated += 1;
  }

  private send(body: string) {
    const headers = { 'content-type': 'application/jose' };
    return this.callers.one.post(`/api/v1/batches/${this.batch}/events`, body, headers);
  }
}

const isValid = ({ state, revoked }: ModelKey): boolean => state === 'approved' && !revoked;

describe('random histories of keys', () => {
  it(`accept exactly the statements that a simple model accepts (${histories})`, async () => {
    const run = async (lane: number): Promise<void> => {
      const callers = await members();
      const property = fc.asyncProperty(fc.array(step, stepsOfOne), async (steps) => {
        const history = new History(await farm.open(), callers);
        for (const one of steps) await history.take(one);
        await history.finish();
      });
      await fc.assert(property, { numRuns: Math.ceil(histories / lanes), seed: 20_261_126 + lane });
    };
    await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
    expect(counts.accepted).toBeGreaterThan(histories / 2);
    expect(counts.refused).toBeGreaterThan(histories / 2);
    expect(counts.repeated).toBeGreaterThan(0);
  }, 600_000);

  it('leave a log that an auditor finds sound from its first entry to its last', async () => {
    await farm.service.settled();
    const folder = await mkdtemp(join(tmpdir(), 'furrow-histories-'));
    const trust = join(folder, 'trust.json');
    await writeFile(trust, await trustOf(farm));
    const audited = await furrow(['audit', `${farm.service.url}/log`, '--trust', trust, '--json'], {
      cwd: folder,
    });
    expect(audited.code, audited.stdout + audited.stderr).toBe(0);
    const report = JSON.parse(audited.stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
    expect(JSON.stringify(report)).toContain(`"own":${counts.accepted}`);
    await rm(folder, { recursive: true });
  });
});
