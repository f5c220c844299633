import type { ComponentChildren, VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { listWords as words } from '../words-lists.js';
import { Read, useReading, type Reading } from './answers.js';
import type { Listed } from './api.js';
import { useAll } from './gathered.js';
import { ListPublication, type ListVersion } from './list-publication.js';
import { At, Card, Foreign, Table, WayTo, type Column } from './parts.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

interface KnownList {
  readonly name: string;
  readonly title: string;
  readonly newest: ListVersion | null;
}

/** `#/lists`: the reference lists. `#/lists/<name>`: the versions of one, and for admins the next. */
export function ListsScreen({ place }: { place: Place }): VNode {
  const reading = useReading<Listed<KnownList>>('/api/v1/lists');
  const [name] = place.rest;
  return name === undefined ? (
    <Lists reading={reading} />
  ) : (
    <OneList key={name} name={name} lists={reading} />
  );
}

function Lists({ reading }: { reading: Reading<Listed<KnownList>> }): VNode {
  const t = useWords();
  const of = (
    newest: ListVersion | null,
    cell: (newest: ListVersion) => ComponentChildren,
  ): ComponentChildren => (newest === null ? '—' : cell(newest));
  return (
    <Screen title={t(words.title)}>
      <section class="card">
        <p>{t(words.what)}</p>
        <Read reading={reading}>
          {({ items }) => (
            <Table
              caption={t(words.title)}
              rows={items}
              keyOf={({ name }) => name}
              columns={[
                {
                  words: words.list,
                  cell: ({ name, title }) => (
                    <a href={`#/lists/${encodeURIComponent(name)}`}>
                      <Foreign text={title} />
                    </a>
                  ),
                },
                {
                  words: words.newest,
                  cell: ({ newest }) =>
                    newest === null ? t(words.noneYet) : fill(t(words.version), { n: newest.version }),
                },
                {
                  words: words.rows,
                  cell: ({ newest }) => of(newest, ({ rows }) => rows),
                  isNumber: true,
                },
                {
                  words: words.source,
                  cell: ({ newest }) => of(newest, ({ source }) => <Foreign text={source} />),
                },
                {
                  words: words.publishedAt,
                  cell: ({ newest }) => of(newest, ({ publishedAt }) => <At time={publishedAt} />),
                },
              ]}
            />
          )}
        </Read>
      </section>
    </Screen>
  );
}

function OneList({ name, lists }: { name: string; lists: Reading<Listed<KnownList>> }): VNode {
  const t = useWords();
  const { answer } = lists;
  const title =
    answer?.fault === null ? answer.body.items.find((one) => one.name === name)?.title : undefined;
  return (
    <Screen title={t(words.title)}>
      {title === undefined ? null : (
        <h2>
          <Foreign text={title} />
        </h2>
      )}
      <Versions name={name} />
      <WayTo place="/lists" words={words.back} />
    </Screen>
  );
}

function Versions({ name }: { name: string }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const path = `/api/v1/lists/${encodeURIComponent(name)}`;
  const reading = useAll<ListVersion>(`${path}?limit=200`);
  const columns: readonly Column<ListVersion>[] = [
    { words: words.number, cell: ({ version }) => fill(t(words.version), { n: version }) },
    { words: words.rows, cell: ({ rows }) => rows, isNumber: true },
    { words: words.source, cell: ({ source }) => <Foreign text={source} /> },
    { words: words.publishedAt, cell: ({ publishedAt }) => <At time={publishedAt} /> },
    {
      words: words.content,
      cell: ({ version }) => <a href={`${path}/${String(version)}`}>{t(words.see)}</a>,
    },
  ];
  return (
    <Read reading={reading}>
      {({ items }) => (
        <>
          <Card title={t(words.versions)}>
            <Table
              caption={t(words.versions)}
              rows={[...items].sort((one, other) => other.version - one.version)}
              keyOf={({ version }) => String(version)}
              empty={words.noneYet}
              columns={columns}
            />
          </Card>
          {holds(around, 'admin') ? (
            <ListPublication
              path={path}
              next={Math.max(0, ...items.map(({ version }) => version)) + 1}
              again={reading.again}
            />
          ) : null}
        </>
      )}
    </Read>
  );
}
