import { fill } from '../../gs1/words.js';
import { sayQuantity } from '../figures.js';
import { boxStopWords, graphWords } from '../words-graph.js';
import type { GraphBox, Sums } from './graph-model.js';
import type { Tone } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Says sums: each with its unit, and of how many the quantity is not told. */
export function useSums(): (sums: Sums) => string {
  const { language } = useSurroundings();
  const t = useWords();
  return ({ amounts, untold }) => {
    if (amounts.length === 0) return t(graphWords.untold);
    const said = amounts.map((amount) => sayQuantity(amount, language)).join(' + ');
    return untold === 0 ? said : fill(t(graphWords.someUntold), { sums: said, count: untold });
  };
}

/** A word beside a mark; a tone where it is a state. */
export interface Standing {
  readonly text: string;
  readonly tone: Tone | null;
}

/** What is said of a box beside its mark: what lies on it, and that it is outside of the chosen days. */
export function useStanding(): (box: GraphBox) => readonly Standing[] {
  const t = useWords();
  return ({ stops, outside, lots }) => [
    ...(stops ?? []).map((by) => ({
      text: t(boxStopWords[by]),
      tone: by === 'recall' ? ('bad' as const) : ('warn' as const),
    })),
    ...(outside === 0
      ? []
      : [
          {
            text:
              outside === lots ? t(graphWords.outside) : fill(t(graphWords.someOutside), { count: outside }),
            tone: null,
          },
        ]),
  ];
}
