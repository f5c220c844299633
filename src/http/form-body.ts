import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DomainError } from './problems.js';

/** Longest form, in bytes; more is 413. */
export const formBytesMax = 8_192;

/** A route that takes a form (`application/x-www-form-urlencoded`), and nothing else; no other route takes one. */
export const TakesForm = (): MethodDecorator => RouteConfig({ takesForm: true });

/** Whether the route of a request takes a form. */
export function takesForm(request: FastifyRequest): boolean {
  const config = request.routeOptions.config as { readonly takesForm?: true } | undefined;
  return config?.takesForm === true;
}

/** Hands a handler of a route that takes a form its fields, none of them looked at. */
export const GatedForm = createParamDecorator((_: undefined, context: ExecutionContext): URLSearchParams => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  return body instanceof URLSearchParams ? body : new URLSearchParams();
});

/** The fields of a form (URL Standard §5.1). @throws DomainError `malformed` unless it is ASCII, as forms are. */
export function parseForm(bytes: Buffer): URLSearchParams {
  const text = bytes.toString('latin1');
  if (/^[\x21-\x7e]*$/.test(text)) return new URLSearchParams(text);
  throw new DomainError('malformed', {
    zh: '表单只能由可见的 ASCII 字符组成，其他字符须按百分号编码。',
    en: 'A form consists of visible ASCII characters only; all others are percent-encoded.',
  });
}

/** What a form route says to any other media type, and another route to a form. */
export function formFault(taken: boolean): DomainError {
  return taken
    ? new DomainError('media-type', {
        zh: '请用 application/x-www-form-urlencoded 发送，不带其他参数。',
        en: 'Send application/x-www-form-urlencoded, without further parameters.',
      })
    : new DomainError('media-type', {
        zh: '这里不接受表单，请用 application/json（UTF-8）发送。',
        en: 'No form is taken here: send application/json (UTF-8).',
      });
}
