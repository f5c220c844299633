import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { captureWords } from '../words-capture.js';
import { today } from '../app/civil-day.js';
import { defaultsOf, faultOf } from './answers.js';
import type { DeskState } from './desk-state.js';
import { keptDraftOf, newDraft, rememberDraft, type Draft, type DraftPart } from './draft.js';
import { forgetDraft } from './forget-draft.js';
import { forms, type FormName } from './forms.js';
import { recallObject } from '../app/memory.js';
import { lastAnswers, rememberAnswers } from './last-answers.js';
import { usePositioning } from './position-place.js';
import { QuestionField } from './question-field.js';
import { ReadBack } from './read-back.js';
import { useSurroundings, useWords } from './screen.js';

/** One question after another, the sentence to check, and then it is kept. */
export function FormScreen({ name }: { name: FormName }): VNode {
  const { state, go } = useSurroundings();
  const form = forms[name];
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = keptDraftOf(name);
    if (kept !== null && !isTold(kept, state)) return kept;
    const answers = defaultsOf(form, lastAnswers(name), state.catalogue.batches, today());
    return newDraft({ form: name, step: 0, answers });
  });
  // As it is now, also for what comes late: a photo, the position.
  const now = useRef(draft);
  const set = (part: Partial<Draft>): void => {
    now.current = { ...now.current, ...part };
    setDraft(now.current);
  };
  const change = (part: Partial<Draft>): void => {
    set(part);
    rememberDraft(now.current);
  };
  const positioning = usePositioning(draft, (position) => {
    if (now.current.position !== undefined) return;
    // A form that nobody has begun, or that was forgotten meanwhile, is not kept for its position alone.
    if (recallObject('draft')['form'] === name) change({ position });
    else set({ position });
  });
  const isDone = isTold(draft, state);
  // The same way out for who has just confirmed and for who was killed between that and this.
  useEffect(() => {
    if (!isDone) return;
    rememberAnswers(name, draft.answers);
    forgetDraft(draft);
    go('/records');
  }, [isDone]);
  return draft.step < form.screens.length ? (
    <Asking key={draft.step} draft={draft} change={change} />
  ) : (
    <ReadBack draft={draft} change={change} positioning={positioning} />
  );
}

/** Whether a draft was confirmed: its event is on this phone. */
function isTold({ event }: Draft, { items }: DeskState): boolean {
  return items.some(({ id }) => id === event);
}

function Asking({ draft, change }: DraftPart): VNode {
  const { state, go } = useSurroundings();
  const t = useWords();
  const [faults, setFaults] = useState<Readonly<Record<string, Words>>>({});
  const form = forms[draft.form];
  const questions = form.screens[draft.step] ?? [];
  const { answers } = draft;
  const submit = (): void => {
    const found = Object.fromEntries(
      questions.flatMap((question) => {
        const fault = faultOf(question, { answers, batches: state.catalogue.batches, today: today() });
        return fault === null ? [] : [[question.id, fault]];
      }),
    );
    setFaults(found);
    if (Object.keys(found).length === 0) change({ step: draft.step + 1 });
  };
  const back = (): void => {
    if (draft.step > 0) change({ step: draft.step - 1 });
    else {
      forgetDraft(draft);
      go('/');
    }
  };
  const place = fill(t(captureWords.step), { n: draft.step + 1, of: form.screens.length });
  return (
    <Screen title={`${t(form.words)} · ${place}`}>
      {draft.replaces === undefined ? null : <p>{t(captureWords.replacing)}</p>}
      <form
        class="card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {questions.map((question) => (
          <QuestionField
            key={question.id}
            question={question}
            answers={answers}
            fault={faults[question.id] ?? null}
            onAnswer={(answer) => {
              change({ answers: { ...answers, [question.id]: answer } });
            }}
          />
        ))}
        <div class="steps">
          <button type="button" class="quiet" onClick={back}>
            {t(captureWords.back)}
          </button>
          <button type="submit">{t(captureWords.next)}</button>
        </div>
      </form>
    </Screen>
  );
}
