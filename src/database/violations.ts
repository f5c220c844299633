/** The SQLSTATE of an error of the driver, or the code of another; empty where it has none. */
export function sqlState(error: unknown): string {
  const has =
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
  return has ? String(error.code) : '';
}

/** SQLSTATE unique_violation, through whatever wraps it; nothing else of the error is looked at (scale.md rule 6). */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (sqlState(error) === '23505') return true;
  return 'driverError' in error && isUniqueViolation(error.driverError);
}
