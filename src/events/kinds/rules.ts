import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import type { IdentifierFault } from '../../gs1/identifiers.js';
import { findPersonalData } from '../../gs1/national.js';
import { spoken, type FaultCode } from './faults.js';

/** What every field says about itself; `doc` and `example` go into the OpenAPI document. */
export interface FieldOptions {
  readonly doc: string;
  readonly example?: unknown;
  readonly optional?: boolean;
}

/** All decorators of one field, in the order in which their rules are looked at. */
export function field(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  rules: readonly PropertyDecorator[],
): PropertyDecorator {
  const { doc, example, optional = false } = options;
  const documented = ApiProperty({
    ...schema,
    description: doc,
    required: !optional,
    ...(example === undefined ? {} : { example }),
  } as ApiPropertyOptions);
  return (target, property) => {
    // Not IsOptional: that one also lets null pass.
    if (optional) ValidateIf((_, value: unknown) => value !== undefined)(target, property);
    for (const rule of rules) rule(target, property);
    documented(target, property);
  };
}

/** A rule of our own under the name of its fault code. */
function rule(code: FaultCode, holds: (value: unknown) => boolean, each: boolean): PropertyDecorator {
  const context = spoken(code);
  const validator = { validate: holds, defaultMessage: () => code };
  return ValidateBy({ name: code, validator }, { context, each });
}

/** `each`: of the items of a list. */
export function textRule(code: FaultCode, holds: (text: string) => boolean, each = false): PropertyDecorator {
  return rule(code, (value) => typeof value === 'string' && holds(value), each);
}

function tooLong(max: number, each: boolean): PropertyDecorator {
  return ValidateBy(
    {
      name: 'too-long',
      constraints: [max],
      validator: {
        validate: (value) => typeof value === 'string' && value.length <= max,
        defaultMessage: () => 'too-long',
      },
    },
    { context: spoken('too-long', [max]), each },
  );
}

// Controls, format and direction characters, surrogates, private use, separators, letters drawn as nothing.
const forbiddenCharacters =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/u;

export function textRules(max: number, isPublic: boolean, each = false): PropertyDecorator[] {
  const rules = [
    textRule('text', () => true, each),
    textRule('empty', (text) => text.trim() !== '', each),
    tooLong(max, each),
    textRule('text-characters', (text) => !forbiddenCharacters.test(text), each),
  ];
  return isPublic
    ? [...rules, textRule('personal-data', (text) => findPersonalData(text) === null, each)]
    : rules;
}

/** A rule that also says what exactly is wrong: the fault travels as the rule's first constraint. */
export function identifierRule(
  code: FaultCode,
  check: (text: string) => IdentifierFault | null,
): PropertyDecorator {
  return ValidateBy(
    {
      name: code,
      constraints: [check],
      validator: {
        validate: (value) => typeof value === 'string' && check(value) === null,
        defaultMessage: () => code,
      },
    },
    { context: spoken(code) },
  );
}
