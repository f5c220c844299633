import { fill } from '../gs1/words.js';
import { SentFacts } from './delivery-page.js';
import type { DeliveryNoteView } from './delivery-view.js';
import { sayTime } from './figures.js';
import { inLanguage, renderPage, type PageView } from './page.js';
import { CodeToCompare, Typed } from './typed-text.js';
import { deliveryWords } from './words-delivery.js';

/** The picture of a code: path data in modules, its quiet zone in `side`. */
export interface CodePicture {
  readonly side: number;
  readonly path: string;
}

/** A delivery note as a page to be printed. */
export function renderDeliveryNote(
  note: DeliveryNoteView,
  picture: CodePicture,
  { language, elder }: Pick<PageView, 'language' | 'elder'>,
): string {
  const t = inLanguage(language);
  const { side, path } = picture;
  return renderPage({
    language,
    elder,
    title: t(deliveryWords.noteTitle),
    body: (
      <>
        <section class="card">
          <h1>{t(deliveryWords.noteTitle)}</h1>
          <SentFacts facts={note.facts} language={language} />
          {note.consignee === null ? null : (
            <dl class="facts">
              <dt>{t(deliveryWords.consignee)}</dt>
              <dd>
                <Typed text={note.consignee} language={language} />
              </dd>
            </dl>
          )}
        </section>
        <section class="card prose">
          <h2>{t(deliveryWords.title)}</h2>
          <p>{fill(t(deliveryWords.noteToDo), { place: note.typedAt })}</p>
          <svg
            class="scan"
            viewBox={`0 0 ${String(side)} ${String(side)}`}
            role="img"
            aria-label={note.address}
          >
            <path fill="#fff" d={`M0 0h${String(side)}v${String(side)}H0z`} />
            <path d={path} />
          </svg>
          <p>
            <CodeToCompare code={note.code} />
          </p>
          <p>{t(deliveryWords.noteSecret)}</p>
          <p class="small">
            {t(deliveryWords.noteUntil)} <time datetime={note.expiresAt}>{sayTime(note.expiresAt)}</time>
          </p>
        </section>
      </>
    ),
  });
}
