import { buildScanUri, type ScanUri } from '../gs1/digital-link.js';
import { acceptWeights } from '../http/accept.js';
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
  const weights = acceptWeights(
    accept,
    forms.map(([type]) => type),
  );
  const most = Math.max(...weights);
  const best = most > 0 ? forms[weights.indexOf(most)] : undefined;
  if (best !== undefined) return best[1];
  throw new DomainError('not-acceptable', {
    zh: '这里有网页、JSON 和 GS1 链接集三种形式。',
    en: 'There are three forms here: page, JSON and GS1 linkset.',
  });
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
