import type { VNode } from 'preact';
import type { Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { roleWords } from '../words-console.js';
import { deskWords } from '../words-desk.js';
import { officialWords as words } from '../words-officials.js';
import { ReadList, useReading, type Reading } from './answers.js';
import type { Listed } from './api.js';
import { useOrganizationNames } from './gathered.js';
import { NewOfficial } from './new-official.js';
import { BodyOf, RegionOf, type Official } from './official.js';
import { OfficialScreen } from './official-screen.js';
import { At, Card, Foreign, Table } from './parts.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/** `#/officials`: accounts of officials, and one more. `#/officials/<id>`: one of them. For admins. */
export function OfficialsScreen({ place }: { place: Place }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const [id] = place.rest;
  if (!holds(around, 'admin'))
    return (
      <Screen title={t(words.title)}>
        <p>{t(words.cannot)}</p>
      </Screen>
    );
  return id === undefined ? <Officials /> : <OfficialScreen key={id} id={id} />;
}

function Officials(): VNode {
  const t = useWords();
  const inUse = useReading<Listed<Official>>('/api/v1/accounts?limit=200');
  const ended = useReading<Listed<Official>>('/api/v1/accounts?state=ended&limit=200');
  return (
    <Screen title={t(words.title)}>
      <p>{t(words.what)}</p>
      <p>{t(words.stated)}</p>
      <ListOf reading={inUse} title={words.inUse} empty={words.noneInUse} />
      <ListOf reading={ended} title={words.ended} empty={words.noneEnded} />
      <NewOfficial again={inUse.again} />
    </Screen>
  );
}

interface ListProps {
  readonly reading: Reading<Listed<Official>>;
  readonly title: Words;
  readonly empty: Words;
}

function ListOf({ reading, title, empty }: ListProps): VNode {
  const t = useWords();
  return (
    <Card title={t(title)}>
      <ReadList reading={reading}>
        {(items) => <OfficialTable officials={items} caption={t(title)} empty={empty} />}
      </ReadList>
    </Card>
  );
}

interface TableProps {
  readonly officials: readonly Official[];
  readonly caption: string;
  readonly empty: Words;
}

function OfficialTable({ officials, caption, empty }: TableProps): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const names = useOrganizationNames(officials.flatMap(({ organization }) => organization ?? []));
  return (
    <Table
      caption={caption}
      rows={[...officials].sort((one, other) => one.name.localeCompare(other.name, language))}
      keyOf={({ id }) => id}
      empty={empty}
      columns={[
        {
          words: deskWords.memberName,
          cell: ({ id, name }) => (
            <a href={`#/officials/${id}`}>
              <Foreign text={name} />
            </a>
          ),
        },
        { words: deskWords.login, cell: ({ login }) => <Foreign text={login} /> },
        { words: deskWords.role, cell: ({ role }) => t(wordsOf(roleWords, role)) },
        { words: words.region, cell: (one) => <RegionOf official={one} /> },
        { words: words.body, cell: (one) => <BodyOf official={one} names={names} /> },
        { words: words.since, cell: ({ since }) => <At time={since} /> },
      ]}
    />
  );
}
