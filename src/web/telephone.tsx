import type { VNode } from 'preact';
import { plainText } from './safe-text.js';

/** The complaint line of the market regulators (市场监管投诉举报热线), free and the same in all provinces. */
export const complaintLine = '12315';

/** The digits of a number that can be dialled (RFC 3966 §3), or null: a masked one cannot. */
export function dialable(text: string): string | null {
  return /^\+?[0-9][0-9 -]{2,19}$/.test(text) ? text.replace(/[ -]/g, '') : null;
}

/** A telephone number that someone typed: a link where it can be dialled, its text where not. */
export function Telephone({ number }: { readonly number: string }): VNode {
  const digits = dialable(number);
  const shown = (
    <bdi class="mono" dir="ltr">
      {plainText(number, 40)}
    </bdi>
  );
  return digits === null ? (
    shown
  ) : (
    <a class="tap" href={`tel:${digits}`}>
      {shown}
    </a>
  );
}
