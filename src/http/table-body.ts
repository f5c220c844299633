import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { parseStrictJson, type JsonValue } from '../ledger/json.js';
import { DomainError } from './problems.js';

/** Longest table of a request, as CSV or as JSON, in bytes; more is 413. */
export const tableBytesMax = 8_388_608;
/** A table is an object with a list of rows, whose fields may be lists of objects. */
const tableDepthMax = 6;

const csvType = 'text/csv';
const jsonType = 'application/json';

/** A `text/csv` body (RFC 4180) as its bytes, not yet looked at. */
export class CsvBody {
  constructor(readonly bytes: Uint8Array) {}
}

/** A JSON body of a route that takes a table: any value of the strict profile. */
export class JsonTable {
  constructor(readonly value: JsonValue) {}
}

export type TableBody = CsvBody | JsonTable;

/** A route that takes a table, as `text/csv` or as `application/json`, and nothing else; no other route takes CSV. */
export const TakesTable = (): MethodDecorator => RouteConfig({ takesTable: true });

/** Whether the configuration of a route says that it takes a table. */
export function isTableRoute(config: unknown): boolean {
  return (config as { readonly takesTable?: true } | undefined)?.takesTable === true;
}

/** Whether a body of this media type, without parameters, is one that is not for the route it was sent to. */
export function isTableElsewhere(request: FastifyRequest, type: string): boolean {
  return isTableRoute(request.routeOptions.config) ? type !== csvType && type !== jsonType : type === csvType;
}

/** The value of a JSON body of a route that takes a table. @throws LedgerError `json-…`. */
export function parseTable(bytes: Uint8Array): JsonTable {
  return new JsonTable(parseStrictJson(bytes, { bytesMax: tableBytesMax, depthMax: tableDepthMax }));
}

/** Hands a handler of a route that takes a table the table. */
export const GatedTable = createParamDecorator((_: undefined, context: ExecutionContext): TableBody => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (body instanceof CsvBody || body instanceof JsonTable) return body;
  throw notATable();
});

/** For a route that takes a table and got something else, or nothing. */
export function notATable(): DomainError {
  return new DomainError('media-type', {
    zh: '请用 text/csv 或 application/json（UTF-8）发送，不带其他参数。',
    en: 'Send text/csv or application/json (UTF-8), without further parameters.',
  });
}
