import type { VNode } from 'preact';
import { recallWords as words } from '../words-recalls.js';
import { Chip } from './parts.js';
import type { RecallSummary } from './recall-shapes.js';
import { useWords } from './surroundings.js';

/** Whether a recall stands, and whether it is a rehearsal. */
export function RecallState({
  recall: { state, mock },
}: {
  recall: Pick<RecallSummary, 'state' | 'mock'>;
}): VNode {
  const t = useWords();
  return (
    <span class="row">
      {state === 'open' ? (
        <Chip tone={mock ? 'warn' : 'bad'}>{t(words.open)}</Chip>
      ) : (
        <Chip tone="plain">{t(words.withdrawn)}</Chip>
      )}
      {mock ? <Chip tone="plain">{t(words.rehearsal)}</Chip> : null}
    </span>
  );
}
