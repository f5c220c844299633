import type { VNode } from 'preact';
import { organizationTypes } from '../../gs1/vocabulary.js';
import { fill } from '../../gs1/words.js';
import { certificationWords as words } from '../words-certifications.js';
import { Read, useAct } from './answers.js';
import { Typed } from './batch-names.js';
import type { Holder } from './certification.js';
import { Form, Input } from './fields.js';
import { useAll, type Gathered } from './gathered.js';
import { kindsWithoutGoods } from './menu.js';
import { Card, Code, Table, type Column } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

interface Listed extends Holder {
  readonly uscc: string | null;
  readonly subjectCode: string;
}

/** Rows that are shown at once. */
const shownMax = 50;

/** `#/certifications?find=<text>`: organizations that may be certified and that the reader may see, to choose one. */
export function CertificationHolders({ find }: { find: string }): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const reading = useAll<Listed>('/api/v1/organizations?limit=200');
  return (
    <Card title={t(words.choose)}>
      <Form
        key={find}
        act={act}
        submit={words.findNow}
        onSubmit={(field) => {
          go(`/certifications?${new URLSearchParams({ find: field('find') }).toString()}`);
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
      <Read reading={reading}>{(all) => <Found all={all} find={find} />}</Read>
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

function Found({ all: { items, isWhole }, find }: { all: Gathered<Listed>; find: string }): VNode {
  const t = useWords();
  const found = items.filter((one) => !kindsWithoutGoods.includes(one.kind) && fits(one, find));
  const columns: readonly Column<Listed>[] = [
    {
      words: words.organization,
      cell: ({ id, name }) => (
        <a class="target" href={`#/certifications/${id}`}>
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
        caption={t(words.choose)}
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
