import { describe, expect, it } from 'vitest';
import { convertedWords, readNumber } from '../../src/web/capture/amounts.js';
import { defaultsOf, faultOf, forms, type FormName, type KnownBatch } from '../../src/web/capture/forms.js';
import { sayQuantity } from '../../src/web/figures.js';
import { captureWords, formWords } from '../../src/web/words-capture.js';
import { findKind } from '../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../src/events/kinds/validate.js';

const batch: KnownBatch = {
  id: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  code: '8F3KQ7TN2V5XRA4DN',
  lot: 'APP-1',
  product: '苹果',
  unit: 'KGM',
  available: '10',
};
const day = '2026-11-26';
const answered = {
  input: {
    batch: batch.id,
    type: 'pesticide',
    name: '戊唑醇',
    registrationNo: 'PD20990123',
    amount: '2.5 LTR',
    day,
  },
  harvest: { batch: batch.id, amount: '1,200 CN-JIN', day },
  shipment: { batch: batch.id, amount: '50 KGM', name: '示例菜店', day },
} as const;
const names = Object.keys(answered) as FormName[];

describe('a number as people type it', () => {
  it.each([
    ['12.5', '12.5'],
    ['１２．５０', '12.5'],
    [' 1,200 ', '1200'],
    ['007', '7'],
    ['0.5', '0.5'],
    ['100', '100'],
  ])('%j is %s', (typed, read) => {
    expect(readNumber(typed)).toBe(read);
  });

  it.each(['', '0', '0.000', '-3', '1e5', '一百', '1.2.3', '0.0000000001', 'NaN', '1'.repeat(40), '٣'])(
    '%j is none',
    (typed) => {
      expect(readNumber(typed)).toBeNull();
    },
  );
});

describe('an amount', () => {
  it('is told in the unit of the batch beside the unit it was typed in', () => {
    expect(convertedWords({ value: '25', unit: 'CN-JIN' }, 'KGM', 'zh-CN')).toBe('12.5 公斤');
    expect(convertedWords({ value: '1', unit: 'TNE' }, 'KGM', 'en')).toBe('1,000 kg');
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
    const data = forms[name].data(answered[name]);
    if (kind === undefined) throw new Error(`there is no kind ${name}`);
    expect(isFaults(validateData(kind.data, data))).toBe(false);
    expect(forms[name].data({ ...answered[name], ...forms[name].answers(data) })).toEqual(data);
  });

  it.each(names)('%s has a sentence in both languages with everything in it', (name) => {
    for (const language of ['zh-CN', 'en'] as const) {
      const sentence = forms[name].sentence(answered[name], batch, language);
      expect(sentence).toContain('苹果 APP-1');
      expect(sentence).toContain(day);
      expect(sentence).not.toMatch(/[{}]/);
    }
  });

  it('takes braces in a name as they are', () => {
    const sentence = forms.shipment.sentence({ ...answered.shipment, name: '{day}' }, batch, 'en');
    expect(sentence).toContain('to {day}');
  });

  it('is a tile, its questions and at most five taps with what was answered last', () => {
    for (const name of names) expect(forms[name].screens.length + 1).toBeLessThanOrEqual(5);
    const last = { ...answered.input, day: '2020-01-01' };
    const answers = defaultsOf(forms.input, last, [batch], day);
    expect(answers).toEqual(answered.input);
    const faults = forms.input.screens
      .flat()
      .map((question) => faultOf(question, answers[question.id] ?? '', day));
    expect(faults).toEqual(faults.map(() => null));
  });

  it('forgets a batch that is not there any more', () => {
    expect(defaultsOf(forms.harvest, { batch: 'gone' }, [batch], day)['batch']).toBe(batch.id);
    expect(defaultsOf(forms.harvest, { batch: 'gone' }, [], day)['batch']).toBe('');
  });
});

describe('an answer', () => {
  const [, [, name] = [], [amount] = [], [date] = []] = forms.input.screens;
  if (name === undefined || amount === undefined || date === undefined)
    throw new Error('the form has changed');

  it.each([
    ['nothing', '', captureWords.required],
    ['spaces', '   ', captureWords.required],
    ['a mark that turns the text round', 'a\u202Eb', captureWords.badText],
    ['a line end', 'a\nb', captureWords.badText],
  ])('%s in place of a name is refused', (_, answer, words) => {
    expect(faultOf(name, answer, day)).toEqual(words);
  });

  it('of ten thousand characters is too long, of 120 not', () => {
    expect(faultOf(name, '苹'.repeat(10_000), day)?.zh).toBe('最多 120 个字。');
    expect(faultOf(name, '🍎'.repeat(120), day)).toBeNull();
  });

  it('of tomorrow, or of no day, is refused', () => {
    expect(faultOf(date, '2026-11-27', day)).toEqual(captureWords.badDay);
    expect(faultOf(date, '', day)).toEqual(captureWords.badDay);
    expect(faultOf(date, day, day)).toBeNull();
    expect(faultOf(amount, 'x KGM', day)).toEqual(captureWords.notANumber);
  });
});

describe('the words of the app', () => {
  it('are there in both languages, with the same places in both', () => {
    const places = (text: string): string[] => (text.match(/\{[a-z]+\}/g) ?? []).sort();
    for (const [key, { zh, en }] of Object.entries({ ...captureWords, ...formWords })) {
      expect(zh.trim(), key).not.toBe('');
      expect(en.trim(), key).not.toBe('');
      expect(places(en), key).toEqual(places(zh));
      if (key !== 'language') expect(en, key).not.toMatch(/\p{Script=Han}/u);
    }
  });
});
