import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { checkGtin, checkIssuedLot } from '../../gs1/identifiers.js';
import {
  checkFoodLicence,
  checkUscc,
  findPersonalData,
  isCivilDate,
  isRegionCode,
} from '../../gs1/national.js';
import { findUnit, unitCodes } from '../../gs1/vocabulary.js';
import { parseCode } from '../../ledger/code.js';
import { isEventId, isUuid, personIn } from '../../ledger/names.js';
import { isDecimalText } from '../../ledger/quantity.js';
import { parseTimestamp } from '../../ledger/time.js';
import { spoken } from './faults.js';
import type { DataClass } from './kind.js';
import { field, identifierRule, textRule, textRules, type FieldOptions } from './rules.js';

const nestedClasses = new Map<object, Map<string, () => DataClass>>();

/** The class of a nested field, as its decorator declared it; undefined for a plain field. */
export function nestedClass(owner: DataClass, property: string): DataClass | undefined {
  return nestedClasses.get(owner.prototype as object)?.get(property)?.();
}

/** A text anyone may read: not blank, no control characters, no personal data (domain.md §8). */
export function PublicText(max: number, options: FieldOptions): PropertyDecorator {
  return field(options, { type: String, maxLength: max, minLength: 1 }, textRules(max, true));
}

/** A list of texts anyone may read. */
export function PublicTexts(items: number, max: number, options: FieldOptions): PropertyDecorator {
  const schema = { type: String, isArray: true, minItems: 1, maxItems: items } as const;
  return field(options, schema, [
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(items),
    ...textRules(max, true, true),
  ]);
}

/** A text of a private field: not blank, no control characters. */
export function PrivateText(max: number, options: FieldOptions): PropertyDecorator {
  return field(options, { type: String, maxLength: max, minLength: 1 }, textRules(max, false));
}

const decimalPattern = '^-?(0|[1-9]\\d{0,17})(\\.\\d{1,9})?$';

/** A decimal as text (ledger.md §2); `positive` refuses zero and below. */
export function IsDecimalString(options: FieldOptions & { positive?: boolean }): PropertyDecorator {
  const positive = textRule('positive', (text) => !text.startsWith('-') && /[1-9]/.test(text));
  const rules = [textRule('decimal', isDecimalText), ...(options.positive === true ? [positive] : [])];
  return field(options, { type: String, pattern: decimalPattern }, rules);
}

/** A calendar date. */
export function CivilDate(options: FieldOptions): PropertyDecorator {
  return field({ example: '2026-10-18', ...options }, { type: String, format: 'date' }, [
    textRule('date', isCivilDate),
  ]);
}

function isInstant(text: string): boolean {
  try {
    parseTimestamp(text);
    return true;
  } catch {
    return false;
  }
}

/** An RFC 3339 time with offset, at most milliseconds. */
export function Instant(options: FieldOptions): PropertyDecorator {
  const example = '2026-11-20T14:05:00+08:00';
  return field({ example, ...options }, { type: String, format: 'date-time' }, [
    textRule('instant', isInstant),
  ]);
}

/** A UUID in lower case. */
export function Uuid(options: FieldOptions): PropertyDecorator {
  const example = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';
  return field({ example, ...options }, { type: String, format: 'uuid' }, [textRule('uuid', isUuid)]);
}

/** A list of different UUIDs in lower case. */
export function UuidList(min: number, max: number, options: FieldOptions): PropertyDecorator {
  const example = ['0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11'];
  const schema = { type: String, format: 'uuid', isArray: true, minItems: min, maxItems: max } as const;
  return field({ example, ...options }, schema, [
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    textRule('uuid', isUuid, true),
    ArrayUnique({ context: spoken('repeated') }),
  ]);
}

/** The id of an event: a UUIDv7 in lower case. */
export function EventId(options: FieldOptions): PropertyDecorator {
  const example = '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10';
  return field({ example, ...options }, { type: String, format: 'uuid' }, [textRule('uuidv7', isEventId)]);
}

/** A natural person of the organization, by an id that tells nothing outside it. Private wherever it stands. */
export function PersonReference(options: FieldOptions): PropertyDecorator {
  return field(
    { example: 'person/0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11', ...options },
    { type: String, maxLength: 43 },
    [textRule('person', (text) => personIn(text) !== null)],
  );
}

/** A text that its reader takes apart. */
export function OpaqueText(options: FieldOptions): PropertyDecorator {
  return field(options, { type: String }, [textRule('text', () => true)]);
}

const detachedPattern = '^[A-Za-z0-9_-]{1,700}\\.\\.[A-Za-z0-9_-]{86}$';

/** A JWS whose payload stands elsewhere (RFC 7515, appendix F), its signature of 64 bytes. */
export function DetachedJws(options: FieldOptions): PropertyDecorator {
  const shape = new RegExp(detachedPattern);
  return field(options, { type: String, pattern: detachedPattern }, [
    textRule('text', (text) => shape.test(text)),
  ]);
}

const hashPattern = '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$';

