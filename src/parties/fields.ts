import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsBoolean, IsOptional, ValidateBy } from 'class-validator';
import { findPersonalData, isRegionCode, isRegionPrefix } from '../gs1/national.js';
import type { Words } from '../gs1/words.js';
import { isUuid } from '../ledger/names.js';
import { isDecimalText } from '../ledger/quantity.js';

/** What a field says about itself in the OpenAPI document, and whether it may be absent (or null, which is the same). */
export interface FieldNotes {
  readonly description: string;
  readonly example: string | boolean;
  readonly optional?: boolean;
}

/** Controls, format characters (bidi among them), lone surrogates, private use, separators, letters drawn as nothing. */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\p{Variation_Selector}|\u034f|\u17b4|\u17b5/u;

/**
 * Whether a text can be shown to anyone as it is: 1 to `max` characters (code points, as PostgreSQL counts them), NFC,
 * no white space at its ends, nothing that is not seen. class-validator's own MaxLength leaves variation selectors
 * uncounted and so passes texts that the database refuses.
 */
export function isPlainText(value: unknown, max: number): value is string {
  if (typeof value !== 'string' || value.length > 2 * max) return false;
  const { length } = Array.from(value);
  return (
    length >= 1 &&
    length <= max &&
    value.trim() === value &&
    value.normalize('NFC') === value &&
    !unseen.test(value)
  );
}

/** A text that anyone may read, without personal data (domain.md §8). */
export function PlainText(max: number, notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: String, minLength: 1, maxLength: max }, [
    plainRule(max),
    rule('personal-data', (value) => typeof value !== 'string' || findPersonalData(value) === null, {
      zh: '不能含身份证号、手机号、地块编码或精确坐标。',
      en: 'Must not hold a citizen id, mobile number, parcel code or exact coordinates.',
    }),
  ]);
}

/** A text that may name a person or say how to reach one: for what is kept sealed. */
export function PersonalText(max: number, notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: String, minLength: 1, maxLength: max }, [plainRule(max)]);
}

/** A county-level code of GB/T 2260. */
export function Region(notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: String, pattern: '^\\d{6}$' }, [
    rule('region', (value) => typeof value === 'string' && isRegionCode(value), {
      zh: '须是 6 位行政区划代码（GB/T 2260）。',
      en: 'Must be a 6-digit region code (GB/T 2260).',
    }),
  ]);
}

/** What the codes of a region's counties begin with; empty for the whole country. */
export function RegionPrefix(notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: String, pattern: '^(\\d{2}){0,3}$' }, [
    rule('region', (value) => typeof value === 'string' && isRegionPrefix(value), {
      zh: '须是行政区划代码的前 0、2、4 或 6 位：省如 "37"，市如 "3706"，县如 "370686"，全国为 ""。',
      en: 'Must be the first 0, 2, 4 or 6 digits of a region code: "37" a province, "3706" a prefecture, "370686" a county, "" the country.',
    }),
  ]);
}

/** A mobile or landline number of mainland China, digits alone but for the hyphen after an area code. */
export function PhoneNumber(notes: FieldNotes): PropertyDecorator {
  const pattern = /^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/;
  return field(notes, { type: String, pattern: pattern.source }, [
    rule('phone', (value) => typeof value === 'string' && pattern.test(value), {
      zh: '须是手机号或带区号的固定电话，如 139…（11 位）、0535-2000000。',
      en: 'Must be a mobile number or a landline with its area code, like 139… (11 digits) or 0535-2000000.',
    }),
  ]);
}

/** True or false. */
export function Switch(notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: Boolean }, [IsBoolean()]);
}

/** The id of something that the service made. */
export function Id(notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: String, format: 'uuid' }, [
    rule('uuid', (value) => typeof value === 'string' && isUuid(value), {
      zh: '须是小写的 UUID。',
      en: 'Must be a UUID in lower case.',
    }),
  ]);
}

/** One of a closed list. */
export function OneOf(names: readonly string[], notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: String, enum: [...names] }, [
    rule('choice', (value) => typeof value === 'string' && names.includes(value), {
      zh: `须是其中之一：${names.join('、')}。`,
      en: `Must be one of ${names.join(', ')}.`,
    }),
  ]);
}

/** Some of a closed list, each once, with commas between. */
export function ListOf(names: readonly string[], notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: String, maxLength: names.join().length }, [
    rule('choice', (value) => typeof value === 'string' && areAmong(names, value.split(',')), {
      zh: `须是其中几个，每个一次，用逗号隔开：${names.join('、')}。`,
      en: `Must be some of ${names.join(', ')}, each once, with commas between.`,
    }),
  ]);
}

function areAmong(names: readonly string[], said: readonly string[]): boolean {
  return new Set(said).size === said.length && said.every((name) => names.includes(name));
}

/** A decimal string above zero (ledger.md §2). */
export function PositiveDecimal(notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: String }, [
    rule('decimal', (value) => typeof value === 'string' && isDecimalText(value), {
      zh: '须是十进制字符串，如 "12.5"，小数不超过 9 位。',
      en: 'Must be a decimal string like "12.5" with at most 9 decimals.',
    }),
    rule(
      'positive',
      (value) => typeof value !== 'string' || (!value.startsWith('-') && /[1-9]/.test(value)),
      {
        zh: '须大于 0。',
        en: 'Must be greater than 0.',
      },
    ),
  ]);
}

/** A text whose rules another place knows and words better: here only its length in UTF-16 units. */
export function CheckedText(max: number, notes: FieldNotes): PropertyDecorator {
  return field(notes, { type: String, maxLength: max }, [
    rule('text', (value) => typeof value === 'string' && value.length <= max, {
      zh: `须是文字，最多 ${max} 个字符。`,
      en: `Must be a text of at most ${max} characters.`,
    }),
  ]);
}

function plainRule(max: number): PropertyDecorator {
  return rule('text', (value) => isPlainText(value, max), {
    zh: `须是 1 至 ${max} 个字符的文字，首尾没有空白，不含看不见的字符。`,
    en: `Must be a text of 1 to ${max} characters (NFC) without white space at its ends or invisible characters.`,
  });
}

function field(
  notes: FieldNotes,
  schema: ApiPropertyOptions,
  rules: readonly PropertyDecorator[],
): PropertyDecorator {
  const { description, example, optional = false } = notes;
  const documented = ApiProperty({
    ...schema,
    description,
    example,
    required: !optional,
  } as ApiPropertyOptions);
  return applyDecorators(documented, ...(optional ? [IsOptional()] : []), ...rules);
}

/** A rule that brings its own code and sentence (fault-words.ts, constraintFault). */
function rule(code: string, holds: (value: unknown) => boolean, words: Words): PropertyDecorator {
  const validator = { validate: holds, defaultMessage: () => code };
  return ValidateBy({ name: code, validator }, { context: { code, words } });
}
