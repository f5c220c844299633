import { fill, type Words } from '../gs1/words.js';
import type { VNode } from 'preact';
import { inLanguage, renderPage, type PageView } from './page.js';
import { plainText } from './safe-text.js';
import { tidyTyped, type Slip } from './typed-slip.js';
import { CodeText, CodeToCompare } from './typed-text.js';
import { scanWords } from './words-scan.js';

/** Longest text the form takes: a number with a separator after every character, and some more. */
const typedMax = 64;

/** What a form asks, where, and the longest text it takes. */
export interface CodeQuestion {
  readonly action: string;
  readonly label: Words;
  readonly hint: Words;
  readonly submit: Words;
  readonly typedMax: number;
}

const labelQuestion: CodeQuestion = {
  action: '/t',
  label: scanWords.enterCode,
  hint: scanWords.enterHint,
  submit: scanWords.lookUp,
  typedMax,
};

interface FormProps {
  readonly page: PageView;
  /** What was typed before, to be put right. */
  readonly typed: string;
  /** Id of the text that says what was wrong. */
  readonly fault?: string | undefined;
  /** The number on a label, unless told. */
  readonly asks?: CodeQuestion;
}

/** A box for a code; it asks `GET <action>?code=…` and needs no script. */
export function CodeForm({ page, typed, fault, asks = labelQuestion }: FormProps): VNode {
  const t = inLanguage(page.language);
  return (
    <form action={asks.action} method="get">
      <label for="code">{t(asks.label)}</label>
      <p class="small quiet" id="code-hint">
        {t(asks.hint)}
      </p>
      <input
        id="code"
        name="code"
        class="mono"
        required
        maxLength={asks.typedMax}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        value={plainText(typed, asks.typedMax)}
        aria-describedby={fault === undefined ? 'code-hint' : `${fault} code-hint`}
        aria-invalid={fault === undefined ? undefined : 'true'}
      />
      <input type="hidden" name="lang" value={page.language} />
      {page.elder ? <input type="hidden" name="view" value="elder" /> : null}
      <button type="submit">{t(asks.submit)}</button>
    </form>
  );
}

const slipWords = {
  empty: scanWords.slipEmpty,
  short: scanWords.slipShort,
  long: scanWords.slipLong,
  characters: scanWords.slipCharacters,
  check: scanWords.slipCheck,
} as const;

/** Status 400 in words for a number typed by hand: which kind of slip it is, what was typed, and the form again. */
export function renderTypedPage(page: PageView, typed: string, slip: Slip): string {
  const t = inLanguage(page.language);
  const figures = 'count' in slip ? { count: slip.count } : {};
  return renderPage({
    ...page,
    title: t(scanWords.typedTitle),
    body: (
      <section class="card prose">
        <h1>{t(scanWords.typedTitle)}</h1>
        <p id="slip">
          {fill(t(slipWords[slip.kind]), figures)}
          {'found' in slip
            ? slip.found.map((character) => (
                <>
                  {' '}
                  <CodeText code={character} />
                </>
              ))
            : null}
        </p>
        {slip.kind === 'empty' ? null : (
          <div>
            <p class="small quiet">{t(scanWords.typedNow)}</p>
            <CodeToCompare code={tidyTyped(typed)} />
          </div>
        )}
        <CodeForm page={page} typed={typed} fault="slip" />
      </section>
    ),
  });
}
