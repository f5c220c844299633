/** Who stands behind a statement (domain.md §7), weakest first; of `delivery-note` only that it had the note's code. */
export const strengths = [
  'declared',
  'delivery-note',
  'countersigned',
  'measured',
  'tested',
  'confirmed',
] as const;
export type Strength = (typeof strengths)[number];

/** Whose key signed a statement (ledger.md §2). `custodial` is never shown as the member's own signature. */
export type Signer = 'participant' | 'custodial';
