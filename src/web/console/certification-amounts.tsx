import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { unitCodes, units } from '../../gs1/vocabulary.js';
import { fill, type Words } from '../../gs1/words.js';
import { grantWords as words } from '../words-certifications.js';
import type { Act } from './answers.js';
import { Input, Select } from './fields.js';
import { useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

const areaUnits = ['CN-MU', 'HAR', 'MTK'];
const goodsUnits = unitCodes.filter((code) => !['area', 'length'].includes(units[code]?.dimension ?? ''));

/** How large what is certified is, how much of it may be marked, and what bounds that. */
export function AmountFields({ act }: { act: Act }): VNode {
  const t = useWords();
  const [area, setArea] = useState('CN-MU');
  const [unit, setUnit] = useState('KGM');
  const named = (codes: readonly string[]): { value: string; text: string }[] =>
    codes.map((value) => ({ value, text: t(wordsOf(units, value)) }));
  return (
    <>
      <div class="cards">
        <Input
          act={act}
          name="area"
          pointer={['/area', '/area/value']}
          words={words.area}
          inputMode="decimal"
          max={30}
        />
        <Select
          act={act}
          name="areaUnit"
          pointer="/area/unit"
          words={words.areaUnit}
          options={named(areaUnits)}
          value={area}
          onChoose={setArea}
        />
      </div>
      <div class="cards">
        <Input
          act={act}
          name="quantity"
          pointer={['/quantity', '/quantity/value']}
          words={words.quantity}
          hint={words.quantityHint}
          inputMode="decimal"
          max={30}
        />
        <Select
          act={act}
          name="quantityUnit"
          pointer="/quantity/unit"
          words={words.quantityUnit}
          options={named(goodsUnits)}
          value={unit}
          onChoose={setUnit}
        />
      </div>
      <Input act={act} name="yieldMax" words={yieldWords(area, unit)} inputMode="decimal" max={30} />
      <Input
        act={act}
        name="rateMax"
        words={words.rateMax}
        hint={words.rateMaxHint}
        inputMode="decimal"
        max={30}
      />
    </>
  );
}

/** Asks for the yield in the units that are chosen. */
function yieldWords(area: string, unit: string): Words {
  const [per, of] = [wordsOf(units, area), wordsOf(units, unit)];
  return {
    zh: fill(words.yieldMax.zh, { area: per.zh, unit: of.zh }),
    en: fill(words.yieldMax.en, { area: per.en, unit: of.en }),
  };
}
