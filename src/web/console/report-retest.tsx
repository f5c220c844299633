import type { VNode } from 'preact';
import { testingWords as words } from '../words-testing.js';
import type { Act } from './answers.js';
import type { Testing } from './chain-entries.js';
import { Input, Select } from './fields.js';
import { entryAt, objectedTo, type Chosen } from './report.js';
import { useWords } from './surroundings.js';

interface Props {
  readonly act: Act;
  readonly testing: Testing;
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}

/** Which report is tested anew. The sample is that of the first test, where it named one. */
export function RetestFields({ act, testing, chosen, choose }: Props): VNode {
  const t = useWords();
  const candidates = objectedTo(testing);
  if (candidates.length === 0) return <p class="note">{t(words.noRetest)}</p>;
  return (
    <>
      <Select
        act={act}
        name="retestOf"
        pointer={['/data/retest/of', '/data/retest']}
        words={words.retestOf}
        value={chosen.retestOf}
        onChoose={(retestOf) => {
          const first = entryAt(candidates, retestOf)?.data.sample.entry?.seq;
          choose({ ...chosen, retestOf, sample: first === undefined ? chosen.sample : String(first) });
        }}
        options={[
          { value: '', text: '—' },
          ...candidates.map(({ seq, data }) => ({
            value: String(seq),
            text: `#${seq} · ${data.reportNo ?? data.laboratory.name}`,
          })),
        ]}
      />
      <Input
        act={act}
        name="receivedOn"
        pointer="/data/retest/receivedOn"
        words={words.receivedOn}
        type="date"
      />
    </>
  );
}
