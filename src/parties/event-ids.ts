import { hash } from 'node:crypto';

/**
 * A UUIDv7 (RFC 9562 §5.7) that is the same for the same arguments, for statements that the service makes by itself:
 * whoever repeats the step, after a crash or in another process, finds the same event id and so cannot record it twice.
 *
 * `atMs` fills the 48 bits of time, SHA-256 over the parts the 74 bits that are otherwise random.
 */
export function derivedEventId(atMs: number, ...parts: readonly string[]): string {
  const time = atMs.toString(16).padStart(12, '0');
  return format(`${time}7${digest(parts).slice(0, 19)}`);
}

/** The 48 bits of time of a UUIDv7 (RFC 9562 §5.7), in milliseconds. */
export function timeOf(eventId: string): number {
  return Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13), 16);
}

/**
 * A UUID in the form of version 4 that is the same for the same arguments: the id of what a retried request made the
 * first time. As hard to guess as the longest secret among the parts.
 */
export function derivedId(...parts: readonly string[]): string {
  const hex = digest(parts);
  return format(`${hex.slice(0, 12)}4${hex.slice(12, 31)}`);
}

/**
 * A UUID of version 8 (RFC 9562 §5.8) out of at least 128 bits in hex: as hard to guess as they are.
 */
export function customId(hex: string): string {
  return format(`${hex.slice(0, 12)}8${hex.slice(13)}`);
}

/** Hex digits without hyphens; the variant bits (RFC 9562 §4.1) are set here. */
function format(hex: string): string {
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** Parts are told apart by their JSON quotes, so that moving a character from one to the next changes the hash. */
function digest(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex');
}
