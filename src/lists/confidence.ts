/** How sure a row is. A row of low confidence decides nothing: it evaluates to `unknown` (domain.md §4). */
export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];
