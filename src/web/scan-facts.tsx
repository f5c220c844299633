import type { ComponentChildren, VNode } from 'preact';
import { fill, say, type Language } from '../gs1/words.js';
import { sayQuantity } from './figures.js';
import { inLanguage } from './page.js';
import { plainText } from './safe-text.js';
import type { ScanCertificate, ScanClaim } from './scan-certified.js';
import type { ScanFacts, ScanInspection, ScanProduct, ScanSaid, ScanView } from './scan-view.js';
import type { Strength } from './who-says.js';
import { CodeText, Typed } from './typed-text.js';
import {
  certificateWords,
  claimWords,
  inspectionWords,
  scanWords,
  strengthWords,
  type ScanWord,
} from './words-scan.js';

/** Longest lists the page shows in full; the rest is counted. */
const listMax = 20;
/** Places of origin named one by one. */
const placesMax = 4;

interface Shown<Of> {
  readonly of: Of;
  readonly language: Language;
}

/** Who stands behind it, in words in a frame; a thicker frame when it is more than the party's own word. */
export function StrengthBadge({ of: strength, language }: Shown<Strength>): VNode {
  return (
    <span class={strength === 'declared' ? 'badge' : 'badge backed'}>
      {say(strengthWords[strength], language)}
    </span>
  );
}

function Inspection({ of: inspection, language }: Shown<ScanInspection>): VNode {
  const t = inLanguage(language);
  return (
    <dd>
      <strong>{t(inspectionWords[inspection.result])}</strong>{' '}
      <StrengthBadge of={inspection.strength} language={language} />
      <span class="meta">
        <br />
        <Typed text={inspection.by} language={language} /> · <time>{inspection.on}</time>
        {inspection.reportNo === null ? null : (
          <>
            {' · '}
            {t(scanWords.reportNo)} <bdi>{plainText(inspection.reportNo)}</bdi>
          </>
        )}
      </span>
    </dd>
  );
}

function Certificate({ of: certificate, language }: Shown<ScanCertificate>): VNode {
  const t = inLanguage(language);
  return (
    <dd>
      <Typed text={certificate.title} language={language} />{' '}
      <strong>{t(certificateWords[certificate.state])}</strong>{' '}
      <StrengthBadge of={certificate.strength} language={language} />
      <span class="meta">
        <br />
        <Typed text={certificate.issuer} language={language} /> · <time>{certificate.issuedOn}</time>
        {certificate.number === null ? null : (
          <>
            {' · '}
            {t(scanWords.certificateNo)} <bdi>{plainText(certificate.number)}</bdi>
          </>
        )}
      </span>
    </dd>
  );
}

function Claim({ of: claim, language }: Shown<ScanClaim>): VNode {
  const t = inLanguage(language);
  return (
    <dd>
      <Typed text={claim.title} language={language} />{' '}
      <strong>{t(claimWords[claim.held === null ? 'undecided' : claim.held ? 'held' : 'lost'])}</strong>{' '}
      <StrengthBadge of={claim.strength} language={language} />
      <span class="meta">
        <br />
        {claim.body === null ? null : <Typed text={claim.body} language={language} />}
        {claim.number === null ? null : (
          <>
            {' · '}
            {t(scanWords.certificateNo)} <bdi>{plainText(claim.number)}</bdi>
          </>
        )}
        <br />
        <span class="quiet">{claim.text}</span>
      </span>
    </dd>
  );
}

function Row({ word, children, language }: RowProps): VNode {
  return (
    <>
      <dt>{say(scanWords[word], language)}</dt>
      {children}
    </>
  );
}

interface RowProps {
  readonly word: ScanWord;
  readonly language: Language;
  readonly children: ComponentChildren;
}

/** Whose records say where and when it grew, where they are not the batch's own. */
function Said({ of: said, language }: Shown<ScanSaid>): VNode | null {
  if (said === 'batch') return null;
  return (
    <p class="small quiet">
      {say(said === 'sources' ? scanWords.saidBySources : scanWords.saidByBoth, language)}
    </p>
  );
}

