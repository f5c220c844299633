import { describe, expect, it } from 'vitest';
import { utf8Encode } from '../../src/ledger/bytes.js';
import {
  encodeEvidence,
  type Evidence,
  type EvidenceChain,
  type EvidenceEntry,
} from '../../src/ledger/evidence.js';
import {
  evidenceCheckNames,
  type EvidenceCheck,
  type EvidenceReport,
} from '../../src/ledger/evidence-report.js';
import { parseStatement } from '../../src/ledger/statement.js';
import { parseEntry } from '../../src/ledger/entry.js';
import { disclosureDigest, findDigests } from '../../src/ledger/disclosure.js';
import { formatVerifierKey } from '../../src/ledger/note.js';
import type { JsonObject } from '../../src/ledger/json.js';
import type { Trust } from '../../src/ledger/trust.js';
import { verifyEvidence, type VerifyOptions } from '../../src/ledger/verify.js';
import { makeNotary, type Notary } from '../support/notaries.js';
import { EvidenceWorld, labelOf, makeJarWorld, named, uuid } from './evidence-world.js';

const jarWorld = makeJarWorld();
const { world, field, box, jar } = jarWorld;
const trust = world.trust();
const sound = world.evidence(jar);

function verify(evidence: Evidence, by: Trust = trust, options: VerifyOptions = {}): EvidenceReport {
  return verifyEvidence(encodeEvidence(evidence), by, options);
}

/** The reasons of what did not pass, by check. */
function faults(report: EvidenceReport): Record<string, string> {
  const odd = report.checks.filter(({ status }) => status === 'fail' || status === 'unknown');
  return Object.fromEntries(odd.map(({ check, reason }) => [check, reason]));
}

function changeChain(
  evidence: Evidence,
  name: string,
  change: (chain: EvidenceChain) => EvidenceChain | null,
): Evidence {
  const chains = evidence.chains.flatMap((chain) => (chain.chain === name ? (change(chain) ?? []) : chain));
  return { ...evidence, chains };
}

function changeEntry(
  evidence: Evidence,
  name: string,
  seq: number,
  change: (entry: EvidenceEntry) => EvidenceEntry,
): Evidence {
  return changeChain(evidence, name, (chain) => ({
    ...chain,
    entries: chain.entries.map((entry, at) => (at === seq - 1 ? change(entry) : entry)),
  }));
}

const chainOf = (evidence: Evidence, name: string): EvidenceChain =>
  evidence.chains.find(({ chain }) => chain === name)!;
const digestsOf = ({ entry }: EvidenceEntry): readonly string[] =>
  findDigests(parseStatement(parseEntry(entry).statement).payload.data);

describe('evidence of a batch that was made from others', () => {
  it('is verified by the trust file alone, check by check in a fixed order', () => {
    const told: EvidenceCheck[] = [];
    const report = verify(sound, trust, { onCheck: (check) => told.push(check) });
    expect(report.verdict).toBe('verified');
    expect(report.checks).toEqual(told);
    expect(report.checks.map(({ check }) => check)).toEqual([...evidenceCheckNames]);
    expect(report.checks.map(({ status, reason }) => [status, reason])).toEqual([
      ['pass', 'well-formed'],
      ['pass', 'log-signed'],
      ['pass', 'witnessed'],
      ['pass', 'included'],
      ['pass', 'whole'],
      ['pass', 'signed'],
      ['pass', 'disclosed'],
      ['not-applicable', 'label-not-asked'],
      ['not-applicable', 'no-map'],
    ]);
  });

  it('says how much was checked, and which statements participants signed themselves', () => {
    const { checks } = verify(sound);
    const entries = sound.chains.reduce((sum, chain) => sum + chain.entries.length, 0);
    const figures = Object.fromEntries(checks.map((check) => [check.check, check.figures]));
    expect(figures['inclusion']).toEqual({ count: entries, size: entries });
    expect(figures['chains']).toEqual({ count: entries, chains: 7 });
    expect(figures['statement-signatures']).toEqual({ count: entries, own: 2, custodial: entries - 2 });
    expect(figures['disclosures']).toEqual({ count: 3, withheld: 0 });
    expect(figures['witnesses']).toEqual({ count: 1, time: 1_790_000_000 });
  });

  it('is verified with nothing disclosed, as long as what is withheld is named', () => {
    const hidden: Evidence = {
      ...sound,
      chains: sound.chains.map((chain) => ({
        ...chain,
        entries: chain.entries.map((entry) => ({
          ...entry,
          disclosures: [],
          withheld: digestsOf(entry).map((digest) => ({ digest, reason: 'private' as const })),
        })),
      })),
    };
    expect(verify(hidden).verdict).toBe('verified');
  });

  it('is verified without the entries of an organization that no key here rests on', () => {
    const other = makeJarWorld();
    other.world.registerKey({ org: other.farm.org, key: jarWorld.phone.key }, other.farm);
    const evidence = other.world.evidence(other.jar);
    const without = changeChain(evidence, other.farm.org, (chain) => ({
      ...chain,
      entries: chain.entries.slice(0, -1),
    }));
    expect(verify(without, other.world.trust()).verdict).toBe('verified');
  });
});

