import { uuidv7 } from 'uuidv7';
import { recallObject, remember } from '../app/memory.js';
import type { FormName } from './forms.js';
import type { Answers } from './questions.js';
import type { Position } from './position.js';

/** Where somebody is in a form, kept with each step: a phone that is switched off goes on there. */
export interface Draft {
  /** The id of the event that it becomes: one that is confirmed again, after a kill or in another tab, is the same. */
  readonly event: string;
  readonly form: FormName;
  readonly step: number;
  readonly answers: Answers;
  /** The refused record in whose place it is told. */
  readonly replaces?: string;
  /** Names of its photos (draft-photos.ts). */
  readonly photos?: readonly string[];
  /** Where it is told; null once it was left out, absent while nobody knows. */
  readonly position?: Position | null;
}

/** A draft that nobody has confirmed yet. */
export function newDraft(part: Omit<Draft, 'event'>): Draft {
  return { event: uuidv7(), ...part };
}

/** The draft of a form that was kept, or null. */
export function keptDraftOf(form: FormName): Draft | null {
  const kept = recallObject('draft') as unknown as Draft;
  return kept.form === form ? newDraft(kept) : null;
}

export function rememberDraft(draft: Draft): void {
  remember('draft', { ...draft });
}

/** A part of the form that is in progress. */
export interface DraftPart {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}
