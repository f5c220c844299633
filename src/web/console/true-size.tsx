import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { recall, remember } from '../app/memory.js';
import { printWords } from '../words-print.js';
import { FaultNote } from './answers.js';
import type { Fault } from './api.js';
import { useSurroundings, useWords } from './surroundings.js';

/** CSS says 96 px an inch of 25.4 mm; a screen is seldom just so, and the reader sets it right once. */
const cssPxPerMm = 96 / 25.4;
/** Long side of a bank card in mm (ISO/IEC 7810 ID-1). */
const cardMm = 85.6;
const scaleStep = 0.02;
const scaleRange = [0.5, 2] as const;

interface Props {
  /** Address of the label set. */
  readonly path: string;
  readonly number: string;
  readonly layout: {
    readonly id: string;
    readonly label: { readonly width: number; readonly height: number };
  };
  readonly words: string;
}

function keptScale(): number {
  const kept = recall('screen-scale');
  return typeof kept === 'number' && kept >= scaleRange[0] && kept <= scaleRange[1] ? kept : 1;
}

/** One label in its true size with a ruler, once the screen is set right by a bank card. */
export function TrueSize({ path, number, layout, words }: Props): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const [scale, setScale] = useState(keptScale());
  const query = new URLSearchParams({ number, layout: layout.id, lang: language, words, part: 'label' });
  const { picture, fault } = usePicture(`${path}.svg?${query.toString()}`);
  const px = (mm: number): number => Math.round(mm * cssPxPerMm * scale * 10) / 10;
  const turn = (by: number): void => {
    const next = Math.min(scaleRange[1], Math.max(scaleRange[0], Math.round((scale + by) * 100) / 100));
    remember('screen-scale', next);
    setScale(next);
  };
  const { width, height } = layout.label;
  return (
    <section>
      <h3>{t(printWords.preview)}</h3>
      {fault === null ? null : <FaultNote fault={fault} />}
      <div class="true-size">
        {picture === null ? null : (
          <img
            src={picture}
            alt={fill(t(printWords.previewOf), { n: number })}
            width={px(width)}
            height={px(height)}
          />
        )}
        <Ruler mm={Math.ceil(width / 10) * 10} px={px} />
      </div>
      <Calibration px={px} turn={turn} />
    </section>
  );
}

/** A bar as long as a bank card, and buttons that set the screen right by it. */
function Calibration({ px, turn }: { px: (mm: number) => number; turn: (by: number) => void }): VNode {
  const t = useWords();
  return (
    <details>
      <summary>{t(printWords.calibrate)}</summary>
      <div class="stack">
        <p>{t(printWords.calibrateHint)}</p>
        <div class="true-size">
          <svg role="img" aria-label={t(printWords.card)} width={px(cardMm)} height="24">
            <rect width="100%" height="24" fill="currentColor" />
          </svg>
        </div>
        <div class="row">
          <button
            type="button"
            class="quiet"
            onClick={() => {
              turn(-scaleStep);
            }}
          >
            {t(printWords.smaller)}
          </button>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              turn(scaleStep);
            }}
          >
            {t(printWords.larger)}
          </button>
        </div>
      </div>
    </details>
  );
}

function Ruler({ mm, px }: { mm: number; px: (mm: number) => number }): VNode {
  const t = useWords();
  const marks = Array.from({ length: mm + 1 }, (_, at) => at);
  return (
    <svg role="img" aria-label={t(printWords.ruler)} width={px(mm) + 1} height="30" class="ruler">
      {marks.map((at) => (
        <path key={at} d={`M${px(at) + 0.5} 0v${at % 10 === 0 ? 12 : at % 5 === 0 ? 8 : 5}`} />
      ))}
      {marks
        .filter((at) => at % 10 === 0)
        .map((at) => (
          <text key={at} x={px(at)} y="26" text-anchor={at === 0 ? 'start' : at === mm ? 'end' : 'middle'}>
            {at}
          </text>
        ))}
    </svg>
  );
}

/** The picture at an address of the API, as a data address. */
function usePicture(path: string): { readonly picture: string | null; readonly fault: Fault | null } {
  const { api } = useSurroundings();
  const [found, setFound] = useState<{ picture: string | null; fault: Fault | null }>({
    picture: null,
    fault: null,
  });
  useEffect(() => {
    let isWanted = true;
    const draw = async (): Promise<void> => {
      const answer = await api.file(path);
      const picture =
        answer.fault === null ? `data:image/svg+xml,${encodeURIComponent(await answer.body.text())}` : null;
      if (isWanted) setFound({ picture, fault: answer.fault });
    };
    void draw();
    return () => {
      isWanted = false;
    };
  }, [path]);
  return found;
}
