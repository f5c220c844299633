import type { Face, LabelFonts, TextStyle } from './text-font.js';

/** A stretch of one line that one face draws; `face` null: characters no font has, drawn as boxes. */
export interface TextRun {
  readonly face: Face | null;
  readonly text: string;
  /** From the start of the line, in em. */
  readonly offset: number;
  /** In em. */
  readonly width: number;
}

/** Width of the box that stands for a character no font has, in em. */
export const missingWidth = 1;

/**
 * A text as it may be printed: composed (NFC), one line, without anything that has no shape of its own.
 *
 * Control characters, direction marks and overrides, joiners, variation selectors and tags are taken out, so
 * that a name reads on the label in the order in which it is stored (Unicode TR 36 §2.2). A lone surrogate
 * becomes U+FFFD.
 */
export function printable(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\ufffd')
    .normalize('NFC')
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Variation_Selector}\u115f\u1160\u3164\uffa0]/gu, '')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
}

/** The runs of a printable text in a style, left to right. */
export function runsOf(fonts: LabelFonts, style: TextStyle, text: string): TextRun[] {
  const runs: { face: Face | null; text: string; offset: number; width: number }[] = [];
  let offset = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const face = fonts.faceOf(style, codePoint);
    const width = face === null ? missingWidth : face.advance(codePoint);
    const last = runs.at(-1);
    if (last?.face === face) {
      last.text += character;
      last.width += width;
    } else {
      runs.push({ face, text: character, offset, width });
    }
    offset += width;
  }
  return runs;
}

/** Width of a printable text in em. */
export function widthOf(fonts: LabelFonts, style: TextStyle, text: string): number {
  let width = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    width += fonts.faceOf(style, codePoint)?.advance(codePoint) ?? missingWidth;
  }
  return width;
}

/** How a text may be made to fit; all sizes in mm. */
export interface FitRule {
  readonly style: TextStyle;
  readonly size: number;
  /** Below this the text goes on another line, and at last is cut with an ellipsis. */
  readonly floor: number;
  readonly linesMax: number;
  /** Never cut: shrinks below the floor instead. For codes and identifiers. */
  readonly whole?: boolean;
}

export interface FittedText {
  readonly size: number;
  readonly lines: readonly string[];
}

/**
 * A text within a width: on one line and shrunk when that keeps it over the floor, else on the fewest lines
 * that do, broken evenly at spaces, or else between words; else cut.
 *
 * Names are not wrapped while they can be shrunk: 合作社 broken as 合作/社 reads as another name.
 */
export function fitText(fonts: LabelFonts, text: string, rule: FitRule, width: number): FittedText {
  const sizeOf = (lines: readonly string[]): number =>
    Math.min(rule.size, ...lines.map((line) => width / Math.max(widthOf(fonts, rule.style, line), 1e-6)));
  let best: FittedText = { size: sizeOf([text]), lines: [text] };
  for (let count = 2; count <= rule.linesMax; count += 1) {
    for (const partsOf of [spacedParts, wordParts]) {
      if (best.size >= rule.floor) break;
      const lines = broken(fonts, rule.style, partsOf(text), count);
      const size = sizeOf(lines);
      if (size > best.size) best = { size, lines };
    }
  }
  if (best.size >= rule.floor || rule.whole === true) return best;
  const lines = cut(fonts, rule, text, width);
  return { size: Math.min(rule.floor, sizeOf(lines)), lines };
}

const spacedParts = (text: string): string[] => text.match(/\S+\s*/gu) ?? [];

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
/** Words of names that the segmenter's dictionary takes apart, and a number with the character that counts it. */
const heldTogether =
  /合作社|联合社|有限(?:责任)?公司|家庭农场|种植园|果业|米业|农业|林业|牧业|渔业|茶业|种业|实业|果蔬|粮油|\p{Nd}+\p{sc=Han}/gu;

/** Words of a text with the space after them; Latin is parted at spaces only. */
function wordParts(text: string): string[] {
  const inside = new Set<number>();
  for (const { 0: word, index } of text.matchAll(heldTogether)) {
    for (let at = index + 1; at < index + word.length; at += 1) inside.add(at);
  }
  const parts: string[] = [];
  for (const { index, segment } of segmenter.segment(text)) {
    const before = parts.at(-1);
    const mayPart = /\s$|\p{sc=Han}$/u.test(before ?? ' ') || /^\p{sc=Han}/u.test(segment);
    if (before === undefined || (mayPart && !inside.has(index) && segment.trim() !== '')) parts.push(segment);
    else parts[parts.length - 1] = before + segment;
  }
  return parts;
}

/** The parts in at most `count` lines of about the same width. */
function broken(fonts: LabelFonts, style: TextStyle, parts: readonly string[], count: number): string[] {
  const target = widthOf(fonts, style, parts.join('')) / count;
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const longer = widthOf(fonts, style, line + part);
    const shorter = widthOf(fonts, style, line);
    const last = lines.length === count - 1;
    if (line !== '' && !last && longer - target > target - shorter) {
      lines.push(line.trim());
      line = part;
    } else {
      line += part;
    }
  }
  return [...lines, line.trim()];
}

/** As much of the text as fits at the floor size, an ellipsis at its end. */
function cut(fonts: LabelFonts, rule: FitRule, text: string, width: number): string[] {
  const room = width / rule.floor;
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    const last = lines.length === rule.linesMax - 1;
    const next = line + character;
    if (widthOf(fonts, rule.style, last ? `${next}…` : next) <= room) {
      line = next;
    } else if (last) {
      return [...lines, `${line.trim()}…`];
    } else {
      lines.push(line.trim());
      line = character;
    }
  }
  return [...lines, line.trim()];
}
