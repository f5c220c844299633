import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { printWords } from '../words-print.js';
import { useAct } from './answers.js';
import { Form, Input } from './fields.js';
import { KeepButton } from './keep-button.js';
import { Chip } from './parts.js';
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
  const comparing = useAct();
  const [isSame, setSame] = useState<boolean | null>(null);
  const one = { from: number, to: number };
  const query = new URLSearchParams({ ...one, layout, lang: language });
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
      <div class="row">
        <KeepButton
          words={numbered(printWords.testPrint, number)}
          path={`${own}.pdf?${query.toString()}`}
          name="test.pdf"
        />
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

/** Words with a number in their place for one. */
function numbered({ zh, en }: Words, n: string): Words {
  return { zh: fill(zh, { n }), en: fill(en, { n }) };
}
