import type { VNode } from 'preact';
import { correctingWords as words } from '../words-correcting.js';
import { noteWords } from '../words-notes.js';
import { storingWords } from '../words-storing.js';
import type { Batch, BatchEvent } from './batch-shapes.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** Kinds of entries that can be corrected: those of src/events/kinds, which browsers do not load. */
export const correctable: readonly string[] = [
  'harvest',
  'input',
  'inspection',
  'processing',
  'return',
  'sample',
  'shipment',
  'storage',
];

interface Props {
  readonly batch: Batch;
  readonly event: BatchEvent;
  /** Of a hold: whether it was lifted. */
  readonly isLifted: boolean;
}

/** What who said an entry can still do about it: correct it, lift it, print its delivery note, or say that it came back. */
export function EntryActs({ batch, event, isLifted }: Props): VNode | null {
  const around = useSurroundings();
  const t = useWords();
  const { kind, seq, issuer, withheld } = event;
  const isOurs = around.account.organizations.some(({ id }) => issuer === `org/${id}`);
  if (!isOurs || !holds(around, 'owner', 'recorder', 'inspector', 'regulator')) return null;
  if (kind === 'hold' && !isLifted)
    return (
      <p>
        <a href={`#/releases/${batch.id}?hold=${seq}`}>{t(words.release)}</a>
      </p>
    );
  const of = kind === 'correction' ? correctedBy(event) : seq;
  // What this reader is not shown would be lost.
  const mayCorrect = withheld.length === 0 && (kind === 'correction' || correctable.includes(kind));
  const mayComeBack = kind === 'shipment' && event.handover?.open === true;
  if (!mayCorrect && !mayComeBack) return null;
  return (
    <p class="row">
      {mayCorrect ? <a href={`#/corrections/${batch.id}?entry=${of}`}>{t(words.correct)}</a> : null}
      {mayComeBack ? (
        <>
          <a href={`#/notes/${batch.id}?shipment=${seq}`}>{t(noteWords.note)}</a>
          <a href={`#/returns/${batch.id}?shipment=${seq}`}>{t(storingWords.cameBack)}</a>
        </>
      ) : null}
    </p>
  );
}

/** The number of the entry that a correction is of. */
function correctedBy({ data }: BatchEvent): number {
  return (data as unknown as { corrects: { seq: number } }).corrects.seq;
}
