import type { VNode } from 'preact';
import { certificateTypes, units } from '../../gs1/vocabulary.js';
import { fill, type Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { sayQuantity } from '../figures.js';
import { certificationWords as words } from '../words-certifications.js';
import { gathered, Read, useGathered } from './answers.js';
import type { Listed } from './api.js';
import { Typed } from './batch-names.js';
import { seesSites, StateChip, Validity, WhoSays, type Certification, type Holder } from './certification.js';
import { CertificationChange } from './certification-change.js';
import { useAll } from './gathered.js';
import type { Amount, Product, Site } from './own-lists.js';
import { At, Card, Code, Facts, Foreign, WayTo } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

interface Found {
  readonly holder: Holder;
  readonly certification: Certification | null;
}

/** One certification: its facts, what became of it, and what may be done about it now. */
export function CertificationScreen({ id, seq }: { id: string; seq: string }): VNode {
  const t = useWords();
  const at = /^[1-9]\d{0,8}$/.test(seq) ? Number(seq) : null;
  const path = `/api/v1/organizations/${encodeURIComponent(id)}`;
  const reading = useGathered<Found>(`certification ${id} ${seq}`, async (api) => {
    const holder = await api.get<Holder>(path);
    if (holder.fault !== null) return holder;
    if (at === null) return gathered({ holder: holder.body, certification: null });
    const list = await api.get<Listed<Certification>>(`${path}/certifications?after=${at - 1}&limit=1`);
    if (list.fault !== null) return list;
    const certification = list.body.items.find((one) => one.seq === at) ?? null;
    return gathered({ holder: holder.body, certification });
  });
  return (
    <Screen title={t(words.certification)}>
      <Read reading={reading}>
        {({ holder, certification }) =>
          certification === null ? (
            <p>{t(words.notHere)}</p>
          ) : (
            <>
              <section class="card">
                <Told holder={holder} certification={certification} />
              </section>
              <Card title={t(words.history)}>
                <History certification={certification} />
              </Card>
              <CertificationChange holder={holder} certification={certification} again={reading.again} />
            </>
          )
        }
      </Read>
      <WayTo place={`/certifications/${id}`} words={words.back} />
    </Screen>
  );
}

interface ToldProps {
  readonly holder: Holder;
  readonly certification: Certification;
}

function Told({ holder, certification }: ToldProps): VNode {
  const t = useWords();
  const { type, number, body, bodyUscc, standard, strength, text } = certification;
  return (
    <>
      <p>
        <StateChip of={certification} /> <WhoSays of={certification} />
      </p>
      <p>
        <Foreign text={text} />
      </p>
      <p>{t(strength === 'confirmed' ? words.confirmedWhat : words.declaredWhat)}</p>
      <Facts
        facts={[
          [words.certification, t(certificateTypes[type])],
          [words.number, <Typed key="number" text={number} />],
          [words.holder, <Typed key="holder" text={holder.name} />],
          [words.body, <Typed key="body" text={body} />],
          [words.bodyUscc, bodyUscc === undefined ? null : <Code key="uscc" code={bodyUscc} />],
          [words.standard, standard === undefined ? null : <Typed key="standard" text={standard} />],
          [words.validity, <Validity key="validity" of={certification} />],
          [words.products, <Products key="products" holder={holder} ids={certification.products} />],
          [words.sites, <Sites key="sites" holder={holder} sites={certification.sites ?? []} />],
          ...useAmounts(certification),
          [words.recorded, <At key="recorded" time={certification.recordedAt} />],
          [words.entry, String(certification.seq)],
        ]}
      />
    </>
  );
}

/** How large and how much, with what bounds it. */
function useAmounts(certification: Certification): (readonly [Words, string | null])[] {
  const { language } = useSurroundings();
  const t = useWords();
  const { area, quantity, marked, yieldMax, rateMax } = certification;
  const said = (amount: Amount | null | undefined): string | null =>
    amount == null ? null : sayQuantity(amount, language);
  const yields =
    yieldMax === undefined || quantity === undefined || area === undefined
      ? null
      : `${sayQuantity({ value: yieldMax, unit: quantity.unit }, language)} / ${t(wordsOf(units, area.unit))}`;
  return [
    [words.area, said(area)],
    [words.yieldMax, yields],
    [words.rateMax, rateMax ?? null],
    [words.quantity, said(quantity) ?? t(words.noQuantity)],
    [words.marked, said(marked)],
  ];
}

function Products({ holder, ids }: { holder: Holder; ids: readonly string[] }): VNode {
  const t = useWords();
  const reading = useAll<Product>(`/api/v1/products?organization=${holder.id}&limit=200`);
  return (
    <Read reading={reading}>
      {({ items }) => (
        <ul>
          {ids.map((id) => (
            <li key={id}>
              <Typed text={items.find((one) => one.id === id)?.name ?? t(words.unknownProduct)} />
            </li>
          ))}
        </ul>
      )}
    </Read>
  );
}

interface SitesProps {
  readonly holder: Holder;
  readonly sites: NonNullable<Certification['sites']>;
}

/** Sites by name where they are told, else by number. */
function Sites({ holder, sites }: SitesProps): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  const isTold = seesSites(account, holder) && sites.length > 0;
  const reading = useAll<Site>(isTold ? `/api/v1/sites?organization=${holder.id}&limit=200` : null);
  if (sites.length === 0) return <>{t(words.noSites)}</>;
  const all = (known: readonly Site[]): VNode => (
    <ul>
      {sites.map((one) => (
        <li key={one.site}>
          <SiteName id={one.site} known={known} />
          {one.conversionFrom === undefined ? null : (
            <> · {fill(t(words.converting), { day: one.conversionFrom })}</>
          )}
          {one.crop === undefined ? null : <> · {t(words[one.crop])}</>}
        </li>
      ))}
    </ul>
  );
  return isTold ? <Read reading={reading}>{({ items }) => all(items)}</Read> : all([]);
}

function SiteName({ id, known }: { id: string; known: readonly Site[] }): VNode {
  const found = known.find((one) => one.id === id);
  return found === undefined ? <span class="mono">{id}</span> : <Typed text={found.name} />;
}

/** What was said of it, oldest first. */
function History({ certification }: { certification: Certification }): VNode {
  const t = useWords();
  const { recordedAt, statedBy, changes } = certification;
  return (
    <ol class="stack">
      <li>
        <h3>{t(words.granted)}</h3>
        <Facts
          facts={[
            [words.who, <Foreign key="who" text={statedBy.name} />],
            [words.recorded, <At key="recorded" time={recordedAt} />],
          ]}
        />
      </li>
      {changes.map((change) => (
        <li key={change.recordedAt}>
          <h3>{t(words[`${change.action}-step`])}</h3>
          <Facts
            facts={[
              [words.from, change.on],
              [words.reason, <Foreign key="reason" text={change.reason} />],
              [words.recorded, <At key="recorded" time={change.recordedAt} />],
            ]}
          />
        </li>
      ))}
    </ol>
  );
}
