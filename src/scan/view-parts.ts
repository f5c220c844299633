import type { ScanView } from '../web/scan-view.js';

/**
 * A scan's answer in the parts it is made of: the verdict and the record are the same objects for many labels, so
 * their text is made once.
 */
export interface ViewParts {
  readonly verdict: Pick<ScanView, 'verdict' | 'reason' | 'summary' | 'checks' | 'checkpoint'>;
  readonly record: Omit<ScanView, keyof ViewParts['verdict'] | keyof ViewParts['label']>;
  readonly label: Pick<ScanView, 'label' | 'scans' | 'proof' | 'evidence'>;
}

const texts = new WeakMap<object, string>();

/** The whole answer. */
export function viewOf({ verdict, record, label }: ViewParts): ScanView {
  return { ...verdict, ...record, ...label };
}

/** The JSON of the whole answer, as JSON.stringify writes it. Requires `verdict` and `record` never to be changed. */
export function viewJson({ verdict, record, label }: ViewParts): string {
  return `{${onceMembers(verdict)},${onceMembers(record)},${members(label)}}`;
}

function members(part: object): string {
  return JSON.stringify(part).slice(1, -1);
}

function onceMembers(part: object): string {
  const known = texts.get(part);
  if (known !== undefined) return known;
  const text = members(part);
  texts.set(part, text);
  return text;
}
