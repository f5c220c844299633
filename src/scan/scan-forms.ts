import { buildScanUri, type ScanUri } from '../gs1/digital-link.js';
import { DomainError } from '../http/problems.js';

/** The forms a scanned address answers in. */
export type ScanForm = 'html' | 'json' | 'linkset';

const forms: readonly (readonly [string, ScanForm])[] = [
  ['text/html', 'html'],
  ['application/json', 'json'],
  ['application/linkset+json', 'linkset'],
];

/**
 * The form a client prefers (RFC 9110 §12.5.1): highest weight, then the order page, JSON, linkset.
 *
 * @throws DomainError `not-acceptable` when it takes none of them.
 */
export function preferredForm(accept: string | undefined): ScanForm {
  if (accept === undefined || accept.trim() === '') return 'html';
  const ranges = accept.split(',').slice(0, 50).map(readRange);
  let best: { form: ScanForm; weight: number } | null = null;
  for (const [type, form] of forms) {
    const weight = weightOf(type, ranges);
    if (weight > (best?.weight ?? 0)) best = { form, weight };
  }
  if (best !== null) return best.form;
  throw new DomainError('not-acceptable', {
    zh: '这里有网页、JSON 和 GS1 链接集三种形式。',
    en: 'There are three forms here: page, JSON and GS1 linkset.',
  });
}

interface Range {
  readonly type: string;
  readonly weight: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return { type, weight: Number.isFinite(weight) ? Math.min(1, Math.max(0, weight)) : 0 };
}

/** The weight of the most specific range that names a type (RFC 9110 §12.5.1). */
function weightOf(type: string, ranges: readonly Range[]): number {
  const wide = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const name of [type, wide, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === name);
    if (range !== undefined) return range.weight;
  }
  return 0;
}

/** The GS1 linkset of a scanned address (RFC 9264, GS1 Digital Link): where its page and its verification stand. */
export function linksetOf(publicUrl: string, scanned: ScanUri): object {
  const anchor = buildScanUri(publicUrl, scanned.path, null);
  const href = buildScanUri(publicUrl, scanned.path, scanned.token);
  const title = { zh: '追溯记录', en: 'Traceability record' };
  const link = (type: string) => ({
    href,
    title: title.zh,
    type,
    hreflang: ['zh-CN', 'en'],
    'title*': [
      { value: title.zh, language: 'zh-CN' },
      { value: title.en, language: 'en' },
    ],
  });
  return {
    linkset: [
      {
        anchor,
        'https://gs1.org/voc/defaultLink': [link('text/html')],
        'https://gs1.org/voc/traceability': [link('text/html'), link('application/json')],
      },
    ],
  };
}
