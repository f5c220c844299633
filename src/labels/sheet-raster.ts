import { dotMm, type Dpi } from './layouts.js';
import { darkRuns } from './qr.js';
import type { LabelDrawing, Mark } from './sheet-drawing.js';
import type { Face, OutlineStep } from './text-font.js';

/** A picture in dots: 0 is paper, 255 ink, row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
}

/** Glyphs of one size in dots, placed from the pen on the baseline. */
interface GlyphDots extends Raster {
  readonly left: number;
  readonly top: number;
}

const glyphsMax = 4000;

/**
 * Draws labels in dots of a printer or a picture. Keeps the glyphs it has drawn, at most `glyphsMax` of them,
 * so one is made for a set and not for a label.
 */
export class Rasterizer {
  private readonly glyphs = new Map<string, GlyphDots>();
  private readonly dotsPerMm: number;

  constructor(dpi: Dpi) {
    this.dotsPerMm = 1 / dotMm(dpi);
  }

  /** The drawing in dots; modules drawn for the same `dpi` are whole dots. */
  draw(drawing: LabelDrawing): Raster {
    const width = Math.round(drawing.width * this.dotsPerMm);
    const height = Math.round(drawing.height * this.dotsPerMm);
    const raster = { width, height, ink: new Uint8Array(width * height) };
    for (const mark of drawing.marks) {
      if (mark.kind === 'code') this.drawCode(raster, mark);
      else if (mark.kind === 'box') this.drawBox(raster, mark);
      else this.drawText(raster, mark);
    }
    return raster;
  }

  private drawCode(raster: Raster, code: Extract<Mark, { kind: 'code' }>): void {
    const dots = Math.max(1, Math.round(code.module * this.dotsPerMm));
    const left = Math.round(code.x * this.dotsPerMm);
    const top = Math.round(code.y * this.dotsPerMm);
    for (const { column, row, length } of darkRuns(code.matrix)) {
      fillDots(raster, left + column * dots, top + row * dots, length * dots, dots);
    }
  }

  private drawBox(raster: Raster, box: Extract<Mark, { kind: 'box' }>): void {
    const left = Math.round(box.x * this.dotsPerMm);
    const top = Math.round(box.y * this.dotsPerMm);
    const width = Math.max(1, Math.round(box.width * this.dotsPerMm));
    const height = Math.max(1, Math.round(box.height * this.dotsPerMm));
    if (box.line === null) {
      fillDots(raster, left, top, width, height);
      return;
    }
    const line = Math.max(1, Math.round(box.line * this.dotsPerMm));
    fillDots(raster, left, top, width, line);
    fillDots(raster, left, top + height - line, width, line);
    fillDots(raster, left, top, line, height);
    fillDots(raster, left + width - line, top, line, height);
  }

  private drawText(raster: Raster, { baseline, face, size, text, x }: Extract<Mark, { kind: 'text' }>): void {
    const dots = Math.round(size * this.dotsPerMm * 4) / 4;
    let pen = x * this.dotsPerMm;
    for (const character of text) {
      const codePoint = character.codePointAt(0) ?? 0;
      const glyph = this.glyphOf(face, codePoint, dots);
      pourDots(
        raster,
        glyph,
        Math.round(pen) + glyph.left,
        Math.round(baseline * this.dotsPerMm) + glyph.top,
      );
      pen += face.advance(codePoint) * size * this.dotsPerMm;
    }
  }

  private glyphOf(face: Face, codePoint: number, dots: number): GlyphDots {
    const key = `${face.name} ${codePoint} ${dots}`;
    let glyph = this.glyphs.get(key);
    if (glyph === undefined) {
      if (this.glyphs.size === glyphsMax) this.glyphs.clear();
      glyph = glyphDots(face.outline(codePoint), dots);
      this.glyphs.set(key, glyph);
    }
    return glyph;
  }
}

function fillDots(raster: Raster, left: number, top: number, width: number, height: number): void {
  const from = Math.max(left, 0);
  const to = Math.min(left + width, raster.width);
  for (let row = Math.max(top, 0); row < Math.min(top + height, raster.height) && from < to; row += 1) {
    raster.ink.fill(255, row * raster.width + from, row * raster.width + to);
  }
}

