import { svgPathOf } from './qr.js';
import type { LabelDrawing, Mark } from './sheet-drawing.js';
import type { Face, OutlineStep } from './text-font.js';

/**
 * A label or a page as SVG of its true size.
 *
 * Text is drawn as outlines, so it looks the same without the font and no name can become markup; what the
 * label is comes as escaped title and description. Each glyph is defined once.
 */
export function drawingSvg(drawing: LabelDrawing): string {
  const glyphs = new Map<string, string>();
  const body = drawing.marks.map((mark) => markSvg(mark, glyphs)).join('\n');
  const { width, height } = { width: mm(drawing.width), height: mm(drawing.height) };
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}">\n` +
    `<title>${escaped(drawing.title)}</title><desc>${escaped(drawing.description)}</desc>\n` +
    `<defs>${[...glyphs.values()].join('')}</defs>\n` +
    `<path fill="#fff" d="M0 0h${width}v${height}H0z"/>\n${body}\n</svg>\n`
  );
}

function markSvg(mark: Mark, glyphs: Map<string, string>): string {
  switch (mark.kind) {
    case 'code':
      return `<path transform="translate(${mm(mark.x)} ${mm(mark.y)}) scale(${mm(mark.module)})" d="${svgPathOf(mark.matrix)}"/>`;
    case 'box':
      return boxSvg(mark);
    case 'text': {
      const { baseline, face, size, text, x } = mark;
      const uses: string[] = [];
      let pen = 0;
      for (const character of text) {
        const codePoint = character.codePointAt(0) ?? 0;
        const at = Math.round(pen * 1000);
        const id = glyphId(face, codePoint, glyphs);
        if (id !== null) uses.push(`<use href="#${id}"${at === 0 ? '' : ` x="${at}"`}/>`);
        pen += face.advance(codePoint);
      }
      const scale = mm(size / 1000);
      return `<g transform="translate(${mm(x)} ${mm(baseline)}) scale(${scale} -${scale})">${uses.join('')}</g>`;
    }
  }
}

function boxSvg(box: Extract<Mark, { kind: 'box' }>): string {
  const inset = (box.line ?? 0) / 2;
  const place = `x="${mm(box.x + inset)}" y="${mm(box.y + inset)}"`;
  const size = `width="${mm(box.width - 2 * inset)}" height="${mm(box.height - 2 * inset)}"`;
  return `<rect ${place} ${size}${box.line === null ? '' : ` fill="none" stroke="#000" stroke-width="${mm(box.line)}"`}/>`;
}

/** Defines a glyph once; null for one without ink. Two labels in one document define the same id alike. */
function glyphId(face: Face, codePoint: number, glyphs: Map<string, string>): string | null {
  const steps = face.outline(codePoint);
  if (steps.length === 0) return null;
  const id = `furrow-${face.name}-${codePoint.toString(16)}`;
  if (!glyphs.has(id)) glyphs.set(id, `<path id="${id}" d="${steps.map(stepSvg).join('')}z"/>`);
  return id;
}

function stepSvg(step: OutlineStep, index: number): string {
  const [x, y] = [Math.round(step.to[0] * 1000), Math.round(step.to[1] * 1000)];
  if (step.command === 'move') return `${index === 0 ? '' : 'z'}M${x} ${y}`;
  if (step.command === 'line') return `L${x} ${y}`;
  return `Q${Math.round(step.control[0] * 1000)} ${Math.round(step.control[1] * 1000)} ${x} ${y}`;
}

/** Millimetres to a hundredth of a micrometre, as short as they can be written. */
function mm(value: number): string {
  return Number(value.toFixed(5)).toString();
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
