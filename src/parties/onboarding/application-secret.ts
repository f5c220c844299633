import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

const name = 'Application-Secret';

/** The secret of an application as its header has it; the empty text when there is none, which opens nothing. */
export const ApplicationSecret = createParamDecorator((_: undefined, context: ExecutionContext): string => {
  const sent = context.switchToHttp().getRequest<FastifyRequest>().headers[name.toLowerCase()];
  return typeof sent === 'string' ? sent : '';
});

/** Documents `Application-Secret`. */
export const TakesApplicationSecret = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name,
      required: true,
      description: 'What was told when the application was filed. Never part of an address.',
      example: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    }),
  );