/** Adds a glyph's ink; what lies outside the picture is left out. */
function pourDots(raster: Raster, glyph: Raster, left: number, top: number): void {
  for (let row = 0; row < glyph.height; row += 1) {
    const to = top + row;
    if (to < 0 || to >= raster.height) continue;
    for (let column = 0; column < glyph.width; column += 1) {
      const at = left + column;
      const ink = glyph.ink[row * glyph.width + column] ?? 0;
      if (ink === 0 || at < 0 || at >= raster.width) continue;
      const index = to * raster.width + at;
      raster.ink[index] = Math.min(255, (raster.ink[index] ?? 0) + ink);
    }
  }
}

/** One straight piece of an outline, in dots, y downwards. */
interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

const scansPerDot = 4;

/** Fills an outline by the non-zero rule: four scan lines a dot, exact along each line. */
function glyphDots(steps: readonly OutlineStep[], dots: number): GlyphDots {
  const edges = edgesOf(steps, dots);
  if (edges.length === 0) return { width: 0, height: 0, ink: new Uint8Array(), left: 0, top: 0 };
  const left = Math.floor(Math.min(...edges.map(({ x0, x1 }) => Math.min(x0, x1))));
  const top = Math.floor(Math.min(...edges.map(({ y0, y1 }) => Math.min(y0, y1))));
  const width = Math.ceil(Math.max(...edges.map(({ x0, x1 }) => Math.max(x0, x1)))) - left;
  const height = Math.ceil(Math.max(...edges.map(({ y0, y1 }) => Math.max(y0, y1)))) - top;
  const cover = new Float32Array(width * height);
  for (let scan = 0; scan < height * scansPerDot; scan += 1) {
    const y = top + (scan + 0.5) / scansPerDot;
    const row = cover.subarray(
      Math.floor(scan / scansPerDot) * width,
      (Math.floor(scan / scansPerDot) + 1) * width,
    );
    for (const [from, to] of spansAt(edges, y)) coverSpan(row, from - left, to - left);
  }
  const ink = Uint8Array.from(cover, (part) => Math.min(255, Math.round((part * 255) / scansPerDot)));
  return { width, height, ink, left, top };
}

/** Inside stretches of a scan line, where the winding number is not zero. */
function spansAt(edges: readonly Edge[], y: number): [number, number][] {
  const crossings: { x: number; turn: number }[] = [];
  for (const { x0, x1, y0, y1 } of edges) {
    if (y0 <= y === y1 <= y) continue;
    crossings.push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 });
  }
  crossings.sort((a, b) => a.x - b.x);
  const spans: [number, number][] = [];
  let winding = 0;
  let from = 0;
  for (const { turn, x } of crossings) {
    if (winding === 0) from = x;
    winding += turn;
    if (winding === 0) spans.push([from, x]);
  }
  return spans;
}

function coverSpan(row: Float32Array, from: number, to: number): void {
  for (let dot = Math.floor(from); dot < to; dot += 1) {
    row[dot] = (row[dot] ?? 0) + Math.min(to, dot + 1) - Math.max(from, dot);
  }
}

/** Closed contours as straight pieces; a curve becomes pieces of about a dot. */
function edgesOf(steps: readonly OutlineStep[], dots: number): Edge[] {
  const edges: Edge[] = [];
  let start: readonly [number, number] = [0, 0];
  let pen: readonly [number, number] = [0, 0];
  const line = (to: readonly [number, number]): void => {
    edges.push({ x0: pen[0] * dots, y0: -pen[1] * dots, x1: to[0] * dots, y1: -to[1] * dots });
    pen = to;
  };
  for (const step of steps) {
    if (step.command === 'move') {
      line(start);
      start = step.to;
      pen = step.to;
    } else if (step.command === 'line') {
      line(step.to);
    } else {
      const from = pen;
      const bend = Math.hypot(step.to[0] - from[0], step.to[1] - from[1]) * dots;
      const pieces = Math.min(16, Math.max(2, Math.ceil(bend / 2)));
      for (let piece = 1; piece <= pieces; piece += 1)
        line(onCurve(from, step.control, step.to, piece / pieces));
    }
  }
  line(start);
  return edges;
}

type Pair = readonly [number, number];

function onCurve(from: Pair, control: Pair, to: Pair, t: number): Pair {
  const along = (a: number, b: number, c: number): number =>
    (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c;
  return [along(from[0], control[0], to[0]), along(from[1], control[1], to[1])];
}
