import type { ScanView } from '../web/scan-view.js';

/** Members that are the same object for every label of a batch: their text is made once. */
const ofTheBatch: ReadonlySet<string> = new Set<keyof ScanView>([
  'checks',
  'product',
  'batch',
  'organization',
  'facts',
  'timeline',
  'origins',
]);
const texts = new WeakMap<object, string>();

/** The JSON of a scan's answer, as JSON.stringify writes it. Requires those of the batch never to be changed. */
export function viewJson(view: ScanView): string {
  const members = Object.entries(view).map(
    ([name, value]: [string, unknown]) =>
      `"${name}":${ofTheBatch.has(name) && isObject(value) ? textOf(value) : JSON.stringify(value)}`,
  );
  return `{${members.join(',')}}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function textOf(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}
