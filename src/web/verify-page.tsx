import type { VNode } from 'preact';
import { fill } from '../gs1/words.js';
import { CodeForm, type CodeQuestion } from './code-form.js';
import { Icon } from './icon.js';
import { displayAddress, inLanguage, renderPage, type PageView } from './page.js';
import { plainText } from './safe-text.js';
import type { ScanView } from './scan-view.js';
import { verifyWords } from './words-auditors.js';
import { scanReasons } from './words-verdict.js';

/** Longest text the box takes: an address of ours. */
const typedMax = 512;
/** Longest line of the answer that is shown, and most lines. */
const lineMax = 400;
const linesMax = 2_000;

/** What was pasted and what came of it; `path` and `answer` are null when it is no code or address of ours. */
export interface Tried {
  readonly typed: string;
  readonly path: string | null;
  readonly answer: ScanView | null;
}

/** The answer as JSON, two spaces a level; what was typed by others is made harmless line by line. */
function jsonText(answer: ScanView): string {
  const lines = JSON.stringify(answer, null, 2).split('\n').slice(0, linesMax);
  return lines
    .map((line) => {
      const indent = /^ */.exec(line)?.[0] ?? '';
      return indent + plainText(line, lineMax);
    })
    .join('\n');
}

function Answer({ page, path, answer, publicUrl }: AnswerProps): VNode {
  const t = inLanguage(page.language);
  const { tone, icon, heading } = scanReasons[answer.reason];
  return (
    <>
      <section class={`card verdict ${tone}`}>
        <div class="band">
          <Icon name={icon} />
          <div>
            <h2>{t(heading)}</h2>
            <p>{answer.summary}</p>
          </div>
        </div>
        <div class="inner">
          <a class="tap" href={displayAddress(path, page.language, page.elder)}>
            {t(verifyWords.page)}
          </a>
        </div>
      </section>
      <section class="card prose">
        <p>{t(verifyWords.ask)}</p>
        <pre>
          <code class="mono">{`curl -H 'Accept: application/json' '${publicUrl}${path}'`}</code>
        </pre>
        <h2>{t(verifyWords.json)}</h2>
        <pre>
          <code class="mono">
            <bdi>{jsonText(answer)}</bdi>
          </code>
        </pre>
      </section>
    </>
  );
}

interface AnswerProps {
  readonly page: PageView;
  readonly path: string;
  readonly answer: ScanView;
  readonly publicUrl: string;
}

/** `/verify`: a box for a code or an address, and below it what the interface answers. */
export function renderVerifyPage(page: PageView, tried: Tried | null, publicUrl: string): string {
  const t = inLanguage(page.language);
  const url = { url: publicUrl };
  const asks: CodeQuestion = {
    action: '/verify',
    label: verifyWords.label,
    hint: { zh: fill(verifyWords.hint.zh, url), en: fill(verifyWords.hint.en, url) },
    submit: verifyWords.submit,
    typedMax,
  };
  const isWrong = tried?.answer === null;
  return renderPage({
    ...page,
    title: t(verifyWords.title),
    body: (
      <>
        <section class="card prose">
          <h1>{t(verifyWords.title)}</h1>
          <p>{t(verifyWords.what)}</p>
          {isWrong ? (
            <p id="slip" class="foreign">
              {fill(t(verifyWords.wrong), url)}
            </p>
          ) : null}
          <CodeForm page={page} typed={tried?.typed ?? ''} fault={isWrong ? 'slip' : undefined} asks={asks} />
        </section>
        {tried?.answer == null || tried.path === null ? null : (
          <Answer page={page} path={tried.path} answer={tried.answer} publicUrl={publicUrl} />
        )}
      </>
    ),
  });
}
