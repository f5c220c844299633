import type { VNode } from 'preact';
import { testingWords as words } from '../words-testing.js';
import type { Act } from './answers.js';
import type { SampleSheet, StatedEntry, Testing } from './chain-entries.js';
import { Input, Select } from './fields.js';
import { entryAt, type Chosen } from './report.js';
import { useWords } from './surroundings.js';

interface Props {
  readonly act: Act;
  readonly samples: Testing['samples'];
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}

/** Of which sample a report is: one that is an entry, or day and number as they stand on paper. */
export function SampleFields({ act, samples, chosen, choose }: Props): VNode {
  const t = useWords();
  const sheet = entryAt(samples, chosen.sample);
  const options = samples.map(({ seq, data }) => ({
    value: String(seq),
    text: `${data.sampleNo} · ${data.sampledOn}`,
  }));
  return (
    <>
      {samples.length === 0 ? null : (
        <Select
          act={act}
          name="sample"
          pointer="/data/sample/entry"
          words={words.sample}
          value={chosen.sample}
          onChoose={(sample) => {
            choose({ ...chosen, sample });
          }}
          options={[...options, { value: '', text: t(words.noSheet) }]}
        />
      )}
      {sheet === undefined ? (
        <>
          <Input
            act={act}
            name="sampledOn"
            pointer="/data/sample/sampledOn"
            words={words.sampledOn}
            type="date"
            isRequired
          />
          <Input
            act={act}
            name="sampleNo"
            pointer="/data/sample/sampleNo"
            words={words.sampleNoOptional}
            max={60}
          />
        </>
      ) : (
        <PartSelect key={`${sheet.seq} ${chosen.type}`} act={act} sheet={sheet} type={chosen.type} />
      )}
    </>
  );
}

/** Which sealed part was tested: the reserve is kept for a retest, and a retest is of it where there is one. */
function PartSelect({
  act,
  sheet: { data },
  type,
}: {
  act: Act;
  sheet: StatedEntry<SampleSheet>;
  type: string;
}): VNode {
  const t = useWords();
  const isRetest = type === 'retest';
  const hasReserve = data.parts.some(({ use }) => use === 'reserve');
  const wanted = isRetest && hasReserve ? 'reserve' : 'test';
  const options = data.parts
    .filter(({ use }) => use === wanted)
    .map(({ number }) => ({ value: number, text: number }));
  return (
    <Select
      act={act}
      name="part"
      pointer="/data/sample/part"
      words={words.part}
      options={isRetest ? options : [...options, { value: '', text: t(words.noPart) }]}
    />
  );
}
