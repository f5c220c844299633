import { say, type Language, type Words } from '../gs1/words.js';
import { cornerOf, labelsPerPage, type LabelLayout, type Point } from './layouts.js';
import { lineOfText, type LabelDrawing, type Mark } from './sheet-drawing.js';
import { addPage, drawMarks, openPdf, written } from './sheet-pdf.js';
import { labelFonts, type LabelFonts } from './text-font.js';
import { fitText } from './text-line.js';
import { offsetMax } from './sheet-place.js';

const title = { zh: '校准页', en: 'Calibration page' } as const satisfies Words;
const steps: readonly Words[] = [
  { zh: '1. 按 100 % 打印，不要“适合页面”。', en: '1. Print at 100 %, not “fit to page”.' },
  { zh: '2. 用直尺量：标尺应与所写毫米数一致。', en: '2. Measure the ruler: it must be as long as it says.' },
  {
    zh: '3. 标签边缘落在刻度几，偏移就填几（可与标签纸重叠对光看）。',
    en: '3. The offset is where the label’s edge falls (hold both to the light).',
  },
];

/** What a calibration page is made with. */
export interface CalibrationOptions {
  /** Written as the creation date: the same page with the same date is the same bytes. */
  readonly createdAt: Date;
  readonly language?: Language;
}

/** The calibration page as a document of its own, one page of the stock's true size. */
export function calibrationPdf(layout: LabelLayout, options: CalibrationOptions): Buffer {
  const language = options.language ?? 'zh-CN';
  const drawing = drawCalibration(labelFonts(), layout, language);
  const pdf = openPdf(`${drawing.title} ${say(layout.name, language)}`, options.createdAt);
  addPage(pdf, layout.page);
  drawMarks(pdf, drawing.marks, { x: 0, y: 0 });
  pdf.end();
  return Buffer.concat([...written(pdf)]);
}

/**
 * Crosses on the corners of every label, a ruler for the scale, and at a corner of the first label a scale on each
 * axis from −5 to 5 mm: the number at which the real label's edge lies is the offset.
 */
export function drawCalibration(fonts: LabelFonts, layout: LabelLayout, language: Language): LabelDrawing {
  const marks: Mark[] = [];
  for (let position = 0; position < labelsPerPage(layout); position += 1) {
    marks.push(...corners(layout, cornerOf(layout, position)));
  }
  const size = layout.medium === 'sheet' ? 3.2 : Math.min(2.4, layout.label.height / 15);
  for (const corner of scaleCorners(layout)) marks.push(...scales(fonts, corner, size * 0.55));
  marks.push(...instructions(fonts, layout, language, size));
  return { ...layout.page, marks, title: say(title, language), description: say(layout.name, language) };
}

/** A corner inside the page, or on a roll the two opposite ones: of each, half can be seen. */
function scaleCorners(layout: LabelLayout): Point[] {
  const first = cornerOf(layout, 0);
  const opposite = { x: first.x + layout.label.width, y: first.y + layout.label.height };
  return layout.medium === 'sheet' ? [opposite] : [first, opposite];
}

const hair = 0.12;
const bar = (x: number, y: number, width: number, height: number): Mark => ({
  kind: 'box',
  x: x - (width === hair ? hair / 2 : 0),
  y: y - (height === hair ? hair / 2 : 0),
  width,
  height,
  line: null,
});

/** Crosses of 3 mm; what falls off the page is not printed. */
function corners(layout: LabelLayout, at: Point): Mark[] {
  const { height, width } = layout.label;
  return [at.x, at.x + width].flatMap((x) =>
    [at.y, at.y + height].flatMap((y) => [bar(x - 1.5, y, 3, hair), bar(x, y - 1.5, hair, 3)]),
  );
}

/** Two scales of ±5 mm that meet at a label's corner. */
function scales(fonts: LabelFonts, at: Point, size: number): Mark[] {
  const marks: Mark[] = [
    bar(at.x - offsetMax, at.y, 2 * offsetMax, hair),
    bar(at.x, at.y - offsetMax, hair, 2 * offsetMax),
  ];
  for (let step = -offsetMax; step <= offsetMax; step += 1) {
    const reach = step % offsetMax === 0 ? 2 : 1.2;
    marks.push(
      bar(at.x + step, at.y - reach / 2, hair, reach),
      bar(at.x - reach / 2, at.y + step, reach, hair),
    );
    if (step === 0 || step % offsetMax !== 0) continue;
    const text = step > 0 ? `+${step}` : `−${-step}`;
    marks.push(
      ...lineOfText(fonts, text, {
        x: at.x + step,
        top: at.y + 1.2,
        size,
        style: 'regular',
        align: 'middle',
      }),
    );
    marks.push(
      ...lineOfText(fonts, text, { x: at.x + 1.4, top: at.y + step - size / 2, size, style: 'regular' }),
    );
  }
  return marks;
}

/** The ruler and how to use the page, on white in the middle of it. */
function instructions(fonts: LabelFonts, layout: LabelLayout, language: Language, size: number): Mark[] {
  const { height, width } = layout.page;
  const length = Math.min(100, Math.floor((width - 8) / 10) * 10);
  const left = (width - length) / 2;
  const lines = [title, ...steps].map((words) => say(words, language));
  const lead = size * 1.5;
  const top = (height - lead * (lines.length + 2)) / 2;
  const marks: Mark[] = [];
  for (const [index, line] of lines.entries()) {
    const style = index === 0 ? ('bold' as const) : ('regular' as const);
    const fitted = fitText(fonts, line, { style, size, floor: 0.5, linesMax: 1 }, length);
    marks.push(...lineOfText(fonts, line, { x: left, top: top + index * lead, size: fitted.size, style }));
  }
  const y = top + lead * (lines.length + 1);
  marks.push(bar(left, y, length, hair));
  for (let step = 0; step <= length; step += 1) {
    const reach = step % 10 === 0 ? size * 0.9 : size * 0.4;
    marks.push(bar(left + step, y - reach, hair, reach));
  }
  const text = `${length} mm = 100 %`;
  return [
    ...marks,
    ...lineOfText(fonts, text, { x: width / 2, top: y + 0.4, size, style: 'mono', align: 'middle' }),
  ];
}
