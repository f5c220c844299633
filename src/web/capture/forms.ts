import { inputTypes, processes } from '../../gs1/vocabulary.js';
import { fill, say, type Language, type Words } from '../../gs1/words.js';
import type { JsonObject, JsonValue } from '../../ledger/json.js';
import { sayQuantity } from '../figures.js';
import { captureWords, formWords } from '../words-capture.js';
import { readNumber, type Amount } from './amounts.js';
import { nameOfParty, partyAnswer, partyOf, type Partner, type Party } from './party.js';
import type {
  AmountQuestion,
  Answers,
  BatchQuestion,
  FindBatch,
  KnownBatch,
  Question,
  Screenful,
} from './questions.js';

export type FormName = 'input' | 'harvest' | 'processing' | 'shipment';

/**
 * What is asked for one kind of event, one screen after another, and what is made of the answers. The day is today until
 * somebody says otherwise at the sentence.
 */
export interface Form {
  readonly words: Words;
  readonly screens: readonly Screenful[];
  readonly sentence: Words;
  /** Requires answers without fault. */
  data(answers: Answers, find: FindBatch): JsonObject;
  /** What was answered, but for batch and day, read back from the data; of partners the data has the id alone. */
  answers(data: JsonObject, partners: readonly Partner[]): Answers;
  /** What stands at the places of the sentence; `day` and `batch` stand at the same places in all. */
  figures(answers: Answers, find: FindBatch, language: Language): Readonly<Record<string, string>>;
}

const anyBatch: BatchQuestion = {
  id: 'batch',
  type: 'batch',
  words: formWords.batch,
  fits: () => true,
  none: captureWords.noBatches,
};
export const dayQuestion: Question = { id: 'day', type: 'day', words: formWords.day };
const consigneeQuestion: Question = {
  id: 'name',
  type: 'party',
  words: formWords.consignee,
  max: 120,
};
const massUnits = ['KGM', 'CN-JIN', 'TNE'];
const bottleUnits = ['KGM', 'GRM', 'LTR', 'MLT'];
const areaUnits = ['CN-MU', 'HAR'];
const steps = Object.fromEntries(Object.entries(processes).map(([name, { words }]) => [name, words]));

/** Units in which the goods of a batch are weighed or counted by people. */
function goodsUnits(batch: KnownBatch | undefined): readonly string[] {
  return batch === undefined || massUnits.includes(batch.unit) ? massUnits : [batch.unit];
}

function goodsAmount(id: string, words: Words, of = 'batch'): AmountQuestion {
  return { id, type: 'amount', words, of, units: goodsUnits };
}

/** Whether a figure stands in an answer: a unit alone is none. */
export function isGiven(answer: string | undefined): boolean {
  return answer?.split(' ')[0] !== '' && answer !== undefined;
}

/** The amount that stands in an answer. */
export function amountOf(answer: string | undefined): Amount & JsonObject {
  const [value = '', unit = ''] = (answer ?? '').split(' ');
  return { value: readNumber(value) ?? value, unit };
}

function textOf(amount: JsonValue | undefined): string {
  const { value, unit } = amount as unknown as Amount;
  return `${value} ${unit}`;
}

/** What people call a batch: its lot, else its code in groups of four. */
export function batchName({ lot, code, product }: KnownBatch): string {
  return `${product} ${lot ?? code.replaceAll(/(.{4})(?=.)/g, '$1 ')}`;
}

function nameOf(id: string | undefined, find: FindBatch, language: Language): string {
  const batch = find(id ?? '');
  return batch === undefined ? say(captureWords.unknownBatch, language) : batchName(batch);
}

/** What most sentences say. */
const usualFigures: Form['figures'] = (answers, find, language) => ({
  day: answers['day'] ?? '',
  batch: nameOf(answers['batch'], find, language),
  amount: sayQuantity(amountOf(answers['amount']), language),
  name: nameOfParty(answers['name'], language),
});

function daysOf(answers: Answers): JsonObject {
  const day = answers['day'] ?? '';
  return { startedOn: day, stoppedOn: day };
}

/** A field that was filled in. */
function given(answers: Answers, id: string): JsonObject {
  const answer = answers[id]?.trim() ?? '';
  return answer === '' ? {} : { [id]: answer };
}

