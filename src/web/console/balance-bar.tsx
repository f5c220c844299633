import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { sayQuantity } from '../figures.js';
import { batchWords } from '../words-batches.js';
import type { Batch } from './batch-shapes.js';
import { useSurroundings, useWords } from './surroundings.js';

/** What all that was produced is made up of, in the order of the bar. */
const parts = ['available', 'frozen', 'shipped', 'consumed', 'lost'] as const;
const bar = { width: 1_000, height: 28 } as const;

/** Where everything that was produced is: a bar, and the same in words and numbers. */
export function BalanceBar({ balance }: Pick<Batch, 'balance'>): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const said = (name: keyof Batch['balance']): string => sayQuantity(balance[name], language);
  const produced = Number(balance.produced.value);
  if (produced === 0) return <p class="quiet">{t(batchWords.nothingYet)}</p>;
  const figures = Object.fromEntries(['produced' as const, ...parts].map((name) => [name, said(name)]));
  let x = 0;
  return (
    <figure class="stack balance">
      <p>
        {t(batchWords.produced)} <strong class="number">{said('produced')}</strong>
      </p>
      <svg
        role="img"
        aria-label={fill(t(batchWords.balanceAlt), figures)}
        viewBox={`0 0 ${bar.width} ${bar.height}`}
        preserveAspectRatio="none"
      >
        {parts.map((part) => {
          const width = (Number(balance[part].value) / produced) * bar.width;
          x += width;
          return <rect key={part} class={part} x={x - width} width={width} height={bar.height} />;
        })}
      </svg>
      <ul class="legend">
        {parts.map((part) => (
          <li key={part}>
            <svg aria-hidden="true" viewBox="0 0 16 16">
              <rect class={part} width="16" height="16" />
            </svg>
            <span>
              {t(batchWords[part])} <strong class="number">{said(part)}</strong>
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