/** 32 bytes in base64url: a leaf hash, a Merkle root, a key thumbprint. */
export function Hash32(options: FieldOptions): PropertyDecorator {
  const canonical = new RegExp(hashPattern);
  const example = 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek';
  return field({ example, ...options }, { type: String, pattern: hashPattern }, [
    textRule('leaf-hash', (text) => canonical.test(text)),
  ]);
}

/** One of a closed list of names. */
export function Choice(
  names: readonly (string | number | boolean)[],
  options: FieldOptions,
): PropertyDecorator {
  return field({ example: names[0], ...options }, { enum: [...names] }, [
    IsIn(names, { context: spoken('choice', [names]) }),
  ]);
}

/** A unit code of the vocabulary. */
export function UnitCode(options: FieldOptions): PropertyDecorator {
  return field({ example: 'KGM', ...options }, { type: String, enum: [...unitCodes] }, [
    textRule('unit', (text) => findUnit(text) !== undefined),
  ]);
}

/** A whole number within bounds. */
export function Count(minimum: number, maximum: number, options: FieldOptions): PropertyDecorator {
  return field(options, { type: 'integer', minimum, maximum }, [
    IsInt({ context: spoken('integer') }),
    Min(minimum, { context: spoken('minimum', [minimum]) }),
    Max(maximum, { context: spoken('maximum', [maximum]) }),
  ]);
}

/** Entries of one chain are numbered from 1, and the database holds their numbers in 32 bits. */
const entryNumberMax = 2_147_483_647;

/** Something that is so; absent when it is not. */
export function Flag(options: FieldOptions): PropertyDecorator {
  return field({ example: true, ...options }, { enum: [true] }, [
    IsIn([true], { context: spoken('choice', [[true]]) }),
  ]);
}

/** The number of an entry in its chain. */
export function EntryNumber(options: FieldOptions): PropertyDecorator {
  return Count(1, entryNumberMax, options);
}

/** A unified social credit code with its check character. */
export function Uscc(options: FieldOptions): PropertyDecorator {
  return field(
    { example: '93370686MA3C2E7X7L', ...options },
    { type: String, minLength: 18, maxLength: 18 },
    [identifierRule('uscc', checkUscc)],
  );
}

/** A GTIN as 14 digits with its check digit. */
export function Gtin14(options: FieldOptions): PropertyDecorator {
  return field({ example: '06937001000019', ...options }, { type: String, pattern: '^\\d{14}$' }, [
    textRule('gtin', (text) => text.length === 14),
    identifierRule('gtin', checkGtin),
  ]);
}

/** A lot number that we issue. */
export function IssuedLot(options: FieldOptions): PropertyDecorator {
  return field(
    { example: 'APP-20261018-01', ...options },
    { type: String, pattern: '^[A-Za-z0-9-]{1,20}$' },
    [
      identifierRule('lot', checkIssuedLot),
      textRule('personal-data', (text) => findPersonalData(text) === null),
    ],
  );
}

/** A food production licence number with its check digit. */
export function FoodLicence(options: FieldOptions): PropertyDecorator {
  return field({ example: 'SC10123018400014', ...options }, { type: String, pattern: '^SC\\d{14}$' }, [
    identifierRule('licence', checkFoodLicence),
  ]);
}

function isCode(text: string): boolean {
  try {
    parseCode(text);
    return true;
  } catch {
    return false;
  }
}

/** A code of a batch or label, with its check symbol. */
export function PublicCode(options: FieldOptions): PropertyDecorator {
  return field(options, { type: String, minLength: 17, maxLength: 17 }, [textRule('code', isCode)]);
}

/** A 6-digit region code of GB/T 2260. */
export function RegionCode(options: FieldOptions): PropertyDecorator {
  return field({ example: '370686', ...options }, { type: String, pattern: '^\\d{6}$' }, [
    textRule('region', isRegionCode),
  ]);
}

function declareNested(of: () => DataClass): PropertyDecorator {
  return (target, property) => {
    const known = nestedClasses.get(target) ?? new Map<string, () => DataClass>();
    nestedClasses.set(target, known.set(String(property), of));
  };
}

/** An object of another data class. */
export function Nested(of: () => DataClass, options: FieldOptions): PropertyDecorator {
  // A function of that very name is what the OpenAPI module takes for a class named later.
  return field(options, { type: () => of() }, [IsObject(), ValidateNested(), Type(of), declareNested(of)]);
}

/** A list of objects of another data class, with its largest size. */
export function NestedList(
  of: () => DataClass,
  min: number,
  max: number,
  options: FieldOptions,
): PropertyDecorator {
  return field(options, { type: () => of(), isArray: true, minItems: min, maxItems: max }, [
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(of),
    declareNested(of),
  ]);
}

/** A list of names out of a closed list. */
export function ChoiceList(names: readonly string[], max: number, options: FieldOptions): PropertyDecorator {
  return field(options, { type: String, enum: [...names], isArray: true, maxItems: max, minItems: 1 }, [
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(max),
    IsIn(names, { each: true }),
  ]);
}

/** An object whose shape another rule looks at. */
export function AnyObject(options: FieldOptions): PropertyDecorator {
  return field(options, { type: 'object', additionalProperties: true }, [IsObject()]);
}
