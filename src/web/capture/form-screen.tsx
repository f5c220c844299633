import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { today } from '../app/civil-day.js';
import { defaultsOf } from './answers.js';
import { Asking } from './asking.js';
import type { DeskState } from './desk-state.js';
import { keptDraftOf, newDraft, rememberDraft, type Draft } from './draft.js';
import { forgetDraft } from './forget-draft.js';
import { forms, type FormName } from './forms.js';
import { recallObject } from '../app/memory.js';
import { lastAnswers, rememberAnswers } from './last-answers.js';
import { usePositioning } from './position-place.js';
import { ReadBack } from './read-back.js';
import { useSurroundings } from './screen.js';

/** One question after another, or all as they were answered last; the sentence to check, and then it is kept. */
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