const input: Form = {
  words: formWords.input,
  sentence: formWords.inputSentence,
  screens: [
    [anyBatch],
    [{ id: 'type', type: 'choice', words: formWords.inputType, options: inputTypes }],
    [
      { id: 'name', type: 'text', words: formWords.inputName, hint: captureWords.asWritten, max: 120 },
      { id: 'registrationNo', type: 'text', words: formWords.registrationNo, max: 40, optional: true },
      { id: 'unitCode', type: 'text', words: formWords.unitCode, max: 64, optional: true, scan: true },
    ],
    [{ id: 'amount', type: 'amount', words: formWords.inputAmount, of: 'batch', units: () => bottleUnits }],
    [
      {
        id: 'area',
        type: 'amount',
        words: formWords.area,
        of: 'batch',
        units: () => areaUnits,
        beside: 'HAR',
        optional: true,
      },
    ],
  ],
  answers: ({ inputType, product, amount, area }) => ({
    type: inputType as string,
    registrationNo: '',
    unitCode: '',
    ...(product as Record<string, string>),
    amount: textOf(amount),
    area: area === undefined ? '' : textOf(area),
  }),
  data: (answers) => ({
    inputType: answers['type'] ?? '',
    product: {
      name: answers['name'] ?? '',
      ...given(answers, 'registrationNo'),
      ...given(answers, 'unitCode'),
    },
    amount: amountOf(answers['amount']),
    ...(isGiven(answers['area']) ? { area: amountOf(answers['area']) } : {}),
    ...daysOf(answers),
  }),
  figures: (answers, find, language) => ({
    ...usualFigures(answers, find, language),
    area: isGiven(answers['area'])
      ? fill(say(formWords.onArea, language), { area: sayQuantity(amountOf(answers['area']), language) })
      : '',
    type: say(inputTypes[answers['type'] as keyof typeof inputTypes], language),
  }),
};

const harvest: Form = {
  words: formWords.harvest,
  sentence: formWords.harvestSentence,
  screens: [[anyBatch], [goodsAmount('amount', formWords.harvestAmount)]],
  answers: ({ quantity }) => ({ amount: textOf(quantity) }),
  data: (answers) => ({ quantity: amountOf(answers['amount']), ...daysOf(answers) }),
  figures: usualFigures,
};

/**
 * From one batch into another that is there: only what comes out is on the chain of its own, so that its balance is
 * whole. A mixed lot may be drawn from by its own chain alone, which the phone leaves to the office.
 */
const processing: Form = {
  words: formWords.processing,
  sentence: formWords.processingSentence,
  screens: [
    [{ ...anyBatch, id: 'source', words: formWords.source, fits: ({ mixing }) => mixing === null }],
    [{ id: 'process', type: 'choice', words: formWords.process, options: steps }],
    [
      {
        ...anyBatch,
        words: formWords.into,
        fits: ({ id }, answers) => id !== answers['source'],
        none: formWords.noInto,
      },
    ],
    [goodsAmount('taken', formWords.takenAmount, 'source')],
    [goodsAmount('amount', formWords.madeAmount)],
  ],
  answers: ({ process, inputs, outputs }) => {
    const [taken] = inputs as unknown as [{ batch: string; quantity: JsonObject }];
    const [made] = outputs as unknown as [{ quantity: JsonObject }];
    return {
      source: taken.batch,
      process: process as string,
      taken: textOf(taken.quantity),
      amount: textOf(made.quantity),
    };
  },
  data: (answers, find) => {
    const source = find(answers['source'] ?? '');
    return {
      process: answers['process'] ?? '',
      inputs: [
        {
          batch: source?.id ?? '',
          seq: source?.seq ?? 0,
          leafHash: source?.leafHash ?? '',
          quantity: amountOf(answers['taken']),
        },
      ],
      outputs: [{ batch: answers['batch'] ?? '', quantity: amountOf(answers['amount']) }],
      ...daysOf(answers),
    };
  },
  figures: (answers, find, language) => ({
    ...usualFigures(answers, find, language),
    process: say(processes[answers['process'] as keyof typeof processes].words, language),
    source: nameOf(answers['source'], find, language),
    taken: sayQuantity(amountOf(answers['taken']), language),
  }),
};

const shipment: Form = {
  words: formWords.shipment,
  sentence: formWords.shipmentSentence,
  screens: [[anyBatch], [goodsAmount('amount', formWords.shipmentAmount)], [consigneeQuestion]],
  answers: ({ quantity, consignee }, partners) => ({
    amount: textOf(quantity),
    name: partyAnswer(consignee as unknown as Party, partners),
  }),
  data: (answers) => ({
    quantity: amountOf(answers['amount']),
    consignee: partyOf(answers['name']),
  }),
  figures: usualFigures,
};

/** In the order of their tiles. */
export const forms: Readonly<Record<FormName, Form>> = { input, harvest, processing, shipment };
