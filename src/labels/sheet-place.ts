import type { Words } from '../gs1/words.js';
import { DomainError } from '../http/problems.js';
import { labelsPerPage, type LabelLayout, type Point } from './layouts.js';

/** Furthest a printer's feed is corrected, in mm. */
export const offsetMax = 5;

/** Where printing begins on the stock. */
export interface SheetPlace {
  /** First label used on the first sheet, from 1: the ones before it have been peeled off. */
  readonly start?: number;
  /** Moves everything to the right and down by so many mm, as read off the calibration page. */
  readonly offset?: Point;
}

/**
 * Start and offset, checked.
 *
 * @throws DomainError `validation` when start is not a label of one sheet, or the offset is over 5 mm.
 */
export function requirePlace(layout: LabelLayout, place: SheetPlace): Required<SheetPlace> {
  const start = place.start ?? 1;
  const count = labelsPerPage(layout);
  if (!Number.isInteger(start) || start < 1 || start > count) {
    throw refusal('/query/start', 'start-out-of-range', {
      zh: `起始位置应为 1 到 ${count}`,
      en: `The first label is between 1 and ${count}`,
    });
  }
  const offset = place.offset ?? { x: 0, y: 0 };
  for (const axis of ['x', 'y'] as const) {
    if (Math.abs(offset[axis]) <= offsetMax) continue;
    throw refusal(`/query/offset${axis.toUpperCase()}`, 'offset-out-of-range', {
      zh: `偏移应在 ±${offsetMax} 毫米以内`,
      en: `The offset is within ±${offsetMax} mm`,
    });
  }
  return { start, offset };
}

function refusal(pointer: string, code: string, words: Words): DomainError {
  return new DomainError('validation', words, [{ pointer, code, detail: words }]);
}
