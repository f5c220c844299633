import type { VNode } from 'preact';
import { findingWords } from '../words-findings.js';
import type { Finding } from './batch-shapes.js';
import { Chip, Foreign } from './parts.js';
import { useWords } from './surroundings.js';

/** The name of a rule, which alone accuses nobody, and what it says; quiet once an authority has lifted it. */
export function FindingTitle({
  finding,
}: {
  finding: Pick<Finding, 'title' | 'outcome' | 'released'>;
}): VNode {
  const t = useWords();
  const { title, outcome, released } = finding;
  return (
    <>
      <Foreign text={title} />{' '}
      <Chip tone={released === null ? 'warn' : 'plain'}>{t(findingWords[outcome])}</Chip>
    </>
  );
}
