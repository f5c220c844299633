import { describe, expect, it } from 'vitest';
import { convertedWords, readNumber } from '../../src/web/capture/amounts.js';
import { defaultsOf, faultOf } from '../../src/web/capture/answers.js';
import { dayQuestion, forms, type FormName } from '../../src/web/capture/forms.js';
import type { Answers, KnownBatch } from '../../src/web/capture/questions.js';
import { fill, say, type Language } from '../../src/gs1/words.js';
import { sayQuantity } from '../../src/web/figures.js';
import { captureWords, formWords } from '../../src/web/words-capture.js';
import { warningWords } from '../../src/web/words-capture-warnings.js';
import { findKind } from '../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../src/events/kinds/validate.js';

const batch: KnownBatch = {
  id: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  code: '8F3KQ7TN2V5XRA4DN',
  lot: 'APP-1',
  product: '苹果',
  gtin: '06937001000019',
  unit: 'KGM',
  available: '10',
  seq: 4,
  leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  mixing: null,
};
const boxes: KnownBatch = {
  ...batch,
  id: '7e1b9a64-2c3d-4f58-9b6a-3f0c8d2e1a47',
  product: '盒装苹果',
  lot: 'BOX-1',
  unit: 'BX',
};
const batches = [batch, boxes];
const find = (id: string): KnownBatch | undefined => batches.find((one) => one.id === id);
const day = '2026-11-26';
const answered = {
  input: {
    batch: batch.id,
    type: 'pesticide',
    name: '戊唑醇',
    registrationNo: 'PD20990123',
    amount: '2.5 LTR',
    area: '12.5 CN-MU',
    day,
  },
  harvest: { batch: batch.id, amount: '1,200 CN-JIN', day },
  processing: {
    source: batch.id,
    process: 'pack',
    batch: boxes.id,
    taken: '1000 CN-JIN',
    amount: '50 BX',
    day,
  },
  shipment: { batch: batch.id, amount: '50 KGM', name: '示例菜店', day },
} as const;
const names = Object.keys(answered) as FormName[];

function sentenceOf(name: FormName, answers: Answers, language: Language): string {
  return fill(say(forms[name].sentence, language), forms[name].figures(answers, find, language));
}

/** The fault of an answer to one question of a form, given what is answered last to the others. */
function faultAt(name: FormName, id: string, answer: string) {
  const question = [...forms[name].screens.flat(), dayQuestion].find((one) => one.id === id);
  if (question === undefined) throw new Error('the form has changed');
  return faultOf(question, { answers: { ...answered[name], [id]: answer }, batches, today: day });
}

describe('a number as people type it', () => {
  it.each([
    ['12.5', '12.5'],
    ['１２．５０', '12.5'],
    [' 1,200 ', '1200'],
    ['1，200，300.5', '1200300.5'],
    ['007', '7'],
    ['0.5', '0.5'],
    ['100', '100'],
  ])('%j is %s', (typed, read) => {
    expect(readNumber(typed)).toBe(read);
  });

  it.each([
    '',
    '0',
    '0.000',
    '1,5',
    '12,00',
    '1,2000',
    ',5',
    '1.5,000',
    '-3',
    '1e5',
    '一百',
    '1.2.3',
    '0.0000000001',
    'NaN',
    '1'.repeat(40),
    '٣',
  ])('%j is none', (typed) => {
    expect(readNumber(typed)).toBeNull();
  });
});

describe('an amount', () => {
  it('is told in the unit of the batch beside the unit it was typed in', () => {
    expect(convertedWords({ value: '25', unit: 'CN-JIN' }, 'KGM', 'zh-CN')).toBe('12.5 公斤');
    expect(convertedWords({ value: '1', unit: 'TNE' }, 'KGM', 'en')).toBe('1,000 kg');
    expect(convertedWords({ value: '30', unit: 'CN-MU' }, 'HAR', 'zh-CN')).toBe('2 公顷');
    expect(convertedWords({ value: '25', unit: 'KGM' }, 'KGM', 'en')).toBeNull();
    expect(convertedWords({ value: 'x', unit: 'TNE' }, 'KGM', 'en')).toBeNull();
    expect(convertedWords({ value: '1', unit: 'LTR' }, 'KGM', 'en')).toBeNull();
  });

  it('is grouped by thousands before the point alone', () => {
    expect(sayQuantity({ value: '1234567.8901', unit: 'KGM' }, 'en')).toBe('1,234,567.8901 kg');
  });
});

