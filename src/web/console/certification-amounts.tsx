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
  const [area, setArea] = useState('CN-MU');
  const [unit, setUnit] = useState('KGM');
  return (
    <>
      <AmountField
        act={act}
        name="area"
        words={words.area}
        unitWords={words.areaUnit}
        codes={areaUnits}
        unit={area}
        onUnit={setArea}
      />
      <AmountField
        act={act}
        name="quantity"
        words={words.quantity}
        hint={words.quantityHint}
        unitWords={words.quantityUnit}
        codes={goodsUnits}
        unit={unit}
        onUnit={setUnit}
      />
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

interface AmountProps {
  readonly act: Act;
  readonly name: string;
  readonly words: Words;
  readonly hint?: Words;
  readonly unitWords: Words;
  readonly codes: readonly string[];
  readonly unit: string;
  readonly onUnit: (unit: string) => void;
}

function AmountField({ act, name, words: asked, hint, unitWords, codes, unit, onUnit }: AmountProps): VNode {
  const t = useWords();
  return (
    <div class="cards">
      <Input
        act={act}
        name={name}
        pointer={[`/${name}`, `/${name}/value`]}
        words={asked}
        {...(hint === undefined ? {} : { hint })}
        inputMode="decimal"
        max={30}
      />
      <Select
        act={act}
        name={`${name}Unit`}
        pointer={`/${name}/unit`}
        words={unitWords}
        options={codes.map((value) => ({ value, text: t(wordsOf(units, value)) }))}
        value={unit}
        onChoose={onUnit}
      />
    </div>
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