function Origin({ of: origin, language }: Shown<ScanFacts['origin']>): VNode {
  if (origin === null) return <dd>{say(scanWords.notRecorded, language)}</dd>;
  const further = origin.places.length - placesMax;
  return (
    <dd>
      {origin.places.slice(0, placesMax).map((place, at) => (
        <>
          {at === 0 ? null : ' / '}
          <Typed text={place} language={language} />
        </>
      ))}
      {further > 0 ? ` ${fill(say(scanWords.placesMore, language), { count: further })}` : null}
    </dd>
  );
}

function Harvest({ of: harvest, language }: Shown<ScanFacts['harvest']>): VNode {
  if (harvest === null) return <dd>{say(scanWords.notRecorded, language)}</dd>;
  return (
    <dd>
      <time>{harvest.from}</time>
      {harvest.from === harvest.to ? null : (
        <>
          {' – '}
          <time>{harvest.to}</time>
        </>
      )}
    </dd>
  );
}

function Judged({ of: facts, language }: Shown<ScanFacts>): VNode {
  const t = inLanguage(language);
  return (
    <>
      <Row word="inspection" language={language}>
        {facts.inspections.length === 0 ? <dd>{t(scanWords.noInspection)}</dd> : null}
        {facts.inspections.slice(0, listMax).map((inspection) => (
          <Inspection of={inspection} language={language} />
        ))}
      </Row>
      <Row word="certificate" language={language}>
        {facts.certificates.length === 0 ? <dd>{t(scanWords.noCertificate)}</dd> : null}
        {facts.certificates.slice(0, listMax).map((certificate) => (
          <Certificate of={certificate} language={language} />
        ))}
      </Row>
      {facts.claims.length === 0 ? null : (
        <Row word="claim" language={language}>
          {facts.claims.slice(0, listMax).map((claim) => (
            <Claim of={claim} language={language} />
          ))}
        </Row>
      )}
    </>
  );
}

/** What it is: product, county of origin, days of harvest. */
function Identity({ product, facts, language }: IdentityProps): VNode {
  return (
    <>
      <h2>
        <Typed text={product.name} language={language} />
        {product.variety === null ? null : (
          <>
            {' · '}
            <Typed text={product.variety} language={language} />
          </>
        )}
      </h2>
      {facts === null ? null : (
        <>
          <dl class="facts">
            <Row word="origin" language={language}>
              <Origin of={facts.origin} language={language} />
            </Row>
            <Row word="harvest" language={language}>
              <Harvest of={facts.harvest} language={language} />
            </Row>
          </dl>
          {facts.origin === null ? null : <Said of={facts.origin.said} language={language} />}
        </>
      )}
    </>
  );
}

interface IdentityProps {
  readonly product: ScanProduct;
  readonly facts: ScanFacts | null;
  readonly language: Language;
}

/** Product, origin and harvest at a glance; then the facts, inspection and certificate first. Nothing known is said so. */
export function FactsCard({ view, language }: FactsProps): VNode | null {
  const { product, facts, organization, batch } = view;
  if (product === null) return null;
  return (
    <section class="card">
      <Identity product={product} facts={facts} language={language} />
      <dl class="facts more">
        {facts === null ? null : <Judged of={facts} language={language} />}
        {organization === null ? null : (
          <Row word="producer" language={language}>
            <dd>
              <Typed text={organization.name} language={language} />
            </dd>
          </Row>
        )}
        {batch === null ? null : (
          <Row word="lot" language={language}>
            <dd>
              <CodeText code={batch.lot} />
            </dd>
          </Row>
        )}
        {facts?.size == null ? null : (
          <Row word="size" language={language}>
            <dd>{sayQuantity(facts.size, language)}</dd>
          </Row>
        )}
        {product.gtin === null ? null : (
          <Row word="gtin" language={language}>
            <dd>
              <CodeText code={product.gtin} />
            </dd>
          </Row>
        )}
      </dl>
    </section>
  );
}

interface FactsProps {
  readonly view: ScanView;
  readonly language: Language;
}
