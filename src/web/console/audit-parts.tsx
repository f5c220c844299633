import type { VNode } from 'preact';
import { auditScreenWords as words } from '../words-audit.js';
import type { Chain } from './audit-run.js';
import { Code, Facts, Foreign } from './parts.js';
import { useWords } from './surroundings.js';

/** What must be and what is, as codes. */
export function Difference({ fault }: { fault: { expected: string | null; found: string | null } }): VNode {
  const { expected, found } = fault;
  return (
    <Facts
      facts={[
        [words.expected, expected === null || expected === '' ? null : <Code code={expected} />],
        [words.found, found === null || found === '' ? null : <Code code={found} />],
      ]}
    />
  );
}

/** What a chain is called: a batch by product, lot and code. */
export function ChainName({ chain: { batch } }: { chain: Chain }): VNode {
  const t = useWords();
  if (batch === null) return <>{t(words.organizationChain)}</>;
  return (
    <>
      <Foreign text={batch.product} /> {batch.lot === null ? null : <Foreign text={batch.lot} />}{' '}
      <span class="small">
        <Code code={batch.code} />
      </span>
    </>
  );
}
