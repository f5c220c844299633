import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, type Font } from 'fontkit';

/** How a text looks: Noto Sans SC in two weights, and Noto Sans Mono for codes (both SIL OFL 1.1). */
export type TextStyle = 'regular' | 'bold' | 'mono';

/** One step of a glyph's outline, in em, y upwards from the baseline. */
export type OutlineStep =
  | { readonly command: 'move'; readonly to: readonly [number, number] }
  | { readonly command: 'line'; readonly to: readonly [number, number] }
  | {
      readonly command: 'curve';
      readonly control: readonly [number, number];
      readonly to: readonly [number, number];
    };

/** One font file: what it holds and how wide it is. Read when first used. */
export interface Face {
  /** Unique among the faces and fit for an XML id: `regular`, `rare-07`. */
  readonly name: string;
  /** The TrueType file, for embedding. */
  readonly bytes: Buffer;
  has(codePoint: number): boolean;
  /** Advance width in em. */
  advance(codePoint: number): number;
  outline(codePoint: number): readonly OutlineStep[];
}

/** Where scripts/label-font.mjs puts the fonts: the same place seen from src and from dist. */
export const labelFontFolder = fileURLToPath(new URL('../../.cache/label-font/', import.meta.url));

interface RareFile {
  readonly file: string;
  readonly characters: string;
}

/** The faces of all labels: the usual characters at once, the rare ones file by file as texts need them. */
export class LabelFonts {
  private readonly usual: Readonly<Record<TextStyle, Face>>;
  /** At most one entry for each character of Unicode that was asked for. */
  private readonly chosen = { regular: new Map(), bold: new Map(), mono: new Map() } as Readonly<
    Record<TextStyle, Map<number, Face | null>>
  >;
  private readonly rareFiles = new Map<number, string>();
  private readonly rareFaces = new Map<string, Face>();

  constructor(private readonly folder: string) {
    const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { rare: RareFile[] };
    for (const { file, characters } of index.rare) {
      for (const character of characters) this.rareFiles.set(character.codePointAt(0) ?? 0, file);
    }
    this.usual = {
      regular: openFace('regular', join(folder, 'regular.ttf')),
      bold: openFace('bold', join(folder, 'bold.ttf')),
      mono: openFace('mono', join(folder, 'mono.ttf')),
    };
  }

  /** The face a character is drawn with: the style's own, else regular, else a rare one; null when none has it. */
  faceOf(style: TextStyle, codePoint: number): Face | null {
    const known = this.chosen[style].get(codePoint);
    if (known !== undefined) return known;
    const face = this.choose(style, codePoint);
    this.chosen[style].set(codePoint, face);
    return face;
  }

  private choose(style: TextStyle, codePoint: number): Face | null {
    const own = this.usual[style];
    if (own.has(codePoint)) return own;
    if (this.usual.regular.has(codePoint)) return this.usual.regular;
    const file = this.rareFiles.get(codePoint);
    if (file === undefined) return null;
    let face = this.rareFaces.get(file);
    if (face === undefined) {
      face = openFace(file.replace('.ttf', ''), join(this.folder, file));
      this.rareFaces.set(file, face);
    }
    return face;
  }
}

let opened: LabelFonts | undefined;

/**
 * The fonts of this installation, opened once.
 *
 * @throws Error when they have not been made: `node scripts/label-font.mjs` makes them.
 */
export function labelFonts(): LabelFonts {
  try {
    opened ??= new LabelFonts(labelFontFolder);
  } catch (cause) {
    throw new Error(`the label fonts are not in ${labelFontFolder}; run: node scripts/label-font.mjs`, {
      cause,
    });
  }
  return opened;
}

function openFace(name: string, path: string): Face {
  const bytes = readFileSync(path);
  const font = create(bytes) as Font;
  const held = new Set(font.characterSet);
  const advances = new Map<number, number>();
  const outlines = new Map<number, readonly OutlineStep[]>();
  return {
    name,
    bytes,
    has: (codePoint) => held.has(codePoint),
    advance: (codePoint) =>
      remembered(advances, codePoint, () => font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm),
    outline: (codePoint) => remembered(outlines, codePoint, () => stepsOf(font, codePoint)),
  };
}

/** At most one entry for each character of the font. */
function remembered<T>(known: Map<number, T>, codePoint: number, find: () => T): T {
  let value = known.get(codePoint);
  if (value === undefined) {
    value = find();
    known.set(codePoint, value);
  }
  return value;
}

/** TrueType outlines have moves, lines and quadratic curves; contours close by themselves. */
function stepsOf(font: Font, codePoint: number): OutlineStep[] {
  const steps: OutlineStep[] = [];
  const em = font.unitsPerEm;
  for (const { command, args } of font.glyphForCodePoint(codePoint).path.commands) {
    const [a = 0, b = 0, c = 0, d = 0] = args;
    if (command === 'moveTo') steps.push({ command: 'move', to: [a / em, b / em] });
    else if (command === 'lineTo') steps.push({ command: 'line', to: [a / em, b / em] });
    else if (command === 'quadraticCurveTo') {
      steps.push({ command: 'curve', control: [a / em, b / em], to: [c / em, d / em] });
    }
  }
  return steps;
}
