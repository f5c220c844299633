import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill, type Language } from '../../gs1/words.js';
import { graphWords as words } from '../words-graph.js';
import type { Span } from './graph-model.js';
import { useSurroundings, useWords } from './surroundings.js';

const dayMs = 86_400_000;
/** Asia/Shanghai, which has no summer time. */
const shanghaiMs = 8 * 3_600_000;

/** The civil day in which a moment lies, as a number. */
const dayOf = (time: number): number => Math.floor((time + shanghaiMs) / dayMs);
const beginOf = (day: number): number => day * dayMs - shanghaiMs;

/** A day in words: 2026年10月18日, 18 October 2026. */
function sayDay(day: number, language: Language): string {
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(day * dayMs);
}

interface WindowProps {
  readonly times: readonly number[];
  readonly onChange: (span: Span) => void;
}

/** Two sliders over the days of all that is shown; nothing where that is one day. */
export function TimeWindow({ times, onChange }: WindowProps): VNode | null {
  const { language } = useSurroundings();
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
  const slider = (value: number, label: string, chosen: (day: number) => void): VNode => (
    <label class="field">
      <span>{fill(label, { day: sayDay(value, language) })}</span>
      <input
        type="range"
        min={first}
        max={last}
        step={1}
        value={value}
        aria-valuetext={sayDay(value, language)}
        onInput={(event) => {
          chosen(event.currentTarget.valueAsNumber);
        }}
      />
    </label>
  );
  return (
    <fieldset class="stack">
      <legend>{t(words.window)}</legend>
      {slider(from, t(words.from), (day) => {
        choose(day, Math.max(day, until));
      })}
      {slider(until, t(words.until), (day) => {
        choose(Math.min(day, from), day);
      })}
    </fieldset>
  );
}
