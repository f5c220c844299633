import type { VNode } from 'preact';

/** One bar: what it stands for, how long it is, and the figure that it shows. */
export interface BarValue {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

/** Heights in em, so that they grow with the text; widths in percent, so that no text is scaled. */
const row = 2.75;
const baseline = 1;
const bar = { top: 1.35, height: 0.85 };

/** Bars below one another, each under its label and figure; the table beside it says the same. */
export function BarChart({ title, bars }: { title: string; bars: readonly BarValue[] }): VNode {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  return (
    <figure class="stack">
      <figcaption>{title}</figcaption>
      <svg width="100%" height={`${bars.length * row}em`} role="img" aria-label={title}>
        <title>{title}</title>
        {bars.map(({ label, value, text }, at) => (
          <g key={label} fill="currentColor">
            <text x="0" y={`${at * row + baseline}em`}>
              {label}
            </text>
            <text x="100%" y={`${at * row + baseline}em`} text-anchor="end">
              {text}
            </text>
            <rect
              x="0"
              y={`${at * row + bar.top}em`}
              width={`${most === 0 ? 0 : Math.max((value / most) * 100, 0)}%`}
              height={`${bar.height}em`}
              opacity="0.75"
            />
          </g>
        ))}
      </svg>
    </figure>
  );
}
