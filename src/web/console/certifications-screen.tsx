import type { ComponentChildren, VNode } from 'preact';
import { certificateTypes, organizationTypes } from '../../gs1/vocabulary.js';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { certificationWords as words } from '../words-certifications.js';
import { Read, ReadList, useReading } from './answers.js';
import type { Listed } from './api.js';
import { Typed } from './batch-names.js';
import { StateChip, Validity, WhoSays, type Certification, type Holder } from './certification.js';
import { GrantCard } from './certification-grant.js';
import { CertificationHolders } from './certification-holders.js';
import { CertificationScreen } from './certification-screen.js';
import { useAll } from './gathered.js';
import { kindsWithoutGoods } from './menu.js';
import type { Product } from './own-lists.js';
import { Facts, Table, WayTo, type Column } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/**
 * `#/certifications`: what the own organization is certified for; for certifiers and authorities, of whom they may see
 * it. `#/certifications/<organization>`: of that one. `#/certifications/<organization>/<entry>`: one certification.
 */
export function CertificationsScreen({ place }: { place: Place }): VNode {
  const { account, organization } = useSurroundings();
  const t = useWords();
  const [id, seq] = place.rest;
  if (id !== undefined && seq !== undefined)
    return <CertificationScreen key={`${id} ${seq}`} id={id} seq={seq} />;
  if (id !== undefined) return <OfHolder key={id} id={id} />;
  const isOfficial = account.grants.some(({ role }) => officials.includes(role));
  const own = isOfficial && kindsWithoutGoods.includes(organization?.kind ?? '') ? null : organization;
  return (
    <Screen title={t(words.title)}>
      <p>{t(words.what)}</p>
      {own === null && !isOfficial ? <p>{t(words.cannotLook)}</p> : null}
      {isOfficial ? <CertificationHolders find={place.query.get('find') ?? ''} /> : null}
      {own === null ? null : (
        <ReadHolder id={own.id}>{(holder) => <Certifications holder={holder} />}</ReadHolder>
      )}
    </Screen>
  );
}

const officials: readonly string[] = ['certifier', 'inspector', 'regulator'];

function OfHolder({ id }: { id: string }): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  const isOwn = account.organizations.some((one) => one.id === id);
  return (
    <Screen title={t(words.title)}>
      <p>{t(words.what)}</p>
      <ReadHolder id={id}>
        {(holder) => (
          <>
            <section class="card">
              <Facts
                facts={[
                  [words.organization, <Typed key="name" text={holder.name} />],
                  [words.kind, t(wordsOf(organizationTypes, holder.kind))],
                  [words.region, holder.region],
                ]}
              />
            </section>
            <Certifications holder={holder} />
          </>
        )}
      </ReadHolder>
      {isOwn ? null : <WayTo place="/certifications" words={words.otherOrganization} />}
    </Screen>
  );
}

interface ReadHolderProps {
  readonly id: string;
  readonly children: (holder: Holder) => ComponentChildren;
}

function ReadHolder({ id, children }: ReadHolderProps): VNode {
  const reading = useReading<Holder>(`/api/v1/organizations/${encodeURIComponent(id)}`);
  return <Read reading={reading}>{children}</Read>;
}

function Certifications({ holder }: { holder: Holder }): VNode {
  const reading = useReading<Listed<Certification>>(
    `/api/v1/organizations/${holder.id}/certifications?limit=50`,
  );
  const products = useAll<Product>(`/api/v1/products?organization=${holder.id}&limit=200`);
  return (
    <Read reading={products}>
      {({ items: known }) => (
        <>
          <section class="card">
            <ReadList reading={reading}>
              {(items) => <CertificationTable holder={holder} items={items} products={known} />}
            </ReadList>
          </section>
          <GrantCard holder={holder} products={known} again={reading.again} />
        </>
      )}
    </Read>
  );
}

interface TableProps {
  readonly holder: Holder;
  readonly items: readonly Certification[];
  readonly products: readonly Product[];
}

function CertificationTable({ holder, items, products }: TableProps): VNode {
  const t = useWords();
  const columns: readonly Column<Certification>[] = [
    {
      words: words.certification,
      cell: ({ seq, type, number }) => (
        <a href={`#/certifications/${holder.id}/${seq}`}>
          {t(certificateTypes[type])} <Typed text={number} />
        </a>
      ),
    },
    { words: words.state, cell: (one) => <StateChip of={one} /> },
    { words: words.who, cell: (one) => <WhoSays of={one} /> },
    {
      words: words.standard,
      cell: ({ standard }) => (standard === undefined ? '—' : <Typed text={standard} />),
    },
    { words: words.scope, cell: (one) => <Scope of={one} products={products} /> },
    { words: words.validity, cell: (one) => <Validity of={one} /> },
  ];
  return (
    <Table
      caption={t(words.title)}
      columns={columns}
      rows={items}
      keyOf={({ seq }) => String(seq)}
      empty={words.none}
    />
  );
}

/** Products that are named in a row of the list. */
const namedMax = 3;

function Scope({
  of: { products, sites = [] },
  products: known,
}: {
  of: Certification;
  products: readonly Product[];
}): VNode {
  const t = useWords();
  const nameOf = (id: string): string => known.find((one) => one.id === id)?.name ?? t(words.unknownProduct);
  return (
    <ul>
      {products.slice(0, namedMax).map((id) => (
        <li key={id}>
          <Typed text={nameOf(id)} />
        </li>
      ))}
      {products.length > namedMax ? <li>{fill(t(words.moreProducts), { n: products.length })}</li> : null}
      {sites.length === 0 ? null : <li>{fill(t(words.sitesCount), { n: sites.length })}</li>}
    </ul>
  );
}
