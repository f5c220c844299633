import { utf8Encode } from './bytes.js';
import { sha256 } from './hash.js';

const words = 4;
const bytesEach = 16;
const capacityAtFirst = 1_024;
/** Above this share of its places a table is slow. */
const loadMax = 0.7;

/**
 * Which events the chains of a log have, as the first 128 bits of SHA-256 over chain and event id: 16 bytes an event,
 * at most 48 with the room to grow. Two different events meet by chance once in 10^26 logs of 10^6 entries.
 */
export class EventIds {
  private table = new Uint32Array(capacityAtFirst * words);
  private count = 0;

  constructor(saved: Uint8Array = new Uint8Array(0)) {
    for (let at = 0; at + bytesEach <= saved.length; at += bytesEach) {
      this.put(fingerprintAt(saved, at));
    }
  }

  /** Takes an event in; false when the chain has it already. */
  add(chain: string, eventId: string): boolean {
    return this.put(fingerprintAt(sha256(utf8Encode(`${chain} ${eventId}`)), 0));
  }

  /** All of them, for a new EventIds. */
  saved(): Uint8Array {
    const bytes = new Uint8Array(this.count * bytesEach);
    const view = new DataView(bytes.buffer);
    let to = 0;
    for (let at = 0; at < this.table.length; at += words) {
      if (this.isFree(at)) continue;
      for (let word = 0; word < words; word += 1, to += 4) view.setUint32(to, this.table[at + word] ?? 0);
    }
    return bytes;
  }

  private put(event: readonly number[]): boolean {
    if ((this.count + 1) * words > this.table.length * loadMax) this.grow();
    const at = this.placeOf(event);
    if (!this.isFree(at)) return false;
    this.table.set(event, at);
    this.count += 1;
    return true;
  }

  /** Where the event is, or the free place where it belongs. */
  private placeOf(event: readonly number[]): number {
    const capacity = this.table.length / words;
    let place = (event[0] ?? 0) % capacity;
    for (;;) {
      const at = place * words;
      if (this.isFree(at) || event.every((word, offset) => this.table[at + offset] === word)) return at;
      place = (place + 1) % capacity;
    }
  }

  private isFree(at: number): boolean {
    const { table } = this;
    return table[at] === 0 && table[at + 1] === 0 && table[at + 2] === 0 && table[at + 3] === 0;
  }

  private grow(): void {
    const before = this.table;
    this.table = new Uint32Array(before.length * 2);
    this.count = 0;
    for (let at = 0; at < before.length; at += words) {
      const event = [...before.subarray(at, at + words)];
      if (event.some((word) => word !== 0)) this.put(event);
    }
  }
}

function fingerprintAt(bytes: Uint8Array, at: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytesEach);
  return [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)];
}
