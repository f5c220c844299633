import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Language } from '../gs1/words.js';

/** Ranges of one Accept-Language header that are looked at; the rest is ignored. */
const rangesMax = 16;

/**
 * The reader's language out of an Accept-Language header (RFC 9110 §12.5.4): the supported language of the highest
 * weight, the earlier one at equal weight, zh-CN when none is acceptable or nothing is asked for.
 */
export function negotiateLanguage(header: string | undefined): Language {
  let best: Language = 'zh-CN';
  let bestWeight = 0;
  for (const range of (header ?? '').split(',', rangesMax)) {
    const [tag = '', ...parameters] = range.split(';');
    const language = supported(tag.trim().toLowerCase());
    const weight = language === null ? 0 : weightOf(parameters);
    if (language !== null && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}

function supported(tag: string): Language | null {
  if (tag === 'en' || tag.startsWith('en-')) return 'en';
  if (tag === 'zh' || tag.startsWith('zh-') || tag === '*') return 'zh-CN';
  return null;
}

function weightOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const found = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i.exec(parameter);
    if (found !== null) return Number(found[1]);
  }
  return 1;
}

/**
 * The language to answer a request in: `?lang=en` or `?lang=zh-CN` where the reader chose one on a page, otherwise what
 * the browser asks for.
 */
export function languageOf(request: FastifyRequest): Language {
  const query = request.query as { readonly lang?: unknown } | null | undefined;
  if (query?.lang === 'en' || query?.lang === 'zh-CN') return query.lang;
  return negotiateLanguage(request.headers['accept-language']);
}

/** Hands a handler the reader's language. A handler that uses it answers `Vary: Accept-Language`. */
export const ReaderLanguage = createParamDecorator((_: undefined, context: ExecutionContext): Language =>
  languageOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
