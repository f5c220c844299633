import type { VNode } from 'preact';
import type { Words } from '../../gs1/words.js';
import { mixesAlphabets, plainText } from '../safe-text.js';
import { captureWords } from '../words-capture.js';
import { useWords } from './screen.js';

/** Text that someone typed: made harmless, isolated from the text around it, marked when it mixes alphabets. */
export function Typed({ text }: { text: string }): VNode {
  const t = useWords();
  const shown = plainText(text);
  return (
    <>
      <bdi>{shown}</bdi>
      {mixesAlphabets(shown) ? (
        <>
          {' '}
          <span class="badge">{t(captureWords.mixedAlphabets)}</span>
        </>
      ) : null}
    </>
  );
}

const placeholder = /\{([a-z]+)\}/;

/** A sentence of the catalogue with what people typed at its places; nothing typed can turn the rest around. */
export function Said({ words, figures }: { words: Words; figures: Readonly<Record<string, string>> }): VNode {
  const t = useWords();
  // Text and names of places by turns.
  const parts = t(words).split(placeholder);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 0 ? part : <Typed key={index} text={figures[part] ?? ''} />,
      )}
    </>
  );
}
