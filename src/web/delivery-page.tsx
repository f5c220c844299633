import type { VNode } from 'preact';
import { fill, say, type Language } from '../gs1/words.js';
import { CodeForm, type CodeQuestion } from './code-form.js';
import { ConfirmForm, typedMax } from './delivery-form.js';
import type { DeliveryFacts, DeliveryForm, DeliverySaid } from './delivery-view.js';
import { sayQuantity, sayTime } from './figures.js';
import { displayAddress, inLanguage, renderPage, type PageView } from './page.js';
import { CodeText, Typed } from './typed-text.js';
import { deliveryWords, type DeliveryWord } from './words-delivery.js';

function Fact({
  word,
  language,
  children,
}: {
  word: DeliveryWord;
  language: Language;
  children: VNode | string;
}): VNode {
  return (
    <>
      <dt>{say(deliveryWords[word], language)}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** What was sent, as its public record says. */
export function SentFacts({
  facts,
  language,
}: {
  readonly facts: DeliveryFacts;
  readonly language: Language;
}): VNode {
  const typed = (text: string): VNode => <Typed text={text} language={language} />;
  const { product, variety, lot, from, to, documents } = facts;
  return (
    <dl class="facts">
      <Fact word="product" language={language}>
        {typed(variety === null ? product : `${product} ${variety}`)}
      </Fact>
      {lot === null ? null : (
        <Fact word="lot" language={language}>
          <CodeText code={lot} />
        </Fact>
      )}
      <Fact word="quantity" language={language}>
        {sayQuantity(facts.quantity, language)}
      </Fact>
      <Fact word="shipper" language={language}>
        {typed(facts.shipper)}
      </Fact>
      {from === null ? null : (
        <Fact word="from" language={language}>
          {typed(from)}
        </Fact>
      )}
      {to === null ? null : (
        <Fact word="to" language={language}>
          {typed(to)}
        </Fact>
      )}
      <Fact word="shippedAt" language={language}>
        <time datetime={facts.shippedAt}>{sayTime(facts.shippedAt)}</time>
      </Fact>
      {documents.length === 0 ? null : (
        <Fact word="documents" language={language}>
          <>
            {documents.map(({ type, number }) => (
              <span class="whole">
                {typed(type)} <CodeText code={number} />
              </span>
            ))}
          </>
        </Fact>
      )}
    </dl>
  );
}

/** The page of a code that can confirm; `alert`: what to look at first, after it was sent. */
export function renderConfirmPage(
  page: PageView,
  facts: DeliveryFacts,
  form: DeliveryForm,
  alert: 'fault' | 'moved' | null = null,
): string {
  const { language } = page;
  const t = inLanguage(language);
  const faults = Object.values(form.faults);
  return renderPage({
    ...page,
    title: t(deliveryWords.title),
    body: (
      <>
        <section class="card prose">
          <h1>{t(deliveryWords.title)}</h1>
          {alert === null ? null : (
            <div role="alert">
              <ul class="alerts">
                <li>
                  {alert === 'moved'
                    ? t(deliveryWords.moved)
                    : `${t(deliveryWords.fault)}${faults.join(' ')}`}
                </li>
              </ul>
            </div>
          )}
          <p>{t(deliveryWords.what)}</p>
        </section>
        <section class="card">
          <h2>{t(deliveryWords.sent)}</h2>
          <SentFacts facts={facts} language={language} />
          <dl class="facts">
            <Fact word="open" language={language}>
              {sayQuantity(facts.open, language)}
            </Fact>
          </dl>
        </section>
        <section class="card prose">
          <ConfirmForm page={page} form={form} />
        </section>
      </>
    ),
  });
}

/** The page of a code that was used: what was said with it. `other`: somebody just tried to say something else. */
export function renderSaidPage(
  page: PageView,
  facts: DeliveryFacts,
  said: DeliverySaid,
  other: boolean,
): string {
  const { language, elder } = page;
  const t = inLanguage(language);
  const isOpen = facts.open.value !== '0';
  return renderPage({
    ...page,
    title: t(other ? deliveryWords.saidOther : deliveryWords.said),
    body: (
      <>
        <section class={`card verdict ${other ? 'warn' : 'good'}`}>
          <div class="band">
            <div>
              <h1>{t(other ? deliveryWords.saidOther : deliveryWords.said)}</h1>
            </div>
          </div>
          <div class="inner">
            {other ? <p>{t(deliveryWords.saidOtherWhat)}</p> : null}
            <p role="status">
              <Typed text={said.sentence} language={page.language} />
            </p>
            {isOpen ? (
              <p>{fill(t(deliveryWords.left), { amount: sayQuantity(facts.open, language) })}</p>
            ) : null}
            <p>{t(deliveryWords.strength)}</p>
            <p class="meta">
              {t(deliveryWords.recorded)} <time datetime={said.recordedAt}>{sayTime(said.recordedAt)}</time>{' '}
              {fill(t(deliveryWords.entry), { seq: said.seq })}
            </p>
          </div>
        </section>
        <section class="card">
          <h2>{t(deliveryWords.sent)}</h2>
          <SentFacts facts={facts} language={language} />
          <p>
            <a class="tap" href={displayAddress(`/t/${facts.batchCode}`, language, elder)}>
              {t(deliveryWords.record)}
            </a>
          </p>
        </section>
      </>
    ),
  });
}

const noteQuestion: CodeQuestion = {
  action: '/d',
  label: deliveryWords.typeCode,
  hint: deliveryWords.typeHint,
  submit: deliveryWords.next,
  typedMax,
};

/** Asks for the code on a note. `slip`: what was typed cannot be one. */
export function renderTypeCodePage(page: PageView, typed: string, slip: boolean): string {
  const t = inLanguage(page.language);
  return renderPage({
    ...page,
    title: t(deliveryWords.typeTitle),
    body: (
      <section class="card prose">
        <h1>{t(deliveryWords.typeTitle)}</h1>
        {slip ? (
          <p id="slip" role="alert">
            {t(deliveryWords.slip)}
          </p>
        ) : null}
        <CodeForm page={page} typed={typed} fault={slip ? 'slip' : undefined} asks={noteQuestion} />
      </section>
    ),
  });
}

/** The one page for a code that confirms nothing, whatever the reason. */
export function renderUnknownCodePage(page: PageView): string {
  const { language, elder } = page;
  const t = inLanguage(language);
  return renderPage({
    ...page,
    title: t(deliveryWords.unknownTitle),
    body: (
      <section class="card prose">
        <h1>{t(deliveryWords.unknownTitle)}</h1>
        <p>{t(deliveryWords.unknown)}</p>
        <p>
          <a class="tap" href={displayAddress('/d', language, elder)}>
            {t(deliveryWords.typeTitle)}
          </a>
        </p>
      </section>
    ),
  });
}
