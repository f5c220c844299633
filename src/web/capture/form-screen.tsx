import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { captureWords } from '../words-capture.js';
import { today } from './civil-day.js';
import { defaultsOf, faultOf } from './answers.js';
import { forms, type Answers, type FormName } from './forms.js';
import { forget, recallObject, remember } from '../app/memory.js';
import { QuestionField } from './question-field.js';
import { Said } from './said.js';
import { Screen, useFind, useSurroundings, useWords } from './screen.js';

/** Where somebody is in a form, kept with each step: a phone that is switched off goes on there. */
interface Draft {
  readonly form: FormName;
  readonly step: number;
  readonly answers: Answers;
  /** The refused record in whose place it is told. */
  readonly replaces?: string;
}

/** One question after another, the sentence to check, and then it is kept. */
export function FormScreen({ name }: { name: FormName }): VNode {
  const { state } = useSurroundings();
  const form = forms[name];
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = recallObject('draft') as unknown as Partial<Draft>;
    if (kept.form === name) return kept as Draft;
    const last = recallObject(`last-${name}`) as Answers;
    return { form: name, step: 0, answers: defaultsOf(form, last, state.catalogue.batches, today()) };
  });
  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    remember('draft', { ...next });
    setDraft(next);
  };
  return draft.step < form.screens.length ? (
    <Asking key={draft.step} draft={draft} change={change} />
  ) : (
    <ReadBack draft={draft} change={change} />
  );
}

interface Part {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

function Asking({ draft, change }: Part): VNode {
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
      forget('draft');
      go('/');
    }
  };
  const place = fill(t(captureWords.step), { n: draft.step + 1, of: form.screens.length });
  return (
    <Screen title={`${t(form.words)} · ${place}`}>
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

function ReadBack({ draft, change }: Part): VNode {
  const { desk, language, go } = useSurroundings();
  const find = useFind();
  const t = useWords();
  const [fault, setFault] = useState<Words | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = forms[draft.form];
  const { answers } = draft;
  const isKnown = find(answers['batch'] ?? '') !== undefined;
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await desk.tell({
        batch: answers['batch'] ?? '',
        kind: draft.form,
        data: form.data(answers, find),
        occurredAt: occurredAt(answers['day'] ?? today()),
      });
      if (draft.replaces !== undefined) await desk.drop(draft.replaces);
      remember(`last-${draft.form}`, { ...answers });
      forget('draft');
      go('/records');
    } catch {
      setFault(captureWords.diskFull);
      setBusy(false);
    }
  };
  return (
    <Screen title={t(captureWords.readBack)}>
      <p class="card sentence">
        <Said words={form.sentence} figures={form.figures(answers, find, language)} />
      </p>
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
        <button type="button" disabled={isBusy || !isKnown} onClick={() => void confirm()}>
          {t(captureWords.confirm)}
        </button>
      </div>
    </Screen>
  );
}

/** Today it happened now; of another day the noon, since nobody asked for the hour. */
function occurredAt(day: string): string {
  return day === today() ? new Date().toISOString() : `${day}T12:00:00+08:00`;
}
