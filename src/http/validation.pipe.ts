import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { formatPointer } from '../ledger/json.js';
import { emptyBody } from './byte-gate.js';
import { constraintFault, requiredFault } from './fault-words.js';
import { refused, type FieldFault } from './problems.js';

type DtoClass = new () => object;

const plainTypes: readonly unknown[] = [String, Number, Boolean, Array, Object, undefined];

/**
 * Checks every body and query that a handler declares as a class: unknown fields are refused, not dropped; every
 * fault names its field by RFC 6901 pointer (query parameters below `/query`). A body without a class never gets
 * here: the service does not start (boot-check.ts).
 */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    if (metadata.type !== 'body' && metadata.type !== 'query') return value;
    if (plainTypes.includes(metadata.metatype)) return value;
    if (metadata.type === 'query') return checkShape(metadata.metatype as DtoClass, value ?? {}, '/query');
    if (value === undefined || value === null) throw emptyBody();
    return checkShape(metadata.metatype as DtoClass, value, '');
  }
}

/**
 * The value as an instance of its class, when it fits.
 *
 * @throws DomainError `validation` with one fault a field.
 */
export function checkShape<T extends object>(shape: new () => T, value: unknown, pointer: string): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refused(notAnObject(pointer));
  const dropped = findDropped(value, pointer);
  if (dropped.length > 0) throw refused(...dropped);
  const instance = plainToInstance(shape, value);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false },
  });
  if (errors.length > 0) throw refused(...errors.flatMap((error) => faultsOf(error, pointer)));
  return instance;
}

/**
 * Faults of members that class-transformer drops in silence, because every object has something of their name
 * (`toString`, `valueOf`, …): no shape of ours has such a field, and unknown fields are refused.
 */
function findDropped(value: object, pointer: string): FieldFault[] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const at = pointer + formatPointer([name]);
    if (name in Object.prototype) {
      const { code, words } = constraintFault('whitelistValidation', '', undefined);
      return [{ pointer: at, code, detail: words }];
    }
    return typeof member === 'object' && member !== null ? findDropped(member, at) : [];
  });
}

function notAnObject(pointer: string): FieldFault {
  const { code, words } = constraintFault('isObject', '', undefined);
  return { pointer, code, detail: words };
}

function faultsOf(error: ValidationError, parent: string): FieldFault[] {
  const pointer = parent + formatPointer([error.property]);
  const own = Object.entries(error.constraints ?? {}).map(([name, message]) => {
    const missing = error.value === undefined && name !== 'whitelistValidation';
    const context: unknown = error.contexts?.[name];
    const { code, words } = missing ? requiredFault : constraintFault(name, message, context);
    return { pointer, code, detail: words };
  });
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}
