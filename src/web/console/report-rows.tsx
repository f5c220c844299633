import type { VNode } from 'preact';
import { verdicts } from '../../gs1/vocabulary.js';
import { fill } from '../../gs1/words.js';
import { testingWords as words } from '../words-testing.js';
import type { Act } from './answers.js';
import { Input, itemField, Select } from './fields.js';
import { rowsMax } from './report.js';
import { Rows } from './rows.js';
import { useWords } from './surroundings.js';

interface Props {
  readonly act: Act;
  readonly rows: number;
  readonly setRows: (rows: number) => void;
}

/** The results of a report, one below the other, and the verdict on all of them. */
export function ReportRows({ act, rows, setRows }: Props): VNode {
  return (
    <>
      <Rows rows={rows} setRows={setRows} least={1} most={rowsMax} add={words.addRow} drop={words.dropRow}>
        {(at) => <Row key={at} act={act} at={at} />}
      </Rows>
      <Select
        act={act}
        name="verdict"
        pointer="/data/verdict"
        words={words.verdict}
        options={useVerdicts()}
      />
    </>
  );
}

function Row({ act, at }: { act: Act; at: number }): VNode {
  const t = useWords();
  const asked = (name: string) => itemField(act, 'results', at, name);
  return (
    <fieldset class="stack">
      <legend>{fill(t(words.row), { n: at + 1 })}</legend>
      <Input {...asked('analyte')} words={words.analyte} max={80} isRequired />
      <Input {...asked('value')} words={words.value} hint={words.valueHint} max={40} isRequired />
      <Input {...asked('unit')} words={words.unit} max={20} />
      <Input {...asked('limit')} words={words.limit} inputMode="decimal" />
      <Select
        {...asked('rowVerdict')}
        pointer={`/data/results/${at}/verdict`}
        words={words.rowVerdict}
        options={useVerdicts()}
      />
    </fieldset>
  );
}

/** The verdicts there are, in the reader's language; none is chosen beforehand. */
function useVerdicts(): { value: string; text: string }[] {
  const t = useWords();
  return [
    { value: '', text: '—' },
    ...Object.entries(verdicts).map(([value, name]) => ({ value, text: t(name) })),
  ];
}
