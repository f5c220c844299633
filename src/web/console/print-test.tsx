import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { printWords } from '../words-print.js';
import { FaultNote, useAct } from './answers.js';
import { Form, Input } from './fields.js';
import { Chip, keepFile } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Props {
  /** Address of the label set. */
  readonly own: string;
  readonly layout: string;
  readonly number: string;
}

/** One label is printed and scanned back: what the scanner gives is compared with what the label must carry. */
export function PrintTest({ own, layout, number }: Props): VNode {
  const { api, language } = useSurroundings();
  const t = useWords();
  const printing = useAct();
  const comparing = useAct();
  const [isSame, setSame] = useState<boolean | null>(null);
  const one = { from: number, to: number };
  const print = (): void => {
    const query = new URLSearchParams({ ...one, layout, lang: language });
    void printing.act(
      () => api.file(`${own}.pdf?${query.toString()}`),
      (file) => {
        keepFile('test.pdf', file);
      },
    );
  };
  const compare = (scanned: string): void =>
    void comparing.act(
      () => api.file(`${own}.csv?${new URLSearchParams(one).toString()}`),
      (file) => {
        void file.text().then((table) => {
          setSame(scanned !== '' && table.split(/[\r\n,"]+/).includes(scanned));
        });
      },
    );
  return (
    <section>
      <h3>{t(printWords.test)}</h3>
      {printing.fault === null ? null : <FaultNote fault={printing.fault} />}
      <div class="row">
        <button type="button" class="quiet" disabled={printing.isBusy} onClick={print}>
          {fill(t(printWords.testPrint), { n: number })}
        </button>
      </div>
      <Form
        act={comparing}
        submit={printWords.compare}
        onSubmit={(field) => {
          compare(field('scanned'));
        }}
      >
        <Input
          act={comparing}
          name="scanned"
          words={printWords.scanned}
          hint={printWords.scannedHint}
          max={2_000}
        />
      </Form>
      <p role="status">
        {isSame === null ? null : (
          <Chip tone={isSame ? 'good' : 'bad'}>{t(isSame ? printWords.same : printWords.other)}</Chip>
        )}
      </p>
    </section>
  );
}
