import { describe, expect, it } from 'vitest';
import { encodeEvidence, type Evidence, type EvidenceCompleteness } from '../../src/ledger/evidence.js';
import type { EvidenceReport } from '../../src/ledger/evidence-report.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { type JarWorld, makeJarWorld, type Saying, uuid } from './evidence-world.js';

/** A jar whose map was stated, and evidence of it. */
interface Mapped {
  readonly jarWorld: JarWorld;
  readonly evidence: Evidence;
  /** Evidence of the log as it is by now, with the same map. */
  later(): Evidence;
}

function makeMapped(changes: (jarWorld: JarWorld) => Partial<Saying> = () => ({})): Mapped {
  const jarWorld = makeJarWorld();
  const { world, jar, box, field } = jarWorld;
  const stated = world.stateHeads([jar, box, field], changes(jarWorld));
  const later = (): Evidence => ({ ...world.evidence(jar), completeness: stated() });
  return { jarWorld, evidence: later(), later };
}

function verify(evidence: Evidence, { jarWorld }: Mapped): EvidenceReport {
  return verifyEvidence(encodeEvidence(evidence), jarWorld.world.trust());
}

function faults(report: EvidenceReport): Record<string, string> {
  const odd = report.checks.filter(({ status }) => status === 'fail' || status === 'unknown');
  return Object.fromEntries(odd.map(({ check, reason }) => [check, reason]));
}

/** The evidence with the last entries of a chain hidden. */
function cut(evidence: Evidence, name: string, entries: number): Evidence {
  const chains = evidence.chains.map((chain) =>
    chain.chain === name ? { ...chain, entries: chain.entries.slice(0, -entries) } : chain,
  );
  return { ...evidence, chains };
}

const mapped = makeMapped();
const { evidence, jarWorld } = mapped;
const { jar, box, field } = jarWorld;
const { entry, heads } = evidence.completeness!;
const withMap = (changes: Partial<EvidenceCompleteness>): Evidence => ({
  ...evidence,
  completeness: { entry, heads, ...changes },
});

describe('the completeness of evidence', () => {
  it('is proved for the batch and everything upstream by a map that is itself in the log', () => {
    const report = verify(evidence, mapped);
    expect(report.verdict).toBe('verified');
    expect(report.checks.at(-1)).toMatchObject({
      check: 'completeness',
      status: 'pass',
      reason: 'complete',
      figures: { chains: 3, size: entry.index },
    });
  });

  it.each([
    ['one entry of the batch', jar, 1],
    ['several entries of the batch', jar, 3],
    ['the last entry of a batch upstream', box, 1],
    ['the last entry of a batch further up', field, 1],
  ])('fails when %s is hidden', (_what, chain, entries) => {
    expect(faults(verify(cut(evidence, chain, entries), mapped))).toMatchObject({
      completeness: 'not-complete',
    });
  });

  it('is about the tree of the map: what came after may be shown', () => {
    const other = makeMapped();
    const { world, packer } = other.jarWorld;
    world.say(other.jarWorld.jar, { by: packer, kind: 'storage', data: {} });
    const later = other.later();
    expect(faults(verify(later, other))).toEqual({});
    expect(faults(verify(cut(later, other.jarWorld.jar, 2), other))).toEqual({
      completeness: 'not-complete',
    });
  });

  it('asks for no head of a batch upstream that began after the map', () => {
    const other = makeJarWorld();
    const { world, packer } = other;
    const stated = world.stateHeads([other.jar, other.box, other.field]);
    const late = `batch/${uuid(40)}`;
    const source = world.say(late, { by: packer, kind: 'opening', data: { code: 'LATE' } });
    const name = { batch: uuid(40), seq: source.seq, leafHash: source.leafHash };
    world.say(other.jar, { by: packer, kind: 'receipt', data: { source: name } });
    const report = verifyEvidence(
      encodeEvidence({ ...world.evidence(other.jar), completeness: stated() }),
      world.trust(),
    );
    expect(report.verdict).toBe('verified');
  });

  it.each<readonly [string, Evidence, Record<string, string>]>([
    ['leaves the batch out', withMap({ heads: heads.slice(1) }), { completeness: 'head-missing' }],
    ['leaves a batch upstream out', withMap({ heads: heads.slice(0, 2) }), { completeness: 'head-missing' }],
    ['has no heads', withMap({ heads: [] }), { completeness: 'head-missing' }],
    [
      'has another chain’s proof',
      withMap({ heads: heads.map(({ chain }) => ({ chain, proof: heads[0]!.proof })) }),
      { completeness: 'not-complete' },
    ],
    [
      'has a proof that is cut',
      withMap({
        heads: heads.map(({ chain, proof }) => ({ chain, proof: { siblings: proof.siblings.slice(1) } })),
      }),
      { completeness: 'not-complete' },
    ],
    [
      'rests on another entry',
      withMap({ entry: evidence.chains[0]!.entries[0]! }),
      { completeness: 'map-wrong' },
    ],
    [
      'rests on bytes that are no entry',
      withMap({ entry: { ...entry, entry: Uint8Array.of(1) } }),
      { completeness: 'map-wrong', inclusion: 'not-included' },
    ],
    [
      'rests on an entry that is not in the log',
      withMap({ entry: { ...entry, proof: [] } }),
      { inclusion: 'not-included' },
    ],
    [
      'rests on an entry at another place',
      withMap({ entry: { ...entry, index: 0 } }),
      { inclusion: 'not-included', completeness: 'map-wrong' },
    ],
  ])('fails when it %s', (_what, changed, expected) => {
    expect(verify(changed, mapped).verdict).toBe('invalid');
    expect(faults(verify(changed, mapped))).toMatchObject(expected);
  });

  it.each<readonly [string, (jarWorld: JarWorld) => Partial<Saying>, string]>([
    ['another kind', () => ({ kind: 'note' }), 'map-wrong'],
    [
      'a size beyond the entry itself',
      ({ world }) => ({ data: { size: world.size + 5, root: 'A'.repeat(43) } }),
      'map-wrong',
    ],
    ['no size', () => ({ data: { root: 'A'.repeat(43) } }), 'map-wrong'],
    ['a short root', () => ({ data: { size: 3, root: 'AAAA' } }), 'map-wrong'],
    ['a root that is no text', () => ({ data: { size: 3, root: 7 } }), 'map-wrong'],
    ['another root', ({ world }) => ({ data: { size: world.size, root: 'A'.repeat(43) } }), 'not-complete'],
  ])('fails when the map is stated with %s', (_what, changes, reason) => {
    const other = makeMapped(changes);
    expect(faults(verify(other.evidence, other))).toMatchObject({ completeness: reason });
  });

  it('is the operator’s to state: another organization’s map proves nothing', () => {
    const other = makeMapped(({ farm }) => ({ by: farm }));
    expect(faults(verify(other.evidence, other))).toMatchObject({
      'statement-signatures': 'issuer-wrong',
      completeness: 'map-wrong',
    });
  });

  it('is not the operator’s when it is signed with another key in the operator’s name', () => {
    const other = makeMapped(({ farm, world }) => ({ by: { org: world.operator.org, key: farm.key } }));
    expect(faults(verify(other.evidence, other))).toEqual({ 'statement-signatures': 'key-unknown' });
  });
});
