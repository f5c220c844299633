import type { VNode } from 'preact';
import type { Language, Words } from '../gs1/words.js';
import { renderPage, type PageView } from './page.js';
import { plainText } from './safe-text.js';
import { CodeToCompare } from './typed-text.js';

/** A compliance certificate as it is printed, on paper and as a page. The Chinese is the certificate. */
export interface PrintedCertificate {
  readonly title: Words;
  readonly rows: readonly { readonly caption: Words; readonly value: string }[];
  readonly promise: Words;
  readonly bases: readonly { readonly words: Words; readonly ticked: boolean }[];
  /** The batch's own code: 16 characters and the check symbol. */
  readonly code: string;
  /** Number of the entry that issued it. */
  readonly seq: number;
  /** Where the code leads to. */
  readonly uri: string;
}

/** A QR code as the path of its dark modules; `side` modules wide, quiet zone included. */
export interface CodePicture {
  readonly side: number;
  readonly path: string;
}

const words = {
  promise: { zh: '我承诺对生产经营的上述农产品', en: 'The issuer promises for the goods above' },
  basis: { zh: '承诺依据', en: 'Basis of the promise' },
  scan: { zh: '扫码核对本批次的合格证', en: 'Scan to check the certificate of this batch' },
} as const satisfies Record<string, Words>;

/** Words of the form beside its fixed texts. */
export const certificateFormWords = words;

function Both({ of: { zh, en }, language }: { readonly of: Words; readonly language: Language }): VNode {
  return (
    <>
      <span lang="zh-CN">{zh}</span>
      {language === 'en' ? (
        <>
          {' '}
          <span lang="en">{en}</span>
        </>
      ) : null}
    </>
  );
}

/** The certificate as a page to be printed: the words of the form, everything it must say, and the code of the batch. */
export function renderCertificatePage(
  certificate: PrintedCertificate,
  picture: CodePicture,
  { language, demo }: Pick<PageView, 'language' | 'demo'>,
): string {
  const { title, rows, promise, bases, code, seq, uri } = certificate;
  return renderPage({
    title: title.zh,
    language,
    demo: demo === true,
    body: (
      <section class="card prose">
        <h1>
          <Both of={title} language={language} />
        </h1>
        <dl class="facts">
          {rows.map(({ caption, value }) => (
            <>
              <dt>
                <Both of={caption} language={language} />
              </dt>
              <dd>
                <bdi>{plainText(value)}</bdi>
              </dd>
            </>
          ))}
        </dl>
        <p>
          <Both of={words.promise} language={language} />
        </p>
        <p>
          <strong lang="zh-CN">{promise.zh}</strong>
        </p>
        {language === 'en' ? <p lang="en">{promise.en}</p> : null}
        <h2>
          <Both of={words.basis} language={language} />
        </h2>
        <ul>
          {bases.map(({ words: basis, ticked }) => (
            <li>
              {ticked ? '☑ ' : '☐ '}
              <Both of={basis} language={language} />
            </li>
          ))}
        </ul>
        <p class="small quiet">
          <Both of={words.scan} language={language} />
        </p>
        <svg width="160" height="160" viewBox={`0 0 ${picture.side} ${picture.side}`} role="img">
          <title>{uri}</title>
          <path fill="#fff" d={`M0 0h${picture.side}v${picture.side}H0z`} />
          <path fill="#000" d={picture.path} />
        </svg>
        <p>
          <CodeToCompare code={code} /> <span class="seq">#{seq}</span>
        </p>
      </section>
    ),
  });
}
