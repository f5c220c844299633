import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Attachment } from '../../client/client.js';
import type { Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { captureWords } from '../words-capture.js';
import { today } from '../app/civil-day.js';
import { DayPlace, dayFault } from './day-place.js';
import type { Desk } from './desk.js';
import type { Draft, DraftPart } from './draft.js';
import { forms } from './forms.js';
import type { FindBatch } from './questions.js';
import { lastAnswers } from './last-answers.js';
import { PhotoPlace } from './photo-place.js';
import { PositionPlace, positionPart, type Positioning } from './position-place.js';
import { Said } from './said.js';
import { useFind, useSurroundings, useWords } from './screen.js';
import { Warnings } from './warning-list.js';
import { warningsOf, type Warning } from './warnings.js';

/** The sentence to check, what speaks against it, and then it is kept. */
export function ReadBack({ draft, change, positioning }: DraftPart & { positioning: Positioning }): VNode {
  const { desk, language } = useSurroundings();
  const find = useFind();
  const t = useWords();
  const [fault, setFault] = useState<Words | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isShrinking, setShrinking] = useState(false);
  const form = forms[draft.form];
  const { answers, event } = draft;
  const canStand = find(answers['batch'] ?? '') !== undefined && dayFault(answers) === null;
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      // Before it is told: whoever goes on after being killed tells the same event.
      change({ event });
      setFault((await tellDraft(draft, desk, find)) ? null : captureWords.partMissing);
    } catch {
      setFault(captureWords.diskFull);
    }
    setBusy(false);
  };
  return (
    <Screen title={t(captureWords.readBack)}>
      <div class="card">
        <p class="sentence">
          <Said words={form.sentence} figures={form.figures(answers, find, language)} />
        </p>
      </div>
      {draft.replaces === undefined ? null : <p>{t(captureWords.replacing)}</p>}
      <DayPlace draft={draft} change={change} />
      <Warnings warnings={useDraftWarnings(draft)} />
      <PositionPlace draft={draft} change={change} positioning={positioning} />
      <PhotoPlace draft={draft} change={change} isBusy={isShrinking} setBusy={setShrinking} />
      <p role="alert" class="fault">
        {fault === null ? '' : t(fault)}
      </p>
      <div class="steps">
        <button
          type="button"
          class="quiet"
          onClick={() => {
            change({ step: form.screens.length - 1 });
          }}
        >
          {t(captureWords.back)}
        </button>
        <button type="button" disabled={isBusy || isShrinking || !canStand} onClick={() => void confirm()}>
          {t(captureWords.confirm)}
        </button>
      </div>
    </Screen>
  );
}

/** Whether a draft is kept as what it becomes; throws where there is no room for it. */
async function tellDraft(draft: Draft, desk: Desk, find: FindBatch): Promise<boolean> {
  const { event, replaces, answers } = draft;
  return desk.tell({
    id: event,
    ...(replaces === undefined ? {} : { replaces }),
    batch: answers['batch'] ?? '',
    kind: draft.form,
    data: { ...forms[draft.form].data(answers, find), ...positionPart(draft) },
    occurredAt: occurredAt(answers['day'] ?? today()),
    attachments: await attachmentsOf(draft, desk),
  });
}

/** The photos of a draft, as they are kept; what keeps them is loaded only where there may be some. */
async function attachmentsOf(draft: Draft, desk: Desk): Promise<Attachment[]> {
  if (draft.photos === undefined && draft.replaces === undefined) return [];
  const { photosOfDraft } = await import('./draft-photos.js');
  return (await photosOfDraft(draft, desk)).map(({ mediaType, bytes }) => ({ mediaType, bytes }));
}

function useDraftWarnings({ form, answers, replaces }: Draft): Warning[] {
  const { state, language } = useSurroundings();
  const find = useFind();
  return warningsOf({
    form,
    answers,
    last: lastAnswers(form),
    items: state.items.filter(({ id }) => id !== replaces),
    facts: state.facts,
    find,
    now: Date.now(),
    language,
  });
}

/** Today it happened now; of another day the noon, since nobody asked for the hour. */
function occurredAt(day: string): string {
  return day === today() ? new Date().toISOString() : `${day}T12:00:00+08:00`;
}
