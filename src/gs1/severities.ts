/** How grave a finding is, gravest first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** The severity of that gravity. */
export function severityOf(gravity: number): Severity {
  return severities[severities.length - 1 - gravity] ?? 'info';
}

/** The graver, the greater: 4 is `critical`, 0 `info`. */
export function gravityOf(severity: Severity): number {
  return severities.length - 1 - severities.indexOf(severity);
}
