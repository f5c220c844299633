import type { VNode } from 'preact';
import { organizationTypes } from '../../gs1/vocabulary.js';
import { fill, type Words } from '../../gs1/words.js';
import { certificationWords as words } from '../words-certifications.js';
import { Read, useAct } from './answers.js';
import { Typed } from './batch-names.js';
import type { Holder } from './certification.js';
import { Form, Input } from './fields.js';
import { useAll, type Gathered } from './gathered.js';
import { Card, Code, Table, type Column } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

interface Listed extends Holder {
  readonly uscc: string | null;
  readonly subjectCode: string;
}

/** Rows that are shown at once. */
const shownMax = 50;

interface Props {
  readonly title: Words;
  /** The screen that it stands on, whose `?find=` has what is looked for. */
  readonly screen: string;
  readonly find: string;
  /** Where the one that is chosen leads. */
  readonly placeOf: (id: string) => string;
  /** Which kinds of organizations are there to choose. */
  readonly fitsKind?: (kind: string) => boolean;
  /** Nothing is listed before something is looked for. */
  readonly isFolded?: boolean;
}

/** Finds an organization that the reader may see, by its name or one of its numbers, to choose it. */
export function OrganizationFinder(props: Props): VNode {
  const { title, screen, find, isFolded = false } = props;
  const { go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const reading = useAll<Listed>(isFolded ? null : '/api/v1/organizations?limit=200');
  return (
    <Card title={t(title)}>
      <Form
        key={find}
        act={act}
        submit={words.findNow}
        onSubmit={(field) => {
          go(`/${screen}?${new URLSearchParams({ find: field('find') }).toString()}`);
        }}
      >
        <Input
          act={act}
          name="find"
          type="search"
          words={words.find}
          hint={words.findHint}
          value={find}
          max={120}
        />
      </Form>
      {isFolded ? null : <Read reading={reading}>{(all) => <Found {...props} all={all} />}</Read>}
    </Card>
  );
}

/** Whether a part of the name or a number is what was typed. */
function fits({ name, uscc, subjectCode }: Listed, find: string): boolean {
  const wanted = plain(find);
  return [name, uscc ?? '', subjectCode].some((one) => plain(one).includes(wanted));
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

function Found(props: Props & { all: Gathered<Listed> }): VNode {
  const { all, title, find, placeOf, fitsKind = () => true } = props;
  const { items, isWhole } = all;
  const t = useWords();
  const found = items.filter((one) => fitsKind(one.kind) && fits(one, find));
  const columns: readonly Column<Listed>[] = [
    {
      words: words.organization,
      cell: ({ id, name }) => (
        <a class="target" href={`#${placeOf(id)}`}>
          <Typed text={name} />
        </a>
      ),
    },
    { words: words.kind, cell: ({ kind }) => t(wordsOf(organizationTypes, kind)) },
    { words: words.region, cell: ({ region }) => region },
    { words: words.uscc, cell: ({ uscc }) => (uscc === null ? '—' : <Code code={uscc} />) },
  ];
  return (
    <>
      <Table
        caption={t(title)}
        columns={columns}
        rows={found.slice(0, shownMax)}
        keyOf={({ id }) => id}
        empty={words.nobodyFound}
      />
      {found.length > shownMax ? <p>{fill(t(words.moreFound), { n: found.length - shownMax })}</p> : null}
      {isWhole ? null : <p class="note">{fill(t(words.notAllRead), { n: items.length })}</p>}
    </>
  );
}
