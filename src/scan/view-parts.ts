import type { ScanView } from '../web/scan-view.js';

/**
 * A scan's answer in the parts it is made of: the verdict and the record are the same objects for many labels, so
 * their text is made once.
 */
export interface ViewParts {
  readonly verdict: Pick<ScanView, 'verdict' | 'reason' | 'summary' | 'checks' | 'findings' | 'checkpoint'>;
  readonly record: Omit<ScanView, keyof ViewParts['verdict'] | keyof ViewParts['label']>;
  readonly label: Pick<ScanView, 'label' | 'scans' | 'proof' | 'evidence'>;
}

const texts = new WeakMap<object, Buffer>();

/** The whole answer. */
export function viewOf({ verdict, record, label }: ViewParts): ScanView {
  return { ...verdict, ...record, ...label };
}

const comma = Buffer.from(',');
const open = Buffer.from('{');
const close = Buffer.from('}');

/**
 * The JSON of the whole answer in UTF-8, as JSON.stringify writes it. Requires `verdict` and `record` never to be
 * changed.
 */
export function viewJson({ verdict, record, label }: ViewParts): Buffer {
  return Buffer.concat([
    open,
    onceMembers(verdict),
    comma,
    onceMembers(record),
    comma,
    members(label),
    close,
  ]);
}

function members(part: object): Buffer {
  return Buffer.from(JSON.stringify(part).slice(1, -1));
}

function onceMembers(part: object): Buffer {
  const known = texts.get(part);
  if (known !== undefined) return known;
  const text = members(part);
  texts.set(part, text);
  return text;
}
