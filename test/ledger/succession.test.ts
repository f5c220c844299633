import { describe, expect, it } from 'vitest';
import { base64Encode, utf8Encode } from '../../src/ledger/bytes.js';
import { encodeEntry, parseEntry } from '../../src/ledger/entry.js';
import { encodeEvidence } from '../../src/ledger/evidence.js';
import { leafHash } from '../../src/ledger/hash.js';
import { formatNote, formatVerifierKey } from '../../src/ledger/note.js';
import {
  formatSuccession,
  isBeforeEnd,
  lineageOf,
  logAt,
  openSuccession,
  successionsTo,
  type Succession,
} from '../../src/ledger/succession.js';
import { formatTrust, parseTrust } from '../../src/ledger/trust.js';
import { treeRoot } from '../../src/ledger/tree.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { makeNotary, noteOf, type Notary } from '../support/notaries.js';
import { auditServed, ServedLog } from '../support/served-log.js';
import { EvidenceWorld, uuid } from './evidence-world.js';
import { codeOf, log as first } from './fixtures.js';

const second = 'ledger.example.org/2027';
const third = 'ledger.example.org/2028';
const [one, two, three] = [makeNotary(first), makeNotary(second), makeNotary(third)];
const root = new Uint8Array(32).fill(7);

const succession = (ended: Notary, next: Notary, size: number): Succession => ({
  ended: ended.key,
  last: { size, root },
  next: next.key,
});
const handover = succession(one, two, 5);
const text = formatSuccession(handover);
const opened = (changed: string, ...by: Notary[]) => openSuccession(noteOf(changed, ...by));

describe('a succession of logs', () => {
  it('is what both keys signed', () => {
    expect(opened(text, one, two)).toEqual(handover);
    expect(formatSuccession(opened(text, one, two, three))).toBe(text);
  });

  const lines = text.split('\n');
  it.each<[string, string, readonly Notary[], string]>([
    ['only the ended log signed', text, [one], 'note-unsigned'],
    ['only the next log signed', text, [two], 'note-unsigned'],
    ['another signed', text, [three, two], 'note-unsigned'],
    ['has another first line', text.replace('/1', '/2'), [one, two], 'succession-malformed'],
    ['has no size', lines.with(2, '').join('\n'), [one, two], 'succession-malformed'],
    ['has a size of 0', lines.with(2, '0').join('\n'), [one, two], 'succession-malformed'],
    ['has a size with a leading zero', lines.with(2, '05').join('\n'), [one, two], 'succession-malformed'],
    [
      'has a size beyond 2^53−1',
      lines.with(2, '9007199254740993').join('\n'),
      [one, two],
      'succession-malformed',
    ],
    [
      'has a short root',
      lines.with(3, base64Encode(root.slice(1))).join('\n'),
      [one, two],
      'succession-malformed',
    ],
    ['has a root that is no base64', lines.with(3, '*').join('\n'), [one, two], 'succession-malformed'],
    ['lacks the next key', `${lines.slice(0, 4).join('\n')}\n`, [one, two], 'succession-malformed'],
    ['has a line more', `${text}more\n`, [one, two], 'succession-malformed'],
    ['leads to a log of the same name', lines.with(4, lines[1]!).join('\n'), [one], 'succession-malformed'],
  ])('is refused when it %s', (_what, changed, by, code) => {
    expect(codeOf(() => opened(changed, ...by))).toBe(code);
  });

  it('is refused with a signature over another text', () => {
    const other = noteOf(formatSuccession(succession(one, two, 6)), one, two);
    expect(codeOf(() => openSuccession({ ...other, text }))).toBe('note-signature');
  });
});

describe('the logs that a tree had', () => {
  const all = [succession(two, three, 9), handover];

  it('name each entry by its index', () => {
    const lineage = lineageOf(third, all);
    expect([0, 4, 5, 8, 9, 1_000].map((index) => logAt(lineage, index))).toEqual([
      first, first, second, second, third, third,
    ]); // prettier-ignore
    expect(logAt(lineageOf(first, all), 1_000)).toBe(first);
    expect(logAt(lineageOf(second, all), 4)).toBe(first);
  });

  it('are told oldest first, and end where they go in a circle', () => {
    expect(successionsTo(third, all)).toEqual([handover, all[0]]);
    const circle = [succession(one, two, 5), succession(two, one, 9)];
    expect(successionsTo(second, circle)).toHaveLength(2);
  });

  it('sign nothing after their end', () => {
    expect(isBeforeEnd(first, { size: 4, root: new Uint8Array(32) }, all)).toBe(true);
    expect(isBeforeEnd(first, { size: 5, root }, all)).toBe(true);
    expect(isBeforeEnd(first, { size: 5, root: new Uint8Array(32) }, all)).toBe(false);
    expect(isBeforeEnd(first, { size: 6, root }, all)).toBe(false);
    expect(isBeforeEnd(third, { size: 1_000, root }, all)).toBe(true);
  });
});

describe('a trust file with successions', () => {
  const operator = {
    organization: `org/${uuid(1)}`,
    kid: base64Encode(root).replace('=', '').replaceAll('/', '_'),
  };
  const policy = [one, two].map(({ key }) => `log ${formatVerifierKey(key)}\n`).join('') + 'quorum none\n';
  const note = formatNote(noteOf(text, one, two));
  const read = (successions: readonly unknown[], lines = policy) =>
    parseTrust(
      utf8Encode(formatTrust({ operator, policy: lines, successions: successions as readonly string[] })),
    );

  it('says which log went on with the tree of which', () => {
    expect(read([note]).successions).toEqual([handover]);
    expect(read([]).successions).toEqual([]);
  });

  it.each<[string, readonly unknown[], string, string]>([
    ['a note that is none', ['note'], policy, 'note-malformed'],
    ['what is no text', [7], policy, 'trust-malformed'],
    ['the same twice', [note, note], policy, 'trust-malformed'],
    [
      'a log that the policy does not know',
      [note],
      `log ${formatVerifierKey(two.key)}\nquorum none\n`,
      'trust-malformed',
    ],
    ['a note that one key did not sign', [formatNote(noteOf(text, one))], policy, 'note-unsigned'],
  ])('is refused with %s', (_what, notes, lines, code) => {
    expect(codeOf(() => read(notes, lines))).toBe(code);
  });
});

