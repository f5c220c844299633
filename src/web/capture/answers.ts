import { fill, type Words } from '../../gs1/words.js';
import { captureWords } from '../words-capture.js';
import { readNumber } from './amounts.js';
import { partnerOf } from './party.js';
import { dayQuestion, isGiven, type Form } from './forms.js';
import type { AmountQuestion, Answers, KnownBatch, Question, TextQuestion } from './questions.js';

/** What an answer is judged by, beside itself. `today`: the civil day. */
export interface Judging {
  readonly answers: Answers;
  readonly batches: readonly KnownBatch[];
  readonly today: string;
}

/** Why the answer to a question cannot stand, or null. */
export function faultOf(question: Question, { answers, batches, today }: Judging): Words | null {
  const answer = answers[question.id] ?? '';
  switch (question.type) {
    case 'amount':
      return amountFault(question, answer);
    case 'day':
      return /^\d{4}-\d{2}-\d{2}$/.test(answer) && answer <= today ? null : captureWords.badDay;
    case 'batch': {
      const chosen = batches.find(({ id }) => id === answer);
      return chosen !== undefined && question.fits(chosen, answers) ? null : captureWords.chooseBatch;
    }
    case 'choice':
      return Object.hasOwn(question.options, answer) ? null : captureWords.required;
    case 'text':
      return textFault(question, answer);
    case 'party':
      return partnerOf(answer) === null ? textFault(question, answer) : null;
  }
}

/** Why answers cannot stand, by question; empty when all can. */
export function faultsOf(questions: readonly Question[], judging: Judging): Readonly<Record<string, Words>> {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const fault = faultOf(question, judging);
      return fault === null ? [] : [[question.id, fault]];
    }),
  );
}

function amountFault({ optional }: AmountQuestion, answer: string): Words | null {
  if (optional === true && !isGiven(answer)) return null;
  return readNumber(answer.split(' ')[0] ?? '') === null ? captureWords.notANumber : null;
}

function textFault({ max, optional }: Pick<TextQuestion, 'max' | 'optional'>, answer: string): Words | null {
  if (answer.trim() === '') return optional === true ? null : captureWords.required;
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(answer)) return captureWords.badText;
  if (Array.from(answer).length <= max) return null;
  const { zh, en } = captureWords.tooLong;
  return { zh: fill(zh, { n: max }), en: fill(en, { n: max }) };
}

/** What is answered until somebody says otherwise: as last time, and today. */
export function defaultsOf(
  form: Form,
  last: Answers,
  batches: readonly KnownBatch[],
  today: string,
): Answers {
  const answers: Record<string, string> = { [dayQuestion.id]: today };
  for (const question of form.screens.flat()) {
    const before = last[question.id] ?? '';
    if (question.type === 'batch') {
      const fitting = batches.filter((batch) => question.fits(batch, answers));
      answers[question.id] = (fitting.find(({ id }) => id === before) ?? fitting[0])?.id ?? '';
    } else if (question.type === 'choice')
      answers[question.id] = before === '' ? (Object.keys(question.options)[0] ?? '') : before;
    else answers[question.id] = question.type === 'text' && question.scan === true ? '' : before;
  }
  return answers;
}
