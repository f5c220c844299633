import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { say, type Language, type Words } from '../../gs1/words.js';
import type { Desk } from './desk.js';
import type { DeskState } from './desk-state.js';
import type { FindBatch } from './questions.js';

/** What every screen has at hand. */
export interface Surroundings {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly language: Language;
  readonly go: (place: string) => void;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const around = useContext(SurroundingsContext);
  if (around === null) throw new Error('a screen outside of the app');
  return around;
}

/** A text of the catalogue in the reader's language. */
export function useWords(): (words: Words) => string {
  const { language } = useSurroundings();
  return (words) => say(words, language);
}

/** The batches at hand by their id. */
export function useFind(): FindBatch {
  const { state } = useSurroundings();
  return (id) => state.catalogue.batches.find((batch) => batch.id === id);
}
