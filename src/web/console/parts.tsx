import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Words } from '../../gs1/words.js';
import { isUuid } from '../../ledger/names.js';
import { sayTime } from '../figures.js';
import { Icon } from '../icon.js';
import { groupsOfFour, plainText } from '../safe-text.js';
import { consoleWords } from '../words-console.js';
import type { IconName } from '../words-verdict.js';
import { useWords } from './surroundings.js';

/** A part of a screen with its own heading. */
export function Card({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain';
const toneIcons: Readonly<Record<Tone, IconName>> = {
  good: 'check',
  warn: 'alert',
  bad: 'cross',
  plain: 'dash',
};

/** A state: a word with a sign that says the same. */
export function Chip({ tone, children }: { tone: Tone; children: ComponentChildren }): VNode {
  return (
    <span class={`chip ${tone}`}>
      <Icon name={toneIcons[tone]} />
      <span>{children}</span>
    </span>
  );
}

/** Text that somebody typed, made harmless and kept apart from the direction of the text around it. */
export function Foreign({ text }: { text: string }): VNode {
  return <bdi>{plainText(text)}</bdi>;
}

/** A code in groups of four that copy as one word; the hyphens of a UUID stand behind theirs. */
export function Code({ code }: { code: string }): VNode {
  const groups = isUuid(code) ? code.match(/.{4}-?/g) : groupsOfFour(plainText(code));
  return (
    <bdi class="mono code" dir="ltr">
      {groups?.map((group, at) => (
        <span key={at}>{group}</span>
      ))}
    </bdi>
  );
}

/** A time, as `YYYY-MM-DD HH:mm`. The label says whether it happened or was recorded then. */
export function At({ time }: { time: string }): VNode {
  return <time dateTime={time}>{sayTime(time)}</time>;
}

/** One column of a table: what stands above it, and in each row. The first column names the row. */
export interface Column<Row> {
  readonly words: Words;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
}

interface TableProps<Row> {
  /** The name of the table: for screen readers, and shown where no heading above it says the same. */
  readonly caption: string;
  readonly isCaptionShown?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What is said where there are no rows. */
  readonly empty?: Words;
}

/** A table; where the screen is narrow, a list of cards with the same words. Roles are said, since style takes them away. */
export function Table<Row>(props: TableProps<Row>): VNode {
  const { caption, isCaptionShown = false, columns, rows, keyOf, empty = consoleWords.none } = props;
  const t = useWords();
  if (rows.length === 0) return <p class="quiet">{t(empty)}</p>;
  return (
    <div class="table">
      <table role="table">
        <caption class={isCaptionShown ? undefined : 'hidden'}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                role="columnheader"
                scope="col"
                key={column.words.en}
                class={column.isNumber === true ? 'number' : undefined}
              >
                {t(column.words)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr role="row" key={keyOf(row)}>
              {columns.map((column, at) => cellOf(column, row, at, t(column.words)))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellOf<Row>(column: Column<Row>, row: Row, at: number, label: string): VNode {
  const { isNumber = false, cell } = column;
  return at === 0 ? (
    <th role="rowheader" scope="row" key={label}>
      {cell(row)}
    </th>
  ) : (
    <td role="cell" key={label} data-label={label} class={isNumber ? 'number' : undefined}>
      {cell(row)}
    </td>
  );
}

/** Facts about one thing: what, and what is known of it. Facts that are not known are left out. */
export function Facts({ facts }: { facts: readonly (readonly [Words, ComponentChildren])[] }): VNode {
  const t = useWords();
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null)
        .map(([words, value]) => (
          <>
            <dt>{t(words)}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  );
}

/** Something to copy, such as a command: shown whole, and copied by a button that says when it has. */
export function Copyable({ text }: { text: string }): VNode {
  const t = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div class="stack">
      <pre class="mono">{text}</pre>
      <div class="row">
        <button type="button" class="quiet" onClick={() => void copy()}>
          {t(consoleWords.copy)}
        </button>
        <span role="status">{isCopied ? t(consoleWords.copied) : ''}</span>
      </div>
    </div>
  );
}

/** A way to another place of the console, in a row of its own. */
export function WayTo({ place, words }: { place: string; words: Words }): VNode {
  const t = useWords();
  return (
    <div class="row">
      <a class="button quiet" href={`#${place}`}>
        {t(words)}
      </a>
    </div>
  );
}

interface ConfirmProps {
  /** What the button says, and what it asks before it does it. */
  readonly words: Words;
  readonly question: Words;
  readonly isDisabled?: boolean;
  readonly onConfirm: () => void;
}

/** A button whose act cannot be taken back: it asks once more, in its place. */
export function ConfirmButton({ words, question, isDisabled = false, onConfirm }: ConfirmProps): VNode {
  const t = useWords();
  const [isAsking, setAsking] = useState(false);
  const [opener, yes] = [useRef<HTMLButtonElement>(null), useRef<HTMLButtonElement>(null)];
  const wasAsking = useRef(false);
  useEffect(() => {
    if (isAsking) yes.current?.focus();
    else if (wasAsking.current) opener.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  if (!isAsking)
    return (
      <button
        ref={opener}
        type="button"
        class="quiet"
        disabled={isDisabled}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t(words)}
      </button>
    );
  return (
    <div class="note row" role="group" aria-label={t(words)}>
      <span>{t(question)}</span>
      <button
        ref={yes}
        type="button"
        class="danger"
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {t(consoleWords.confirm)}
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          setAsking(false);
        }}
      >
        {t(consoleWords.cancel)}
      </button>
    </div>
  );
}

/** Gives a file to the browser to keep. */
export function keepFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
