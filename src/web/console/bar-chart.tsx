import type { VNode } from 'preact';

/** One bar: what it stands for, how long it is, and the figure at its end. */
export interface BarValue {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

const rowHeight = 28;
const labelWidth = 76;
const barWidth = 300;
const textWidth = 144;

/** Bars below one another, each with its label and figure; the table beside it says the same. */
export function BarChart({ title, bars }: { title: string; bars: readonly BarValue[] }): VNode {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  const [width, height] = [labelWidth + barWidth + textWidth, bars.length * rowHeight];
  return (
    <figure class="stack">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} width="100%" role="img" aria-label={title} font-size="14">
        <title>{title}</title>
        {bars.map(({ label, value, text }, at) => {
          const length = most === 0 ? 0 : (value / most) * barWidth;
          const middle = at * rowHeight + rowHeight / 2;
          return (
            <g key={label} fill="currentColor">
              <text x={0} y={middle + 5}>
                {label}
              </text>
              <rect x={labelWidth} y={middle - 8} width={Math.max(length, 1)} height={16} opacity="0.75" />
              <text x={labelWidth + length + 6} y={middle + 5}>
                {text}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