/** A log of eight entries under one name, the last of them its end, and as many again under the next. */
function handedOver(next: string = formatVerifierKey(two.key)): {
  readonly world: EvidenceWorld;
  readonly led: Succession;
} {
  const world = new EvidenceWorld();
  const note = (entry: { readonly log?: string } = {}) =>
    world.say(`batch/${uuid(9)}`, { by: world.operator, kind: 'note', data: {}, entry });
  for (let n = 0; n < 5; n += 1) note();
  world.say(world.operator.org, { by: world.operator, kind: 'log-ended', data: { next } });
  const last = { size: world.size, root: treeRoot(world.all.map(leafHash)) };
  for (let n = 0; n < 8; n += 1) note({ log: second });
  return { world, led: { ended: one.key, last, next: two.key } };
}

const audited = async (world: EvidenceWorld, entries: readonly Uint8Array[], led: readonly Succession[]) =>
  (await auditServed(new ServedLog(second, entries), world.trust().operator, { successions: led })).finding;

describe('an audit of a log that goes on with the tree of another', () => {
  it('passes when the first ended as the trust file says', async () => {
    const { world, led } = handedOver();
    expect(await audited(world, world.all, [led])).toBeNull();
    const firstHalf = new ServedLog(second, world.all.slice(0, 5));
    const { auditor } = await auditServed(firstHalf, world.trust().operator, { successions: [led] });
    const resumed = await auditServed(new ServedLog(second, world.all), world.trust().operator, {
      state: auditor.saved(),
      successions: [led],
    });
    expect(resumed.finding).toBeNull();
  });

  it('finds entries that name the wrong log for their index', async () => {
    const { world, led } = handedOver();
    expect(await audited(world, world.all, [])).toMatchObject({ reason: 'chain-log', figures: { index: 0 } });
    const { size } = led.last;
    for (const [index, name] of [
      [size - 2, second],
      [size + 2, first],
    ] as const) {
      const changed = world.all.with(index, encodeEntry({ ...parseEntry(world.all[index]!), log: name }));
      expect(await audited(world, changed, [led])).toMatchObject({ reason: 'chain-log', figures: { index } });
    }
  });

  it('finds an end with another tree, another key, or none at all', async () => {
    const { world, led } = handedOver();
    const otherRoot = { ...led, last: { ...led.last, root } };
    expect(await audited(world, world.all, [otherRoot])).toMatchObject({ reason: 'log-end-differs' });
    const other = handedOver(formatVerifierKey(three.key));
    expect(await audited(other.world, other.world.all, [other.led])).toMatchObject({
      reason: 'log-end-differs',
    });
    const early = { ...led, last: { size: 4, root: treeRoot(world.all.slice(0, 4).map(leafHash)) } };
    expect(await audited(world, world.all, [early])).toMatchObject({
      reason: 'log-end-missing',
      figures: { index: 3 },
    });
  });

  it('finds what comes after an end that the trust file does not know', async () => {
    const world = new EvidenceWorld();
    const data = { next: formatVerifierKey(two.key) };
    const { index } = world.say(world.operator.org, { by: world.operator, kind: 'log-ended', data });
    const served = () => auditServed(new ServedLog(first, world.all), world.trust().operator);
    expect((await served()).finding).toBeNull();
    world.say(`batch/${uuid(9)}`, { by: world.operator, kind: 'note', data: {} });
    expect((await served()).finding).toMatchObject({ reason: 'log-ended', figures: { index: index + 1 } });
  });

  it('takes the end of a log from nobody but its operator', async () => {
    const world = new EvidenceWorld();
    const farm = world.organization(5);
    world.say(farm.org, { by: farm, kind: 'log-ended', data: { next: formatVerifierKey(two.key) } });
    world.say(`batch/${uuid(9)}`, { by: farm, kind: 'note', data: {} });
    const { finding } = await auditServed(new ServedLog(first, world.all), world.trust().operator);
    expect(finding).toBeNull();
  });
});

describe('evidence under a log with a past', () => {
  const evidenceOf = (world: EvidenceWorld, successions: readonly Succession[]) => {
    const subject = world.say(`batch/${uuid(9)}`, { by: world.operator, kind: 'note', data: {} });
    const bytes = encodeEvidence(world.evidence(subject.chain));
    const { checks } = verifyEvidence(bytes, { ...world.trust(), successions });
    return checks.find(({ status }) => status === 'fail');
  };

  it('is refused when the log had ended before its checkpoint', () => {
    const world = new EvidenceWorld();
    const ended = { ended: world.log.key, last: { size: 1, root }, next: two.key };
    expect(evidenceOf(world, [ended])).toMatchObject({ check: 'checkpoint', reason: 'log-ended' });
    expect(evidenceOf(world, [{ ...ended, last: { size: 99, root } }])?.check).not.toBe('checkpoint');
  });

  it('is refused with entries that name the log, where another had their index', () => {
    const world = new EvidenceWorld();
    const before = { ended: two.key, last: { size: 2, root }, next: world.log.key };
    expect(evidenceOf(world, [before])).toMatchObject({
      check: 'chains',
      reason: 'chain-broken',
      figures: { code: 'chain-log' },
    });
  });
});