describe('each form', () => {
  it.each(names)('%s says what the kind of event asks for, and reads it back', (name) => {
    const kind = findKind(name);
    const data = forms[name].data(answered[name], find);
    if (kind === undefined) throw new Error(`there is no kind ${name}`);
    expect(isFaults(validateData(kind.data, data))).toBe(false);
    expect(forms[name].data({ ...answered[name], ...forms[name].answers(data, []) }, find)).toEqual(data);
  });

  it('says the code of a package where it was scanned', () => {
    const unitCode = '19901231001483920174650238174659';
    const data = forms.input.data({ ...answered.input, unitCode, registrationNo: ' ' }, find);
    expect(data['product']).toEqual({ name: '戊唑醇', unitCode });
    expect(forms.input.answers(data, [])).toMatchObject({ unitCode, registrationNo: '' });
  });

  it.each(names)('%s has a sentence in both languages with everything in it', (name) => {
    for (const language of ['zh-CN', 'en'] as const) {
      const sentence = sentenceOf(name, answered[name], language);
      expect(sentence).toContain('苹果 APP-1');
      expect(sentence).toContain(day);
      expect(sentence).not.toMatch(/[{}]/);
    }
  });

  it('says the area in mu where it is given, and nothing of it where it is not', () => {
    expect(sentenceOf('input', answered.input, 'zh-CN')).toMatch(/2\.5 升，面积 12\.5 亩$/);
    for (const area of ['', ' CN-MU']) {
      expect(faultAt('input', 'area', area)).toBeNull();
      const answers = { ...answered.input, area };
      expect(sentenceOf('input', answers, 'zh-CN')).toMatch(/2\.5 升$/);
      expect(forms.input.data(answers, find)).not.toHaveProperty('area');
    }
    expect(faultAt('input', 'area', 'x CN-MU')).toEqual(captureWords.notANumber);
  });

  it('takes braces in a name as they are', () => {
    const sentence = sentenceOf('shipment', { ...answered.shipment, name: '{day}' }, 'en');
    expect(sentence).toContain('to {day}');
  });

  it('asks five questions at most, one a screen; beside it stands what may be left out alone', () => {
    for (const name of names) {
      expect(forms[name].screens.length).toBeLessThanOrEqual(5);
      for (const [, ...beside] of forms[name].screens)
        expect(beside.filter(({ optional }) => optional !== true)).toEqual([]);
    }
  });

  it('can stand as it was answered last', () => {
    const last = { ...answered.input, unitCode: '19901231001483920174650238174659', day: '2020-01-01' };
    const answers = defaultsOf(forms.input, last, batches, day);
    // Of another bottle the code is another one.
    expect(answers).toEqual({ ...answered.input, unitCode: '' });
    const faults = forms.input.screens
      .flat()
      .map((question) => faultOf(question, { answers, batches, today: day }));
    expect(faults).toEqual(faults.map(() => null));
  });

  it('forgets a batch that is not there any more', () => {
    expect(defaultsOf(forms.harvest, { batch: 'gone' }, batches, day)['batch']).toBe(batch.id);
    expect(defaultsOf(forms.harvest, { batch: 'gone' }, [], day)['batch']).toBe('');
  });

  it('says of a batch that is not on the list that it is not', () => {
    expect(sentenceOf('harvest', { ...answered.harvest, batch: 'gone' }, 'zh-CN')).toContain('列表里没有');
  });
});

describe('processing', () => {
  it('builds on the newest entry of what goes in, and says both amounts in the units of their batches', () => {
    expect(forms.processing.data(answered.processing, find)).toEqual({
      process: 'pack',
      inputs: [
        {
          batch: batch.id,
          seq: 4,
          leafHash: batch.leafHash,
          quantity: { value: '1000', unit: 'CN-JIN' },
        },
      ],
      outputs: [{ batch: boxes.id, quantity: { value: '50', unit: 'BX' } }],
      startedOn: day,
      stoppedOn: day,
    });
    expect(sentenceOf('processing', answered.processing, 'zh-CN')).toBe(
      '2026-11-26 包装：苹果 APP-1 1,000 斤 做成 盒装苹果 BOX-1 50 盒',
    );
  });

  it('never goes into the batch that it comes from, nor out of a mixed lot of another chain', () => {
    const mixed = { ...batch, id: 'bin', mixing: 'fifo' };
    const answers = defaultsOf(forms.processing, {}, [mixed, batch, boxes], day);
    expect(answers).toMatchObject({ source: batch.id, batch: mixed.id });
    expect(defaultsOf(forms.processing, {}, [batch], day)).toMatchObject({ source: batch.id, batch: '' });
    expect(faultAt('processing', 'batch', batch.id)).toEqual(captureWords.chooseBatch);
    expect(faultAt('processing', 'batch', boxes.id)).toBeNull();
  });
});

describe('an answer', () => {
  it.each([
    ['nothing', '', captureWords.required],
    ['spaces', '   ', captureWords.required],
    ['a mark that turns the text round', 'a\u202Eb', captureWords.badText],
    ['a line end', 'a\nb', captureWords.badText],
  ])('%s in place of a name is refused', (_, answer, words) => {
    expect(faultAt('input', 'name', answer)).toEqual(words);
  });

  it('of ten thousand characters is too long, of 120 not', () => {
    expect(faultAt('input', 'name', '苹'.repeat(10_000))?.zh).toBe('最多 120 个字。');
    expect(faultAt('input', 'name', '🍎'.repeat(120))).toBeNull();
  });

  it('of tomorrow, or of no day, is refused', () => {
    expect(faultAt('input', 'day', '2026-11-27')).toEqual(captureWords.badDay);
    expect(faultAt('input', 'day', '')).toEqual(captureWords.badDay);
    expect(faultAt('input', 'day', day)).toBeNull();
    expect(faultAt('input', 'amount', 'x KGM')).toEqual(captureWords.notANumber);
    expect(faultAt('input', 'type', 'magic')).toEqual(captureWords.required);
  });
});

describe('the words of the app', () => {
  it('are there in both languages, with the same places in both', () => {
    const places = (text: string): string[] => (text.match(/\{[a-z]+\}/g) ?? []).sort();
    for (const [key, { zh, en }] of Object.entries({ ...captureWords, ...formWords, ...warningWords })) {
      expect(zh.trim(), key).not.toBe('');
      expect(en.trim(), key).not.toBe('');
      expect(places(en), key).toEqual(places(zh));
      if (key !== 'language') expect(en, key).not.toMatch(/\p{Script=Han}/u);
    }
  });
});
