/** What a label or a record tells of how a pesticide is made up; null where it does not. */
export interface Formulation {
  /** Content as the label writes it, in one spelling: `430g/l`. */
  readonly content: string | null;
  /** Kind of preparation: 悬浮剂. */
  readonly form: string | null;
  /** Its two- or three-letter code: `sc`. */
  readonly code: string | null;
}

/** How names of preparations end: what ends otherwise is a name of something else. */
const preparation = /(?:剂|油|粉|膏)$/;
const contentText = /(\d+(?:\.\d+)?)(%|g\/l|g\/kg|iu\/mg)/;

/** One spelling of units and characters. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/克\/升/g, 'g/l')
    .replace(/克\/千克|克\/公斤/g, 'g/kg');
}

/**
 * Reads a formulation out of a label's text, for example `430g/L悬浮剂 SC` or, with the actives to leave out,
 * `戊唑醇430克/升悬浮剂`.
 */
export function readFormulation(text: string, actives: readonly string[] = []): Formulation {
  let rest = plain(text);
  const content = contentText.exec(rest)?.[0] ?? null;
  if (content !== null) rest = rest.replace(content, '');
  for (const active of actives) rest = rest.replace(plain(active), '');
  const code = /(?<![a-z])[a-z]{2,3}$/.exec(rest)?.[0] ?? null;
  const form = code === null ? rest : rest.slice(0, -code.length);
  return { content, form: preparation.test(form) ? form : null, code };
}

/** What is told by either, the first before the second. */
export function eitherFormulation(first: Formulation, second: Formulation): Formulation {
  return {
    content: first.content ?? second.content,
    form: first.form ?? second.form,
    code: first.code ?? second.code,
  };
}

/** False when both tell something and it differs; what is not told contradicts nothing. */
export function mayBeSame(left: Formulation, right: Formulation): boolean {
  const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
  if (differ(left.content, right.content)) return false;
  // A preparation and its code say the same, so that one agreement is enough.
  if (left.form !== null && left.form === right.form) return true;
  if (left.code !== null && left.code === right.code) return true;
  return !differ(left.form, right.form) && !differ(left.code, right.code);
}
