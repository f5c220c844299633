import { inputTypes } from '../../gs1/vocabulary.js';
import { fill, say, type Language, type Words } from '../../gs1/words.js';
import type { JsonObject, JsonValue } from '../../ledger/json.js';
import { sayQuantity } from '../figures.js';
import { captureWords, formWords } from '../words-capture.js';
import { readNumber, type Amount } from './amounts.js';

/** A batch that can be recorded on, as it was fetched last. */
export interface KnownBatch {
  readonly id: string;
  readonly code: string;
  readonly lot: string | null;
  readonly product: string;
  readonly unit: string;
  readonly available: string;
}

/** Answers by question; amounts as `<value> <unit>`, days as `YYYY-MM-DD`. */
export type Answers = Readonly<Record<string, string>>;

interface Asked {
  readonly id: string;
  readonly words: Words;
  readonly hint?: Words;
}

/** One question of a screen. */
export type Question =
  | (Asked & { readonly type: 'batch' | 'day' })
  | (Asked & { readonly type: 'text'; readonly max: number; readonly optional?: boolean })
  | (Asked & { readonly type: 'choice'; readonly options: Readonly<Record<string, Words>> })
  /** `units` by what the batch is kept in. */
  | (Asked & {
      readonly type: 'amount';
      readonly units: (batch: KnownBatch | undefined) => readonly string[];
    });

export type FormName = 'input' | 'harvest' | 'shipment';

/** What is asked for one kind of event, one screen after another, and what is made of the answers. */
export interface Form {
  readonly words: Words;
  readonly screens: readonly (readonly Question[])[];
  data(answers: Answers): JsonObject;
  /** What was answered, but for batch and day, read back from the data. */
  answers(data: JsonObject): Answers;
  sentence(answers: Answers, batch: KnownBatch, language: Language): string;
}

const batchQuestion: Question = { id: 'batch', type: 'batch', words: formWords.batch };
const dayQuestion: Question = { id: 'day', type: 'day', words: formWords.day };
const massUnits = ['KGM', 'CN-JIN', 'TNE'];
const bottleUnits = ['KGM', 'GRM', 'LTR', 'MLT'];

/** Units in which the goods of a batch are weighed or counted by people. */
function goodsUnits(batch: KnownBatch | undefined): readonly string[] {
  return batch === undefined || massUnits.includes(batch.unit) ? massUnits : [batch.unit];
}

function amountOf(answers: Answers): Amount & JsonObject {
  const [value = '', unit = ''] = (answers['amount'] ?? '').split(' ');
  return { value: readNumber(value) ?? value, unit };
}

function textOf(amount: JsonValue | undefined): string {
  const { value, unit } = amount as unknown as Amount;
  return `${value} ${unit}`;
}

function parts(answers: Answers, batch: KnownBatch, language: Language): Record<string, string> {
  return {
    day: answers['day'] ?? '',
    batch: batchName(batch),
    amount: sayQuantity(amountOf(answers), language),
    name: answers['name'] ?? '',
  };
}

function sentenceOf(words: Words): Form['sentence'] {
  return (answers, batch, language) => fill(say(words, language), parts(answers, batch, language));
}

/** What people call a batch: its lot, else its code in groups of four. */
export function batchName({ lot, code, product }: KnownBatch): string {
  return `${product} ${lot ?? code.replaceAll(/(.{4})(?=.)/g, '$1 ')}`;
}

export const forms: Readonly<Record<FormName, Form>> = {
  input: {
    words: formWords.input,
    screens: [
      [batchQuestion],
      [
        { id: 'type', type: 'choice', words: formWords.inputType, options: inputTypes },
        { id: 'name', type: 'text', words: formWords.inputName, hint: captureWords.asWritten, max: 120 },
        { id: 'registrationNo', type: 'text', words: formWords.registrationNo, max: 40, optional: true },
      ],
      [{ id: 'amount', type: 'amount', words: formWords.inputAmount, units: () => bottleUnits }],
      [dayQuestion],
    ],
    answers: ({ inputType, product, amount }) => {
      const { name, registrationNo } = product as { name: string; registrationNo?: string };
      return {
        type: inputType as string,
        name,
        registrationNo: registrationNo ?? '',
        amount: textOf(amount),
      };
    },
    data: (answers) => ({
      inputType: answers['type'] ?? '',
      product: {
        name: answers['name'] ?? '',
        ...((answers['registrationNo'] ?? '') === ''
          ? {}
          : { registrationNo: answers['registrationNo'] ?? '' }),
      },
      amount: amountOf(answers),
      startedOn: answers['day'] ?? '',
      stoppedOn: answers['day'] ?? '',
    }),
    sentence: (answers, batch, language) => {
      const type = inputTypes[answers['type'] as keyof typeof inputTypes];
      return fill(say(formWords.inputSentence, language), {
        ...parts(answers, batch, language),
        type: say(type, language),
      });
    },
  },
  harvest: {
    words: formWords.harvest,
    screens: [
      [batchQuestion],
      [{ id: 'amount', type: 'amount', words: formWords.harvestAmount, units: goodsUnits }],
      [dayQuestion],
    ],
    answers: ({ quantity }) => ({ amount: textOf(quantity) }),
    data: (answers) => ({
      quantity: amountOf(answers),
      startedOn: answers['day'] ?? '',
      stoppedOn: answers['day'] ?? '',
    }),
    sentence: sentenceOf(formWords.harvestSentence),
  },
  shipment: {
    words: formWords.shipment,
    screens: [
      [batchQuestion],
      [{ id: 'amount', type: 'amount', words: formWords.shipmentAmount, units: goodsUnits }],
      [{ id: 'name', type: 'text', words: formWords.consignee, hint: formWords.consigneeHint, max: 120 }],
      [dayQuestion],
    ],
    answers: ({ quantity, consignee }) => ({
      amount: textOf(quantity),
      name: (consignee as { party: { name: string } }).party.name,
    }),
    data: (answers) => ({
      quantity: amountOf(answers),
      consignee: { party: { name: answers['name'] ?? '' } },
    }),
    sentence: sentenceOf(formWords.shipmentSentence),
  },
};

/** Why an answer cannot stand, or null. `today`: the civil day. */
export function faultOf(question: Question, answer: string, today: string): Words | null {
  if (question.type === 'amount')
    return readNumber(answer.split(' ')[0] ?? '') === null ? captureWords.notANumber : null;
  if (question.type === 'day')
    return /^\d{4}-\d{2}-\d{2}$/.test(answer) && answer <= today ? null : captureWords.badDay;
  if (question.type !== 'text') return answer === '' ? captureWords.required : null;
  if (answer.trim() === '') return question.optional === true ? null : captureWords.required;
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(answer)) return captureWords.badText;
  return Array.from(answer).length > question.max
    ? {
        zh: fill(captureWords.tooLong.zh, { n: question.max }),
        en: fill(captureWords.tooLong.en, { n: question.max }),
      }
    : null;
}

/** What is answered until somebody says otherwise: as last time, and today. */
export function defaultsOf(
  form: Form,
  last: Answers,
  batches: readonly KnownBatch[],
  today: string,
): Answers {
  const answers: Record<string, string> = {};
  for (const question of form.screens.flat()) {
    const before = last[question.id] ?? '';
    if (question.type === 'batch')
      answers[question.id] = batches.some(({ id }) => id === before) ? before : (batches[0]?.id ?? '');
    else if (question.type === 'day') answers[question.id] = today;
    else if (question.type === 'choice')
      answers[question.id] = before === '' ? (Object.keys(question.options)[0] ?? '') : before;
    else answers[question.id] = before;
  }
  return answers;
}
