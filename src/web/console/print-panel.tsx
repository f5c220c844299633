import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { plainText } from '../safe-text.js';
import { printWords } from '../words-print.js';
import { Read, useReading } from './answers.js';
import type { Listed } from './api.js';
import type { OwnBatch } from './batch-choice.js';
import { KeepButton } from './keep-button.js';
import type { LabelSet } from './own-lists.js';
import { Card, Chip, type Tone } from './parts.js';
import { PrintTest } from './print-test.js';
import { useSurroundings, useWords } from './surroundings.js';
import { TrueSize } from './true-size.js';

/** A label stock, and how the codes of a set stand on it. */
interface Layout {
  readonly id: string;
  readonly name: string;
  readonly medium: 'sheet' | 'roll';
  readonly label: { readonly width: number; readonly height: number };
  readonly labelsPerPage: number;
  readonly moduleMm: number;
  readonly codeMm: number;
  readonly light: 'green' | 'amber' | 'red';
}

/** What is printed: which stock, by which printer, which labels, from which place of the sheet, in which words. */
interface Choice {
  readonly layout: string;
  readonly dpi: string;
  readonly from: string;
  readonly to: string;
  readonly start: string;
  readonly words: string;
}

const tones: Readonly<Record<Layout['light'], Tone>> = { green: 'good', amber: 'warn', red: 'bad' };

interface Props {
  readonly batch: OwnBatch;
  readonly set: LabelSet;
}

/** Left what is printed, right how it will look; then the files, and a test print that is scanned back. */
export function PrintPanel({ batch, set }: Props): VNode {
  const t = useWords();
  const [choice, setChoice] = useState<Choice>({
    layout: 'a4-70x37',
    dpi: '300',
    from: '1',
    to: String(set.units),
    start: '1',
    words: 'none',
  });
  const own = `/api/v1/batches/${batch.id}/labels/${set.id}`;
  const reading = useReading<Listed<Layout>>(`${own}/layouts?dpi=${choice.dpi}`);
  return (
    <Card title={fill(t(printWords.print), { n: set.seq })}>
      <Read reading={reading}>
        {({ items }) => {
          const layout = items.find(({ id }) => id === choice.layout);
          return layout === undefined ? null : (
            <>
              <div class="sides">
                <Choices layouts={items} layout={layout} choice={choice} change={setChoice} />
                <TrueSize path={own} number={choice.from} layout={layout} words={choice.words} />
              </div>
              <Files own={own} layout={layout} choice={choice} />
              <PrintTest
                key={`${layout.id} ${choice.from}`}
                own={own}
                layout={layout.id}
                number={choice.from}
              />
            </>
          );
        }}
      </Read>
    </Card>
  );
}

interface ChoicesProps {
  readonly layouts: readonly Layout[];
  readonly layout: Layout;
  readonly choice: Choice;
  readonly change: (choice: Choice) => void;
}

function Choices({ layouts, layout, choice, change }: ChoicesProps): VNode {
  const t = useWords();
  const set = (part: Partial<Choice>): void => {
    change({ ...choice, ...part });
  };
  const wordings = [
    { value: 'none', text: t(printWords.plainWords) },
    { value: 'certificate', text: t(printWords.certificateWords) },
  ];
  return (
    <div class="stack">
      <Chooser
        id="layout"
        words={printWords.stock}
        value={choice.layout}
        options={layouts.map(({ id, name }) => ({ value: id, text: name }))}
        choose={(id) => {
          set({ layout: id, start: '1' });
        }}
      />
      <p>
        <Chip tone={tones[layout.light]}>{t(printWords[layout.light])}</Chip>{' '}
        {fill(t(printWords.moduleIs), { n: layout.moduleMm.toFixed(2), m: layout.codeMm.toFixed(1) })}
      </p>
      <Chooser
        id="dpi"
        words={printWords.printer}
        value={choice.dpi}
        options={['203', '300', '600'].map((value) => ({ value, text: `${value} dpi` }))}
        choose={(dpi) => {
          set({ dpi });
        }}
      />
      {(['from', 'to', ...(layout.medium === 'sheet' ? (['start'] as const) : [])] as const).map((name) => (
        <Number
          key={name}
          id={name}
          words={{ from: printWords.first, to: printWords.last, start: printWords.start }[name]}
          value={choice[name]}
          type={(value) => {
            set({ [name]: value });
          }}
        />
      ))}
      <Chooser
        id="words"
        words={printWords.words}
        value={choice.words}
        options={wordings}
        choose={(words) => {
          set({ words });
        }}
      />
    </div>
  );
}

interface ChooserProps {
  readonly id: string;
  readonly words: Words;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly choose: (value: string) => void;
}

function Chooser({ id, words, value, options, choose }: ChooserProps): VNode {
  const t = useWords();
  return (
    <div class="field">
      <label for={id}>{t(words)}</label>
      <select
        id={id}
        onChange={(event) => {
          choose(event.currentTarget.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {plainText(option.text)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface NumberProps {
  readonly id: string;
  readonly words: Words;
  readonly value: string;
  readonly type: (value: string) => void;
}

function Number({ id, words, value, type }: NumberProps): VNode {
  const t = useWords();
  return (
    <div class="field">
      <label for={id}>{t(words)}</label>
      <input
        id={id}
        inputMode="numeric"
        maxLength={7}
        value={value}
        autocomplete="off"
        onInput={(event) => {
          type(event.currentTarget.value.trim());
        }}
      />
    </div>
  );
}

function Files({ own, layout, choice }: { own: string; layout: Layout; choice: Choice }): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const { from, to, start, dpi, words } = choice;
  const range = { from, to };
  const look = { ...range, layout: layout.id, lang: language, words, dpi };
  const query = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
  const isSheet = layout.medium === 'sheet';
  const files: readonly (readonly [Words, string, string])[] = [
    [printWords.pdf, 'labels.pdf', `${own}.pdf?${query(isSheet ? { ...look, start } : look)}`],
    ...(isSheet || dpi === '600'
      ? []
      : [[printWords.zpl, 'labels.zpl', `${own}.zpl?${query(look)}`] as const]),
    [printWords.csv, 'labels.csv', `${own}.csv?${query(range)}`],
    [
      printWords.calibrationPage,
      'calibration.pdf',
      `/api/v1/labels/calibration.pdf?${query({ layout: layout.id })}`,
    ],
  ];
  return (
    <div class="stack">
      <p class="note">{t(printWords.scaleWarning)}</p>
      <div class="row">
        {files.map(([name, file, path]) => (
          <KeepButton
            key={file}
            words={name}
            path={path}
            name={file}
            isMain={name === printWords.pdf}
            isDisabled={layout.light === 'red' && name !== printWords.csv}
          />
        ))}
      </div>
    </div>
  );
}