describe('evidence with a byte of an entry changed', () => {
  it('is refused, whichever entry and byte it is, and the entry is named', () => {
    let tried = 0;
    const places = sound.chains.flatMap(({ chain, entries }) =>
      entries.map(({ entry }, at) => ({ chain, entry, seq: at + 1 })),
    );
    for (const { chain, entry, seq } of places) {
      for (let byte = (tried * 7) % 41; byte < entry.length; byte += 41) {
        const changed = entry.with(byte, entry[byte] === 0x41 ? 0x42 : 0x41);
        const report = verify(changeEntry(sound, chain, seq, (item) => ({ ...item, entry: changed })));
        expect(report.verdict).toBe('invalid');
        expect(report.checks.find(({ check }) => check === 'inclusion')).toMatchObject({
          reason: 'not-included',
          figures: { chain },
        });
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(350);
  });

  it('is refused with a bit of a proof or an index changed', () => {
    const flipped = (hash: Uint8Array): Uint8Array => hash.with(0, 255 - hash[0]!);
    const wrongProof = changeEntry(sound, jar, 2, (entry) => ({
      ...entry,
      proof: entry.proof.map((hash, at) => (at === 1 ? flipped(hash) : hash)),
    }));
    expect(faults(verify(wrongProof))).toEqual({ inclusion: 'not-included' });
    const longProof = changeEntry(sound, jar, 2, (entry) => ({
      ...entry,
      proof: [...entry.proof, new Uint8Array(32)],
    }));
    expect(faults(verify(longProof))).toEqual({ inclusion: 'not-included' });
    const wrongIndex = changeEntry(sound, box, 2, (entry) => ({ ...entry, index: entry.index + 1 }));
    expect(faults(verify(wrongIndex))).toMatchObject({ inclusion: 'not-included' });
  });
});

describe('evidence with entries taken out or put in', () => {
  it.each<readonly [string, Evidence, string]>([
    ['of another batch in the place of its own', swapped(), 'chain-broken'],
    ['without its first entry', changeChain(sound, jar, dropFirst), 'chain-broken'],
    [
      'without one in the middle',
      changeChain(sound, field, (chain) => ({
        ...chain,
        entries: chain.entries.filter((_, at) => at !== 1),
      })),
      'chain-broken',
    ],
    [
      'with one twice',
      changeChain(sound, jar, (chain) => ({ ...chain, entries: [chain.entries[0]!, ...chain.entries] })),
      'chain-broken',
    ],
    ['without the tail that was built on', changeChain(sound, field, dropLast), 'source-differs'],
    ['without the whole upstream batch', changeChain(sound, field, () => null), 'source-missing'],
    [
      'with another chain under the upstream’s name',
      changeChain(sound, field, (chain) => ({ ...chainOf(sound, box), chain: chain.chain })),
      'chain-broken',
    ],
  ])('is refused %s', (_what, evidence, reason) => {
    expect(verify(evidence).verdict).toBe('invalid');
    expect(faults(verify(evidence))).toMatchObject({ chains: reason });
  });

  it('is refused with a sound batch that it was not made from', () => {
    const other = makeJarWorld();
    const stranger = `batch/${uuid(20)}`;
    other.world.say(stranger, { by: other.farm, kind: 'opening', data: { code: 'STRANGER' } });
    const evidence = other.world.evidence(other.jar);
    const chains = verify(evidence, other.world.trust()).checks.find(({ check }) => check === 'chains');
    expect(chains).toMatchObject({ reason: 'chain-unnamed', figures: { chain: stranger } });
  });

  it('is refused with indices that put a chain out of its order, although each is proved', () => {
    const other = new EvidenceWorld();
    const who = other.organization(2);
    const batch = `batch/${uuid(11)}`;
    other.say(batch, { by: who, kind: 'opening', data: { code: 'A' } });
    other.say(batch, { by: who, kind: 'storage', data: {} });
    const evidence = other.evidence(batch);
    const reordered = changeEntry(evidence, batch, 1, (entry) => ({ ...entry, index: 99 }));
    expect(faults(verify(reordered, other.trust()))).toMatchObject({ chains: 'order-wrong' });
  });

  it('is verified without its own tail, for nothing in the log says how long a batch is yet', () => {
    const cut = changeChain(sound, jar, dropLast);
    const report = verify(cut);
    expect(report.verdict).toBe('verified');
    expect(report.checks.at(-1)).toMatchObject({ check: 'completeness', status: 'not-applicable' });
  });

  function dropFirst(chain: EvidenceChain): EvidenceChain {
    return { ...chain, entries: chain.entries.slice(1) };
  }

  function dropLast(chain: EvidenceChain): EvidenceChain {
    return { ...chain, entries: chain.entries.slice(0, -1) };
  }

  /** A valid entry of another batch, with its own index and proof, at the place of one of the subject. */
  function swapped(): Evidence {
    const [, foreign] = chainOf(sound, field).entries;
    return changeEntry(sound, jar, 3, () => foreign!);
  }
});

describe('what an entry names', () => {
  const make = (
    kind: string,
    data: (w: ReturnType<typeof makeJarWorld>) => object,
  ): Record<string, string> => {
    const other = makeJarWorld();
    other.world.say(other.jar, { by: other.packer, kind, data: data(other) as never });
    return faults(verify(other.world.evidence(other.jar), other.world.trust()));
  };
  const outputs = [{ batch: jar.slice('batch/'.length) }];

  it('may be the input of a correction, which must be there as well', () => {
    const corrects = ({ packing }: ReturnType<typeof makeJarWorld>): object => ({
      kind: 'processing',
      ...packing,
    });
    expect(
      make('correction', (w) => ({ corrects: corrects(w), data: { inputs: [named(w.receipt)], outputs } })),
    ).toEqual({});
    const unknown = { batch: uuid(77), seq: 1, leafHash: 'A'.repeat(43) };
    expect(
      make('correction', (w) => ({ corrects: corrects(w), data: { inputs: [unknown], outputs } })),
    ).toEqual({ chains: 'source-missing' });
  });

  it.each<readonly [string, string, (w: ReturnType<typeof makeJarWorld>) => object, string]>([
    [
      'an input with another hash',
      'processing',
      (w) => ({ inputs: [{ ...named(w.receipt), leafHash: 'A' }], outputs }),
      'source-differs',
    ],
    [
      'an input at another place',
      'processing',
      (w) => ({ inputs: [{ ...named(w.receipt), seq: 1 }], outputs }),
      'source-differs',
    ],
    [
      'an input beyond the end',
      'processing',
      (w) => ({ inputs: [{ ...named(w.receipt), seq: 99 }], outputs }),
      'source-differs',
    ],
    ['no list of inputs', 'processing', () => ({ outputs }), 'reference-malformed'],
    ['an input that is no entry', 'processing', () => ({ inputs: ['x'], outputs }), 'reference-malformed'],
    [
      'an output that is no batch',
      'processing',
      (w) => ({ inputs: [named(w.receipt)], outputs: [{}] }),
      'reference-malformed',
    ],
    ['no source of a receipt', 'receipt', () => ({}), 'reference-malformed'],
    [
      'a source that is not there',
      'receipt',
      (w) => ({ source: { ...named(w.shipment), batch: uuid(78) } }),
      'source-missing',
    ],
    [
      'a correction of another entry',
      'correction',
      (w) => ({ corrects: { kind: 'harvest', seq: 1, leafHash: w.packing.leafHash }, data: {} }),
      'source-differs',
    ],
    ['the release of no hold', 'release', () => ({ hold: { seq: 42, leafHash: 'A' } }), 'source-differs'],
    [
      'an inquiry into other entries',
      'case',
      (w) => ({ finding: { rule: 'R41', entries: [{ seq: 1, leafHash: w.packing.leafHash }] } }),
      'source-differs',
    ],
    ['the release of nothing', 'release', () => ({ hold: 7 }), 'reference-malformed'],
    [
      'a return of another shipment',
      'return',
      (w) => ({ shipment: { seq: 1, leafHash: w.shipment.leafHash } }),
      'source-differs',
    ],
    [
      'a certificate that is not there',
      'certificate',
      () => ({ certificate: { seq: 2, leafHash: 'A' } }),
      'source-differs',
    ],
  ])('is refused when it is %s', (_what, kind, data, reason) => {
    expect(make(kind, data)).toEqual({ chains: reason });
  });

  it('is followed through the processing that a receipt comes from, as it was corrected', () => {
    const other = new EvidenceWorld();
    const who = other.organization(2);
    const [grain, late, flour] = [31, 32, 33].map((n) => `batch/${uuid(n)}`) as [string, string, string];
    const open = (chain: string) => other.say(chain, { by: who, kind: 'opening', data: { code: chain } });
    const [first, second] = [open(grain), open(late)];
    open(flour);
    const out = [{ batch: flour.slice('batch/'.length) }];
    const milling = other.say(grain, {
      by: who,
      kind: 'processing',
      data: { inputs: [named(first)], outputs: out },
    });
    other.say(flour, { by: who, kind: 'receipt', data: { source: named(milling) } });
    other.say(grain, {
      by: who,
      kind: 'correction',
      data: {
        corrects: { kind: 'processing', seq: milling.seq, leafHash: milling.leafHash },
        data: { inputs: [named(first), named(second)], outputs: out },
      },
    });
    const evidence = other.evidence(flour);
    expect(verify(evidence, other.trust()).verdict).toBe('verified');
    const without = changeChain(evidence, late, () => null);
    expect(faults(verify(without, other.trust()))).toEqual({ chains: 'source-missing' });
  });
});

describe('the checkpoint of evidence', () => {
  const cosigned = (): string => world.checkpoint(world.log, world.witness);

  it.each<readonly [string, Evidence, Trust, Record<string, string>]>([
    [
      'is refused under another log’s key of the same name',
      { ...sound, checkpoint: world.checkpoint(makeNotary(world.log.key.name), world.witness) },
      trust,
      { checkpoint: 'log-not-signed' },
    ],
    [
      'is refused without the log’s signature',
      { ...sound, checkpoint: world.checkpoint(world.witness) },
      trust,
      { checkpoint: 'log-not-signed' },
    ],
    [
      'is refused with the size changed',
      { ...sound, checkpoint: cosigned().replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`) },
      trust,
      { checkpoint: 'log-not-signed' },
    ],
    ['is refused when it is no note', { ...sound, checkpoint: 'x' }, trust, { checkpoint: 'log-not-signed' }],
    [
      'is refused when the evidence names another log',
      { ...sound, log: 'other.example/2026' },
      trust,
      { checkpoint: 'other-log' },
    ],
  ])('%s', (_what, evidence, by, expected) => {
    const report = verify(evidence, by);
    expect(report.verdict).toBe('invalid');
    expect(faults(report)).toMatchObject({ ...expected, witnesses: 'not-checked', inclusion: 'not-checked' });
  });

  it('of a later tree does not prove what an earlier one held', () => {
    const other = makeJarWorld();
    const evidence = other.world.evidence(other.jar);
    other.world.say(other.field, { by: other.farm, kind: 'storage', data: {} });
    const stale = { ...evidence, checkpoint: other.world.checkpoint() };
    expect(faults(verify(stale, other.world.trust()))).toEqual({ inclusion: 'not-included' });
  });

  it('of another log, with that log’s own evidence, is refused whatever the evidence says of itself', () => {
    const other = makeJarWorld();
    const report = verify(other.world.evidence(other.jar));
    expect(report.verdict).toBe('invalid');
    expect(faults(report)).toMatchObject({
      checkpoint: 'log-not-signed',
      'statement-signatures': 'operator-missing',
    });
  });

  it('takes its trust from the trust file: a trust member in the evidence makes it malformed', () => {
    const document = JSON.parse(new TextDecoder().decode(encodeEvidence(sound))) as object;
    const bytes = utf8Encode(JSON.stringify({ ...document, trust: {} }));
    const report = verifyEvidence(bytes, trust);
    expect(report.checks[0]).toMatchObject({ reason: 'malformed', figures: { code: 'evidence-malformed' } });
    expect(report.checks.slice(1).every(({ reason }) => reason === 'not-checked')).toBe(true);
    expect(report.verdict).toBe('invalid');
  });
});

describe('the witnesses of evidence', () => {
  const second = makeNotary('witness.example/w2', 'cosignature/v1');
  const line = (name: string, notary: typeof second): string =>
    `witness ${name} ${formatVerifierKey(notary.key)}\n`;
  const both = world.trust({
    policy: `${line('w1', world.witness)}${line('w2', second)}group g all w1 w2\nquorum g\n`,
  });

  it('that did not cosign leave it unsettled, and never verified', () => {
    const report = verify({ ...sound, checkpoint: world.checkpoint(world.log) });
    expect(report.verdict).toBe('unknown');
    expect(faults(report)).toEqual({ witnesses: 'not-witnessed' });
  });

  it('are a quorum only as the trust file asks', () => {
    expect(faults(verify(sound, both))).toEqual({ witnesses: 'not-witnessed' });
    const all = { ...sound, checkpoint: world.checkpoint(world.log, world.witness, second) };
    expect(verify(all, both).verdict).toBe('verified');
  });

  it('that are known, but asked for by no quorum, must have cosigned all the same', () => {
    const none = world.trust({ policy: `${line('w1', world.witness)}quorum none\n` });
    expect(verify(sound, none).verdict).toBe('verified');
    const alone = { ...sound, checkpoint: world.checkpoint(world.log) };
    expect(faults(verify(alone, none))).toEqual({ witnesses: 'not-witnessed' });
  });

  it('that nobody asks for verify nothing', () => {
    expect(faults(verify(sound, world.trust({ policy: 'quorum none\n' })))).toEqual({
      witnesses: 'no-witness-asked',
    });
  });

  it('fail when a cosignature in the name of one is not its own, also beside a quorum', () => {
    const forger: Notary = {
      ...second,
      sign: (text) => ({
        ...makeNotary(second.key.name, second.key.type).sign(text),
        keyId: second.key.keyId,
      }),
    };
    const any = world.trust({
      policy: `${line('w1', world.witness)}${line('w2', second)}group g any w1 w2\nquorum g\n`,
    });
    const forged = { ...sound, checkpoint: world.checkpoint(world.log, world.witness, forger) };
    expect(faults(verify(forged, any))).toEqual({ witnesses: 'cosignature-wrong' });
    expect(verify(forged).verdict).toBe('verified');
  });
});

describe('what is disclosed', () => {
  const withHarvest = (change: (entry: EvidenceEntry) => EvidenceEntry): Record<string, string> =>
    faults(verify(changeEntry(sound, field, 2, change)));
  const shipped = chainOf(sound, field).entries[2]!;
  const harvestDigests = digestsOf(chainOf(sound, field).entries[1]!);

  it.each<readonly [string, (entry: EvidenceEntry) => EvidenceEntry, string]>([
    ['of another entry', (entry) => ({ ...entry, disclosures: shipped.disclosures }), 'disclosure-wrong'],
    [
      'twice',
      (entry) => ({ ...entry, disclosures: [...entry.disclosures, entry.disclosures[0]!] }),
      'disclosure-wrong',
    ],
    [
      'with a character changed',
      (entry) => ({ ...entry, disclosures: entry.disclosures.map((text) => `${text.slice(0, -4)}AAAA`) }),
      'disclosure-wrong',
    ],
    ['that is none', (entry) => ({ ...entry, disclosures: ['x'] }), 'disclosure-wrong'],
    [
      'in silence about the rest',
      (entry) => ({ ...entry, disclosures: entry.disclosures.slice(1) }),
      'withheld-wrong',
    ],
    [
      'and said to be withheld, too',
      (entry) => ({
        ...entry,
        disclosures: entry.disclosures.slice(1),
        withheld: [{ digest: disclosureDigest(entry.disclosures[1]!), reason: 'private' }],
      }),
      'withheld-wrong',
    ],
    [
      'with a withheld digest that is not the statement’s',
      (entry) => ({ ...entry, withheld: [{ digest: 'A'.repeat(43), reason: 'erased' }] }),
      'withheld-wrong',
    ],
    [
      'with one digest withheld twice',
      (entry) => ({
        ...entry,
        disclosures: [],
        withheld: [0, 0, 1].map((at) => ({ digest: harvestDigests[at]!, reason: 'private' as const })),
      }),
      'withheld-wrong',
    ],
  ])('is refused %s', (_what, change, reason) => {
    expect(withHarvest(change)).toEqual({ disclosures: reason });
  });
});

describe('the label of evidence', () => {
  const withLabel = (number: number): Evidence => ({ ...sound, label: labelOf(number, jarWorld) });
  const labelCheck = (evidence: Evidence, code?: string): EvidenceCheck | undefined =>
    verify(evidence, trust, code === undefined ? {} : { code }).checks.find(({ check }) => check === 'label');

  it('is proved to be of the set that the batch’s own entry issued', () => {
    expect(labelCheck(withLabel(1), 'one')).toMatchObject({
      status: 'pass',
      reason: 'label-active',
      figures: { seq: 4, number: 1 },
    });
    expect(verify(withLabel(2), trust, { code: 'two' }).verdict).toBe('verified');
  });

  it('is not proved by an entry that only speaks of a set, nor ended by what is said of another', () => {
    const other = makeJarWorld();
    const { world: w, packer } = other;
    const sayLabel = (data: JsonObject) => w.say(other.jar, { by: packer, kind: 'label', data });
    const { root = null, units = null } = parseStatement(
      parseEntry(chainOf(w.evidence(other.jar), other.jar).entries[other.issue.seq - 1]!.entry).statement,
    ).payload.data;
    const spoken = sayLabel({ action: 'activated', set: uuid(90), units, root, first: 1, last: 1 });
    sayLabel({ action: 'voided', set: uuid(91), first: 1, last: 5 });
    const labelled = (seq: number): Evidence => ({
      ...w.evidence(other.jar),
      label: { ...labelOf(1, other), seq },
    });
    expect(verify(labelled(other.issue.seq), w.trust()).verdict).toBe('verified');
    expect(faults(verify(labelled(spoken.seq), w.trust()))).toEqual({ label: 'label-wrong' });
  });

  it('may be the code of the batch itself, which its opening says', () => {
    expect(labelCheck(sound, 'JAR')).toMatchObject({ status: 'pass', reason: 'label-batch' });
  });

  it.each<readonly [string, Evidence, string | undefined, string, string]>([
    ['is not asked for', sound, undefined, 'not-applicable', 'label-not-asked'],
    ['is not shown', sound, 'one', 'unknown', 'label-not-shown'],
    ['is not in use yet', withLabel(4), 'four', 'unknown', 'label-unused'],
    ['is void', withLabel(3), 'three', 'fail', 'label-void'],
    ['is another than the one scanned', withLabel(1), 'two', 'fail', 'label-other'],
    [
      'is not under the root',
      { ...sound, label: { ...labelOf(1, jarWorld), code: 'six' } },
      'six',
      'fail',
      'label-wrong',
    ],
    [
      'is at another place',
      { ...sound, label: { ...labelOf(1, jarWorld), number: 2 } },
      'one',
      'fail',
      'label-wrong',
    ],
    [
      'is beyond the set',
      { ...sound, label: { ...labelOf(1, jarWorld), number: 6 } },
      'one',
      'fail',
      'label-wrong',
    ],
    [
      'is of an entry that issues nothing',
      { ...sound, label: { ...labelOf(1, jarWorld), seq: 2 } },
      'one',
      'fail',
      'label-wrong',
    ],
    [
      'is of an entry that is not there',
      { ...sound, label: { ...labelOf(1, jarWorld), seq: 99 } },
      'one',
      'fail',
      'label-wrong',
    ],
    [
      'has no proof',
      { ...sound, label: { ...labelOf(1, jarWorld), proof: [] } },
      'one',
      'fail',
      'label-wrong',
    ],
  ])('%s', (_what, evidence, code, status, reason) => {
    expect(labelCheck(evidence, code)).toMatchObject({ status, reason });
  });
});

it('the verifier answers, and does not throw, whatever the bytes are', () => {
  const bytes = encodeEvidence(sound);
  for (let at = 0; at < bytes.length; at += 997) {
    const cut = verifyEvidence(bytes.slice(0, at), trust);
    expect(cut.verdict).toBe('invalid');
    const changed = bytes.slice();
    changed[at] = changed[at] === 0x7b ? 0x7d : 0x7b;
    expect(verifyEvidence(changed, trust).verdict).not.toBe('verified');
  }
});
