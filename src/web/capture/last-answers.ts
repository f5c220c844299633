import { forget, recallObject, remember } from '../app/memory.js';
import { forms, type FormName } from './forms.js';
import type { Answers } from './questions.js';

/** What was answered in a form the last time it was confirmed; nothing where it never was. */
export function lastAnswers(form: FormName): Answers {
  return recallObject(nameOf(form)) as Answers;
}

export function rememberAnswers(form: FormName, answers: Answers): void {
  remember(nameOf(form), { ...answers });
}

/** Forgets the answers of all forms: they may name people. */
export function forgetAnswers(): void {
  for (const form of Object.keys(forms)) forget(nameOf(form));
}

function nameOf(form: string): string {
  return `last-${form}`;
}
