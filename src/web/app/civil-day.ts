import { sayTime } from '../figures.js';

/** The civil day in Asia/Shanghai of an instant (RFC 3339), `YYYY-MM-DD`. */
export function civilDay(instant: string): string {
  return sayTime(instant).slice(0, 10);
}

/** The civil day by the device's clock. */
export function today(): string {
  return civilDay(new Date().toISOString());
}

/** The civil day so many days after another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
