import type { Answers, FormName } from './forms.js';
import type { Position } from './position.js';

/** Where somebody is in a form, kept with each step: a phone that is switched off goes on there. */
export interface Draft {
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

/** A part of the form that is in progress. */
export interface DraftPart {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}
