import type { VNode } from 'preact';
import { fill, say, type Language } from '../gs1/words.js';
import { sayQuantity } from './figures.js';
import { inLanguage } from './page.js';
import { LineageFigure } from './lineage-figure.js';
import type { ScanFlow, ScanOrigin, ScanView } from './scan-view.js';
import { CodeText, Typed } from './typed-text.js';
import { scanWords } from './words-scan.js';

/** Longest list the page shows in full; the rest is counted. */
const listMax = 20;

interface LineageProps {
  readonly view: ScanView;
  readonly language: Language;
}

interface OriginProps extends LineageProps {
  readonly origin: ScanOrigin;
}

interface FlowProps extends LineageProps {
  readonly flow: ScanFlow;
}

function saidOf({ step, put, got }: ScanFlow, language: Language): string {
  if (put === null || got === null) return step;
  const figures = { step, put: sayQuantity(put, language), got: sayQuantity(got, language) };
  const taken = put.value === got.value && put.unit === got.unit;
  return fill(say(taken ? scanWords.flowTaken : scanWords.flowMade, language), figures);
}

function Flow({ flow, view, language }: FlowProps): VNode {
  const t = inLanguage(language);
  const made = flow.into === null ? null : view.origins[flow.into];
  return (
    <p>
      {saidOf(flow, language)}
      {made == null ? null : (
        <>
          {t(scanWords.flowInto)}{' '}
          {made.lot === null ? (
            <Typed text={made.product} language={language} />
          ) : (
            <CodeText code={made.lot} />
          )}
        </>
      )}
      {flow.share === null || flow.share === '100'
        ? null
        : fill(t(made == null ? scanWords.flowShare : scanWords.flowShareOfIt), { share: flow.share })}
    </p>
  );
}

/** One source: what it is, whose, from where, when it was harvested, and what of it went where. */
function Origin({ origin, view, language }: OriginProps): VNode {
  const t = inLanguage(language);
  const { harvest } = origin;
  return (
    <li>
      <p>
        <strong>
          <Typed text={origin.product} language={language} />
          {origin.variety === null ? null : (
            <>
              {' · '}
              <Typed text={origin.variety} language={language} />
            </>
          )}
        </strong>{' '}
        {origin.lot === null ? null : <CodeText code={origin.lot} />}{' '}
        {origin.held ? <span class="badge late">{t(scanWords.originHeld)}</span> : null}
      </p>
      <p class="meta">
        {origin.organization === view.organization?.name ? null : (
          <>
            <Typed text={origin.organization} language={language} />
            {' · '}
          </>
        )}
        <Typed text={origin.place} language={language} />
        {harvest === null ? null : (
          <>
            {' · '}
            {t(scanWords.harvest)} <time>{harvest.from}</time>
            {harvest.from === harvest.to ? null : (
              <>
                {' – '}
                <time>{harvest.to}</time>
              </>
            )}
          </>
        )}
      </p>
      {origin.flows.map((flow) => (
        <Flow flow={flow} view={view} language={language} />
      ))}
    </li>
  );
}

/** The batches this one was made from, as a figure and as a list that says the same and more. */
export function LineageCard({ view, language }: LineageProps): VNode | null {
  const t = inLanguage(language);
  const { origins } = view;
  if (origins.length === 0) return null;
  return (
    <section class="card">
      <h2>{t(scanWords.origins)}</h2>
      <p class="small quiet">{t(scanWords.originsNote)}</p>
      <div class="made">
        <LineageFigure view={view} language={language} />
        <ul class="sources">
          {origins.slice(0, listMax).map((origin) => (
            <Origin origin={origin} view={view} language={language} />
          ))}
          {origins.length > listMax ? (
            <li>{fill(t(scanWords.originsMore), { count: origins.length - listMax })}</li>
          ) : null}
          {view.originsComplete ? null : <li>{t(scanWords.originsCut)}</li>}
        </ul>
      </div>
    </section>
  );
}
