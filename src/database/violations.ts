/** SQLSTATE unique_violation, through whatever wraps it; nothing else of the error is looked at (scale.md rule 6). */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === '23505') return true;
  return 'driverError' in error && isUniqueViolation(error.driverError);
}
