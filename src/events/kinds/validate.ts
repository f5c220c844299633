import {
  getMetadataStorage,
  type ValidationArguments,
  type ValidatorConstraintInterface,
  ValidationTypes,
} from 'class-validator';
import type { IdentifierFault } from '../../gs1/identifiers.js';
import { ended } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { formatPointer } from '../../ledger/json.js';
import { fault, isFaultCode, type FaultCode } from './faults.js';
import { nestedClass } from './fields.js';
import type { DataClass } from './kind.js';

/** Faults reported for one statement; what is wrong beyond that is not looked for. */
const faultsMax = 50;

/** Fault codes of class-validator's own rules. */
const stockCodes: Readonly<Record<string, FaultCode>> = {
  isObject: 'object',
  isArray: 'list',
  arrayMinSize: 'too-few',
  arrayMaxSize: 'too-many',
  arrayUnique: 'repeated',
  isIn: 'choice',
  isInt: 'integer',
  min: 'minimum',
  max: 'maximum',
};

interface Rule {
  readonly code: FaultCode;
  readonly each: boolean;
  readonly constraints: readonly unknown[];
  holds(value: unknown): boolean;
}

interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly rules: readonly Rule[];
  /** Rules of the items of a list. */
  readonly itemRules: readonly Rule[];
  readonly nested: Plan | null;
}

/** The rules of a class, read once from class-validator's metadata. */
interface Plan {
  readonly fields: readonly Field[];
  readonly names: ReadonlySet<string>;
}

const plans = new Map<DataClass, Plan>();

/**
 * Validates data against the class-validator rules of its class: the same object with its type, or its faults.
 *
 * The rules are those that class-validator's decorators registered, looked at in their order, the first broken rule
 * of a field reported; unknown fields are refused (`whitelist`, `forbidNonWhitelisted`, `forbidUnknownValues`).
 * Nothing is copied, converted or filled in: what was validated is what gets hashed. The walk over the metadata is
 * ours because `validateSync` sorts that metadata anew for every object; test/events/kinds/validate.test.ts
 * compares both.
 *
 * Requires `plain` to come from the strict JSON parser: plain objects, no dangerous keys.
 */
export function validateData<Data extends object>(
  dataClass: DataClass<Data>,
  plain: unknown,
  pointer = '/data',
): Data | readonly FieldFault[] {
  const faults: FieldFault[] = [];
  if (isPlainObject(plain)) {
    walk(planOf(dataClass), plain, pointer, faults);
  } else {
    faults.push(fault(pointer, plain === undefined ? 'required' : 'object'));
  }
  return faults.length === 0 ? (plain as Data) : faults.slice(0, faultsMax);
}

/** True for the answer of `validateData` that says what is wrong. */
export function isFaults(answer: object): answer is readonly FieldFault[] {
  return Array.isArray(answer);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function walk(plan: Plan, value: Record<string, unknown>, pointer: string, faults: FieldFault[]): void {
  let present = 0;
  for (const field of plan.fields) {
    const member = value[field.name];
    if (member === undefined) {
      if (!field.optional) faults.push(fault(`${pointer}/${field.name}`, 'required'));
    } else {
      present += 1;
      walkField(field, member, pointer, faults);
    }
    if (faults.length >= faultsMax) return;
  }
  const keys = Object.keys(value);
  if (keys.length === present) return;
  for (const key of keys) {
    if (!plan.names.has(key)) faults.push(fault(pointer + formatPointer([key]), 'unknown-field'));
    if (faults.length >= faultsMax) return;
  }
}

function walkField(field: Field, value: unknown, parent: string, faults: FieldFault[]): void {
  const broken = field.rules.find((rule) => !rule.holds(value));
  if (broken !== undefined) {
    faults.push(faultOf(broken, `${parent}/${field.name}`, value));
    return;
  }
  if (Array.isArray(value)) {
    walkItems(field, value, `${parent}/${field.name}`, faults);
  } else if (field.nested !== null) {
    walk(field.nested, value as Record<string, unknown>, `${parent}/${field.name}`, faults);
  }
}

function walkItems(field: Field, items: readonly unknown[], pointer: string, faults: FieldFault[]): void {
  for (const [index, item] of items.entries()) {
    if (faults.length >= faultsMax) return;
    const at = `${pointer}/${index}`;
    const broken = field.itemRules.find((rule) => !rule.holds(item));
    if (broken !== undefined) {
      faults.push(faultOf(broken, at, item));
    } else if (field.nested !== null) {
      walk(field.nested, item as Record<string, unknown>, at, faults);
    }
  }
}

function faultOf(rule: Rule, pointer: string, value: unknown): FieldFault {
  const [check] = rule.constraints;
  if (typeof check === 'function' && typeof value === 'string') {
    const exact = (check as (text: string) => IdentifierFault | null)(value);
    if (exact !== null) return { pointer, code: rule.code, detail: ended(exact.words) };
  }
  return fault(pointer, rule.code, rule.constraints);
}

function planOf(dataClass: DataClass): Plan {
  const known = plans.get(dataClass);
  if (known !== undefined) return known;
  const plan = readPlan(dataClass);
  plans.set(dataClass, plan);
  return plan;
}

function readPlan(dataClass: DataClass): Plan {
  const storage = getMetadataStorage();
  const metadata = storage.getTargetValidationMetadatas(dataClass, '', false, false);
  const fields = Object.entries(storage.groupByPropertyName(metadata)).map(([name, own]): Field => {
    const rules = own.flatMap((item) =>
      item.type === ValidationTypes.CUSTOM_VALIDATION
        ? storage
            .getTargetValidatorConstraints(item.constraintCls)
            .map((constraint) =>
              readRule(constraint, item.constraints as readonly unknown[] | undefined, item.each),
            )
        : [],
    );
    const of = nestedClass(dataClass, name);
    return {
      name,
      optional: own.some((item) => item.type === ValidationTypes.CONDITIONAL_VALIDATION),
      rules: rules.filter((rule) => !rule.each),
      itemRules: rules.filter((rule) => rule.each),
      nested: of === undefined ? null : planOf(of),
    };
  });
  return { fields, names: new Set(fields.map((field) => field.name)) };
}

function readRule(
  constraint: { readonly name: string; readonly instance: ValidatorConstraintInterface },
  given: readonly unknown[] | undefined,
  each: boolean,
): Rule {
  const constraints = given ?? [];
  const { instance, name } = constraint;
  const code = stockCodes[name] ?? name;
  if (!isFaultCode(code)) throw new Error(`The rule ${name} has no fault code`);
  // Rules look at the value and their own constraints only.
  const args = { constraints } as ValidationArguments;
  return { code, each, constraints, holds: (value) => instance.validate(value, args) === true };
}
