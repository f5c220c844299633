import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { sayTime } from '../figures.js';
import { recallWords as words } from '../words-recalls.js';
import { useWords } from './surroundings.js';

/** From one moment to another, both included, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

const dayMs = 86_400_000;
/** Asia/Shanghai, which has no summer time. */
const shanghaiMs = 8 * 3_600_000;

/** The civil day in which a moment lies, as a number. */
const dayOf = (time: number): number => Math.floor((time + shanghaiMs) / dayMs);
const beginOf = (day: number): number => day * dayMs - shanghaiMs;
const sayDay = (day: number): string => sayTime(new Date(beginOf(day)).toISOString()).slice(0, 10);

interface WindowProps {
  readonly times: readonly number[];
  readonly onChange: (span: Span) => void;
}

/** Two sliders over the days of all that is shown; nothing where that is one day. */
export function TimeWindow({ times, onChange }: WindowProps): VNode | null {
  const t = useWords();
  const days = times.map(dayOf);
  const first = days.reduce((least, day) => Math.min(least, day), Infinity);
  const last = days.reduce((most, day) => Math.max(most, day), -Infinity);
  const [from, setFrom] = useState(first);
  const [until, setUntil] = useState(last);
  if (first >= last) return null;
  const choose = (begin: number, end: number): void => {
    setFrom(begin);
    setUntil(end);
    onChange({ from: beginOf(begin), until: beginOf(end + 1) - 1 });
  };
  const ends = { type: 'range', min: first, max: last, step: 1 } as const;
  return (
    <fieldset class="stack">
      <legend>{t(words.window)}</legend>
      <label class="field">
        <span>{fill(t(words.from), { day: sayDay(from) })}</span>
        <input
          {...ends}
          value={from}
          aria-valuetext={sayDay(from)}
          onInput={(event) => {
            const day = event.currentTarget.valueAsNumber;
            choose(day, Math.max(day, until));
          }}
        />
      </label>
      <label class="field">
        <span>{fill(t(words.until), { day: sayDay(until) })}</span>
        <input
          {...ends}
          value={until}
          aria-valuetext={sayDay(until)}
          onInput={(event) => {
            const day = event.currentTarget.valueAsNumber;
            choose(Math.min(day, from), day);
          }}
        />
      </label>
    </fieldset>
  );
}
