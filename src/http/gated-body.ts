import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { JsonValue } from '../ledger/json.js';
import { emptyBody, type JoseBody } from './byte-gate.js';

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
