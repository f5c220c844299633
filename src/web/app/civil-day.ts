import { sayTime } from '../figures.js';

/** The civil day in Asia/Shanghai of an instant (RFC 3339), `YYYY-MM-DD`. */
export function civilDay(instant: string): string {
  return sayTime(instant).slice(0, 10);
}

/** The civil day by the device's clock. */
export function today(): string {
  return civilDay(new Date().toISOString());
}
