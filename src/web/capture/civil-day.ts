const offsetMs = 8 * 3_600_000;

/** The civil day in Asia/Shanghai of an instant (RFC 3339), `YYYY-MM-DD`. */
export function civilDay(instant: string): string {
  return new Date(Date.parse(instant) + offsetMs).toISOString().slice(0, 10);
}

/** The civil day by the phone's clock. */
export function today(): string {
  return civilDay(new Date().toISOString());
}
