import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

const waitIncluded = /(?:^|[,;])\s*wait\s*=\s*"?included"?\s*(?:$|[,;])/i;

/** Hands a handler whether the client prefers to wait until the log holds its entry (RFC 7240). Other preferences are ignored. */
export const PrefersInclusion = createParamDecorator((_: undefined, context: ExecutionContext): boolean => {
  const { prefer } = context.switchToHttp().getRequest<FastifyRequest>().headers;
  return [prefer ?? []].flat().some((value) => waitIncluded.test(value));
});

/** Documents the header. */
export const TakesPrefer = (): MethodDecorator =>
  ApiHeader({
    name: 'Prefer',
    required: false,
    description:
      '`wait=included`: the answer waits until a published checkpoint covers the entry, a second and a half at most, and brings the proof.',
    schema: { type: 'string' },
    example: 'wait=included',
  });
