import type { LabelForm } from './artwork.js';
import { dotMm, layoutRefusal, layouts, type Dpi, type LabelLayout } from './layouts.js';
import { quietModules, type QrMatrix } from './qr.js';

/** Smallest module that is printed at all, and smallest for GS1's range at a till (faces.md §5.1), in mm. */
export const moduleMin = 0.33;
export const moduleTill = 0.396;
/** Largest module of GS1's range, in mm. */
export const moduleMax = 0.99;

/** green: phones and tills; amber: phones, tills not assured; red: not printed (faces.md S7). */
export type ModuleLight = 'green' | 'amber' | 'red';

/** The light of a module of this many mm. */
export function moduleLight(moduleMm: number): ModuleLight {
  if (moduleMm >= moduleTill) return 'green';
  return moduleMm >= moduleMin ? 'amber' : 'red';
}

/**
 * Edge of one module in mm: the largest whole number of the printer's dots for which the code with its quiet
 * zone fits the layout, at most GS1's 0.990 mm.
 */
export function moduleFor(layout: LabelLayout, matrix: QrMatrix, dpi: Dpi = layout.dpi): number {
  const dot = dotMm(dpi);
  const side = matrix.size + 2 * quietModules;
  const room = Math.min(layout.codeMax / side, moduleMax);
  return Math.floor(room / dot + 1e-9) * dot;
}

/** What one stock makes of a code: shown before printing (faces.md S7). */
export interface LayoutFit {
  readonly layout: LabelLayout;
  readonly moduleMm: number;
  /** Edge of the code in mm, quiet zone included. */
  readonly codeMm: number;
  readonly light: ModuleLight;
}

/** How a code of this form comes out on a layout; red also where the layout does not take the form. */
export function fitOf(
  layout: LabelLayout,
  form: LabelForm,
  matrix: QrMatrix,
  dpi: Dpi = layout.dpi,
): LayoutFit {
  const moduleMm = moduleFor(layout, matrix, dpi);
  const codeMm = moduleMm * (matrix.size + 2 * quietModules);
  const light = layout.forms.includes(form) ? moduleLight(moduleMm) : 'red';
  return { layout, moduleMm, codeMm, light };
}

/** Every layout with its light for a code of this form, on printers of `dpi` or those the stock is made for. */
export function fitsOf(form: LabelForm, matrix: QrMatrix, dpi?: Dpi): LayoutFit[] {
  return layouts.map((layout) => fitOf(layout, form, matrix, dpi));
}

/**
 * The layout's fit for a code that will be printed on it.
 *
 * @throws DomainError `validation` at `/query/layout` when modules would be under 0.33 mm; it names what fits.
 */
export function requireFit(
  layout: LabelLayout,
  form: LabelForm,
  matrix: QrMatrix,
  dpi = layout.dpi,
): LayoutFit {
  const fit = fitOf(layout, form, matrix, dpi);
  if (fit.light !== 'red') return fit;
  const fitting = fitsOf(form, matrix).filter((other) => other.light !== 'red');
  const names = fitting.map((other) => other.layout.id).join(', ');
  const kind =
    form === 'signed' ? { zh: '带签名的码', en: 'A signed code' } : { zh: '简码', en: 'A compact code' };
  throw layoutRefusal('code-too-fine', {
    zh: `${kind.zh}在 ${layout.name.zh} 上印出来太密，手机扫不清；可用：${names || '无'}`,
    en: `${kind.en} is too fine to scan on ${layout.name.en}; these fit: ${names || 'none'}`,
  });
}
