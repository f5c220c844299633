import type { VNode } from 'preact';
import type { Language } from '../gs1/words.js';
import { inLanguage } from './page.js';
import { codePieces, groupsOfFour, mixesAlphabets, plainText } from './safe-text.js';
import { scanWords } from './words-scan.js';

/** Text that someone typed: made harmless, isolated from the direction of the text around it, marked when it mixes alphabets. */
export function Typed({ text, language }: { readonly text: string; readonly language: Language }): VNode {
  const shown = plainText(text);
  return (
    <>
      <bdi>{shown}</bdi>
      {mixesAlphabets(shown) ? (
        <>
          {' '}
          <span class="badge late">{inLanguage(language)(scanWords.mixedAlphabets)}</span>
        </>
      ) : null}
    </>
  );
}

function Pieces({ code }: { readonly code: string }): VNode {
  return (
    <>
      {codePieces(code).map((piece) =>
        piece.foreign === null ? piece.text : <mark class="foreign">{`${piece.text} ${piece.foreign}`}</mark>,
      )}
    </>
  );
}

/** A lot or other number: monospace, a foreign character with its code point. */
export function CodeText({ code }: { readonly code: string }): VNode {
  return (
    <bdi class="mono" dir="ltr">
      <Pieces code={code} />
    </bdi>
  );
}

/** A number to compare with a package, in groups of four that copy as one word. */
export function CodeToCompare({ code }: { readonly code: string }): VNode {
  return (
    <bdi class="code" dir="ltr">
      {groupsOfFour(code).map((group) => (
        <span>
          <Pieces code={group} />
        </span>
      ))}
    </bdi>
  );
}
