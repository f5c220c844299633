import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { listWords as words } from '../words-lists.js';
import { useAct } from './answers.js';
import { mayBeDone, refusedHere, type Fault } from './api.js';
import { FileInput, Form, Input } from './fields.js';
import { Card, Foreign, Table } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

/** A published version of a list. */
export interface ListVersion {
  readonly name: string;
  readonly version: number;
  readonly rows: number;
  readonly source: string;
  readonly publishedAt: string;
}

/** Media types by the end of a file's name: browsers take theirs from what else is installed. */
const types: readonly (readonly [end: string, type: string])[] = [
  ['.csv', 'text/csv'],
  ['.json', 'application/json'],
];

interface Props {
  /** The list's address. */
  readonly path: string;
  /** The number that the version becomes. */
  readonly next: number;
  /** Reads the versions anew. */
  readonly again: () => void;
}

/** Publishes the next version of a list from a file. */
export function ListPublication({ path, next, again }: Props): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [file, setFile] = useState<File | null>(null);
  const [done, setDone] = useState<ListVersion | null>(null);
  const [round, setRound] = useState(0);
  const publish = (field: (name: string) => string): void => {
    setDone(null);
    void act.act(
      async () => {
        const type = types.find(([end]) => file?.name.toLowerCase().endsWith(end) === true)?.[1];
        if (file === null || type === undefined)
          return refusedHere(t(words.noFile), '/file', t(words.chooseFile));
        // Read at once: a file that was changed since it was chosen is none any more.
        const content = await file.arrayBuffer().catch(() => null);
        if (content === null) return refusedHere(t(words.noFile), '/file', t(words.fileChanged));
        const query = new URLSearchParams({ version: String(next), source: field('source') });
        const answer = await api.sendFile<ListVersion>(`${path}?${query.toString()}`, content, type);
        if (answer.fault !== null && isTaken(answer.fault)) again();
        return answer;
      },
      (version) => {
        setDone(version);
        setRound(round + 1);
        setFile(null);
        again();
      },
    );
  };
  return (
    <Card title={t(words.publish)}>
      <p>{fill(t(words.publishNumber), { n: next })}</p>
      <p>{t(words.publishWhat)}</p>
      <Form act={act} submit={words.publish} onSubmit={publish} round={round}>
        <Input
          act={act}
          name="source"
          pointer="/query/source"
          words={words.sourceAsked}
          hint={words.sourceHint}
          max={400}
          isRequired
        />
        <FileInput
          act={act}
          name="file"
          words={words.file}
          hint={words.fileHint}
          accept=".csv,.json"
          onChoose={setFile}
        />
      </Form>
      {act.fault === null ? null : <Refusals fault={act.fault} />}
      {mayBeDone(act.fault) ? <p class="note">{t(words.perhapsDone)}</p> : null}
      <p role="status">{done === null ? '' : fill(t(words.done), { n: done.version, rows: done.rows })}</p>
    </Card>
  );
}

/** Another version became this one, since somebody was first. */
function isTaken({ errors }: Fault): boolean {
  return errors.some(({ pointer }) => pointer === '/query/version');
}

/** Pointers that have a field of their own, or none; all others are into the file, as many as the service names. */
const elsewhere = ['/query/source', '/query/version', '/file'];
const toldMax = 50;

/** What is wrong in the file, row by row. */
function Refusals({ fault }: { fault: Fault }): VNode | null {
  const t = useWords();
  const faults = fault.errors.filter(({ pointer }) => !elsewhere.includes(pointer));
  if (faults.length === 0) return null;
  return (
    <>
      <Table
        caption={t(words.refusals)}
        isCaptionShown
        rows={faults}
        keyOf={({ pointer, detail }) => `${pointer} ${detail}`}
        columns={[
          { words: words.where, cell: ({ pointer }) => rowOf(pointer, t) },
          { words: words.column, cell: ({ pointer }) => <Foreign text={columnOf(pointer, t)} /> },
          { words: words.why, cell: ({ detail }) => <Foreign text={detail} /> },
        ]}
      />
      {faults.length < toldMax ? null : <p>{t(words.someOnly)}</p>}
    </>
  );
}

/** Rows are counted from one, as people do. */
function rowOf(pointer: string, t: ReturnType<typeof useWords>): string {
  const row = /^\/rows\/(\d+)/.exec(pointer)?.[1];
  return row === undefined ? '—' : fill(t(words.row), { n: Number(row) + 1 });
}

/** By its name; by its place where the name stands twice. */
function columnOf(pointer: string, t: ReturnType<typeof useWords>): string {
  const column = /^\/(?:rows\/\d+|columns)\/(.+)$/.exec(pointer)?.[1] ?? '—';
  return /^\d+$/.test(column) ? fill(t(words.columnAt), { n: Number(column) + 1 }) : column;
}
