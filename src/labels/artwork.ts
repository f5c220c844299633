/** What the code of a label carries: the signed URI, or the short one for small stickers (faces.md §5.3). */
export type LabelForm = 'signed' | 'compact';

/**
 * Everything that is printed on one label.
 *
 * Sets are read as an (async) iterable of these, so that ten thousand labels pass through without being held.
 */
export interface LabelArtwork {
  /** Goes into the code as it stands: scheme and host in lower case (faces.md §5.2). */
  readonly uri: string;
  /** 16 Crockford characters and the check symbol; printed in groups of four. */
  readonly code: string;
  /** GS1 human readable interpretation, one element string after another: `(01)… (10)… (21)…`. */
  readonly readable: readonly string[];
  readonly gtin?: string;
  readonly product: string;
  readonly net: string;
  readonly lot: string;
  readonly producer: string;
  /** Words the law asks for on the label, such as 承诺达标合格证. */
  readonly words?: readonly string[];
  /** The label's place in its set, from 1. */
  readonly number: number;
}

/** Labels in the order they are printed. */
export type LabelArtworks = Iterable<LabelArtwork> | AsyncIterable<LabelArtwork>;

/** A code in groups of four, as people read and type it: `8F3K 2M9Q 7TXA 4BCD Z`. */
export function grouped(code: string): string {
  return (code.match(/.{1,4}/gu) ?? []).join(' ');
}
