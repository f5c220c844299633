/**
 * The code on the package of an input as it is looked up by: without the spaces that people put between its groups, in
 * capitals.
 */
export function inputCodeOf(text: string): string {
  return text.replace(/\s+/gu, '').toUpperCase();
}
