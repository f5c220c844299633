import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isEventId } from '../ledger/names.js';
import { refused } from './problems.js';

/** Hands a handler the `Idempotency-Key` (a UUIDv7), or null when the client sent none. @throws DomainError `validation`. */
export const IdempotencyKey = createParamDecorator(
  (_: undefined, context: ExecutionContext): string | null => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
    if (header === undefined) return null;
    if (typeof header === 'string' && isEventId(header)) return header;
    const detail = { zh: '须是小写的 UUIDv7。', en: 'Must be a UUIDv7 in lower case.' };
    throw refused({ pointer: '/Idempotency-Key', code: 'uuidv7', detail });
  },
);

/** Documents the header. */
export const TakesIdempotencyKey = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'A UUIDv7 made by the client. The same request sent again with it answers 200 and makes nothing new.',
    schema: { type: 'string', format: 'uuid' },
    example: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10',
  });
