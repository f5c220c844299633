import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { today } from '../app/civil-day.js';
import { Screen } from '../app/screen.js';
import { captureWords } from '../words-capture.js';
import { faultsOf } from './answers.js';
import type { DraftPart } from './draft.js';
import { forgetDraft } from './forget-draft.js';
import { forms } from './forms.js';
import type { Question, TextQuestion } from './questions.js';
import { lastAnswers } from './last-answers.js';
import { QuestionField, ScanWay } from './question-field.js';
import { useSurroundings, useWords } from './screen.js';

/** The question at which a form stands. */
export function Asking({ draft, change }: DraftPart): VNode {
  const { state, go } = useSurroundings();
  const t = useWords();
  const [faults, setFaults] = useState<Readonly<Record<string, Words>>>({});
  const { step, answers } = draft;
  const form = forms[draft.form];
  const [question, ...beside] = form.screens[step] ?? [];
  const submit = (): void => {
    const found = faultsOf(form.screens[step] ?? [], {
      answers,
      batches: state.catalogue.batches,
      today: today(),
    });
    setFaults(found);
    if (Object.keys(found).length === 0) change({ step: step + 1 });
  };
  const back = (): void => {
    if (step > 0) {
      change({ step: step - 1 });
      return;
    }
    forgetDraft(draft);
    go('/');
  };
  const field = (asked: Question): VNode => (
    <QuestionField
      key={asked.id}
      question={asked}
      answers={answers}
      fault={faults[asked.id] ?? null}
      onAnswer={(answer) => {
        change({ answers: { ...answers, [asked.id]: answer } });
      }}
    />
  );
  const place = fill(t(captureWords.step), { n: step + 1, of: form.screens.length });
  return (
    <Screen title={`${t(form.words)} · ${place}`}>
      {draft.replaces === undefined ? null : <p>{t(captureWords.replacing)}</p>}
      <Repeat draft={draft} change={change} />
      <form
        class="card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {question === undefined ? null : field(question)}
        {beside.some(({ scan }) => scan) ? <ScanWay /> : null}
        <Beside
          questions={beside}
          isOpen={beside.some(({ id }) => (answers[id] ?? '') !== '' || id in faults)}
          field={field}
        />
        <Ways back={back} />
      </form>
    </Screen>
  );
}

function Ways({ back }: { back: () => void }): VNode {
  const t = useWords();
  return (
    <div class="steps">
      <button type="button" class="quiet" onClick={back}>
        {t(captureWords.back)}
      </button>
      <button type="submit">{t(captureWords.next)}</button>
    </div>
  );
}

/** What may be said beside the question; it lies open where something is. */
function Beside({
  questions,
  isOpen,
  field,
}: {
  questions: readonly TextQuestion[];
  isOpen: boolean;
  field: (question: Question) => VNode;
}): VNode | null {
  const { language } = useSurroundings();
  const t = useWords();
  if (questions.length === 0) return null;
  const what = questions.map(({ words }) => t(words)).join(language === 'en' ? ', ' : '、');
  return (
    <details open={isOpen}>
      <summary>{fill(t(captureWords.optional), { what })}</summary>
      {questions.map(field)}
    </details>
  );
}

/** The way past all questions, where the batches are those of last time and all answers can stand again. */
function Repeat({ draft: { form, step, answers, replaces }, change }: DraftPart): VNode | null {
  const { state } = useSurroundings();
  const t = useWords();
  const last = lastAnswers(form);
  if (step > 0 || replaces !== undefined || Object.keys(last).length === 0) return null;
  const { screens } = forms[form];
  const questions = screens.flat();
  const isElsewhere = questions.some(({ type, id }) => type === 'batch' && answers[id] !== last[id]);
  const faults = faultsOf(questions, { answers, batches: state.catalogue.batches, today: today() });
  if (isElsewhere || Object.keys(faults).length > 0) return null;
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => {
        change({ step: screens.length });
      }}
    >
      {t(captureWords.asLastTime)}
    </button>
  );
}
