import type { VNode } from 'preact';
import { batchWords } from '../words-batches.js';
import { mixesAlphabets } from '../safe-text.js';
import { scanWords } from '../words-scan.js';
import type { Batch } from './batch-shapes.js';
import { Chip, Code, Foreign } from './parts.js';
import { useWords } from './surroundings.js';

/** Text that somebody typed, with a warning where letters of look-alike alphabets stand in it. */
export function Typed({ text }: { text: string }): VNode {
  const t = useWords();
  return (
    <>
      <Foreign text={text} />
      {mixesAlphabets(text) ? (
        <>
          {' '}
          <Chip tone="warn">{t(scanWords.mixedAlphabets)}</Chip>
        </>
      ) : null}
    </>
  );
}

/** How people call a batch: by its lot, else by its code. */
export function BatchLink({ batch }: { batch: Pick<Batch, 'id' | 'lot' | 'code'> }): VNode {
  return (
    <a class="target" href={`#/batches/${batch.id}`}>
      {batch.lot === null ? <Code code={batch.code} /> : <Foreign text={batch.lot} />}
    </a>
  );
}

/** Whether a batch may go on, and whether a certificate says something of it. */
export function BatchState({ batch, isCertified }: { batch: Batch; isCertified: boolean }): VNode {
  const t = useWords();
  if (batch.stops.some(({ by }) => by === 'recall')) return <Chip tone="bad">{t(batchWords.recalled)}</Chip>;
  if (batch.state === 'held') return <Chip tone="warn">{t(batchWords.held)}</Chip>;
  return (
    <span class="row">
      <Chip tone="plain">{t(batchWords.open)}</Chip>
      {isCertified ? <Chip tone="good">{t(batchWords.certified)}</Chip> : null}
    </span>
  );
}
