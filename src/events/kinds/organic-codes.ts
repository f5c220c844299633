import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray } from 'class-validator';
import { isOrganicCode } from '../../gs1/national.js';
import { spoken } from './faults.js';
import { field, textRule, type FieldOptions } from './rules.js';

/** A list of different organic codes. */
export function OrganicCodes(max: number, options: FieldOptions): PropertyDecorator {
  const schema = {
    type: String,
    isArray: true,
    minItems: 1,
    maxItems: max,
    pattern: '^\\d{17,18}$',
  } as const;
  return field({ example: ['13523480192736455'], ...options }, schema, [
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(max),
    textRule('organic-code', isOrganicCode, true),
    ArrayUnique({ context: spoken('repeated') }),
  ]);
}
