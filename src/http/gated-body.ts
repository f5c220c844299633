import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { JsonValue } from '../ledger/json.js';
import { emptyBody, type JoseBody } from './byte-gate.js';
import { JsonLines } from './json-lines.js';

/**
 * Hands a handler the body as the byte gate let it through, for routes whose service checks the shape itself (a signed
 * statement, an event whose fields depend on its kind). Every other body is a class: `@Body() body: SomeBody`.
 */
export const GatedBody = createParamDecorator(
  (_: undefined, context: ExecutionContext): JsonValue | JoseBody => {
    const body = context.switchToHttp().getRequest<FastifyRequest>().body as
      JsonValue | JoseBody | undefined | null;
    if (body === undefined || body === null) throw emptyBody();
    return body;
  },
);

/** Hands a handler of a route that takes lines of JSON its lines, none of them looked at. */
export const GatedLines = createParamDecorator((_: undefined, context: ExecutionContext): JsonLines => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (body instanceof JsonLines) return body;
  throw emptyBody();
});
