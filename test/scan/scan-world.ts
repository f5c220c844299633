import type { ScanDay, ScanHistory } from '../../src/scan/looks/scan-pattern.js';

/**
 * A made-up country of buyers, to measure what patternOf finds (docs/adr/0011-scans-that-warn.md lists the
 * assumptions). Nobody has published how often food labels are scanned and from where: the figures below are guesses,
 * each on the side that makes honest goods look worse.
 */
export interface Assumptions {
  /** Part of the looks whose province is told wrongly. */
  readonly wrongPlace: number;
  /** Part of the repeated looks in which the browser still knows that it looked before. */
  readonly remembers: number;
  /** Whether a proxy says the province at all. */
  readonly placed: boolean;
}

export const usualWorld: Assumptions = { wrongPlace: 0.02, remembers: 0.8, placed: true };

/** Millions of people in the provinces, in the order of GB/T 2260. */
const provinces = (
  '11:22 12:14 13:74 14:35 15:24 21:42 22:24 23:31 31:25 32:85 33:65 34:61 35:42 36:45 37:101 41:99 42:58 43:66 ' +
  '44:126 45:50 46:10 50:32 51:84 52:39 53:47 54:4 61:40 62:25 63:6 64:7 65:26 71:24 81:8 82:1'
)
  .split(' ')
  .map((text) => text.split(':'))
  .map(([code = '', millions]) => ({ code, millions: Number(millions) }));
const people = provinces.reduce((sum, { millions }) => sum + millions, 0);
const groups = 1_024;

/** A look, its time in days from the beginning. */
interface Look {
  readonly at: number;
  readonly place: string;
  readonly network: number;
}

/** Somebody with a phone: at home in the home's network, outside in one of the carrier's. */
interface Reader {
  readonly place: string;
  readonly home: number;
  mobile: number;
  looked: boolean;
}

/** Draws looks at labels, the same for the same seed (minimal standard generator, Park and Miller). */
export class ScanWorld {
  private state: number;

  constructor(
    seed: number,
    private readonly world: Assumptions = usualWorld,
  ) {
    this.state = seed;
  }

  /**
   * An honest piece: some are tried out where they were packed; one in seven is scanned on the shelf by passers-by, three
   * in a thousand by a whole town; the buyer scans it one to three times within days, in one of eight homes a second
   * person too; one link in 25 goes to friends, one piece in 33 is given away, often to another province.
   */
  honest(): Look[] {
    const looks: Look[] = [];
    const day = 5 + this.random() * 30;
    const packed = this.province();
    const place = this.chance(0.35) ? packed : this.province();
    if (this.chance(0.05)) looks.push(...this.readerLooks(this.reader(packed), day - 5, 1));
    if (this.chance(0.15)) looks.push(...this.passersBy(place, day, 1 + this.pick([0.7, 0.3])));
    if (this.chance(0.003)) looks.push(...this.passersBy(place, day, 5 + this.below(26)));
    looks.push(...this.buyer(place, day));
    if (this.chance(0.03)) looks.push(...this.buyer(this.province(), day + 1 + this.wait(3)));
    return inOrder(looks);
  }

  /** One code on fifty pieces, sold in five provinces over `days`; a part of the buyers scans, as honest buyers do. */
  copied(days: number, scanning: number, looksOnce = false): Look[] {
    const places = new Set<string>();
    while (places.size < 5) places.add(this.province());
    const looks: Look[] = [];
    for (let piece = 0; piece < 50; piece += 1) {
      const place = [...places][this.below(5)] ?? '';
      const day = 5 + this.random() * days;
      if (!this.chance(scanning)) continue;
      looks.push(...(looksOnce ? this.readerLooks(this.reader(place), day, 1) : this.buyer(place, day)));
    }
    return inOrder(looks);
  }

  private buyer(place: string, day: number): Look[] {
    const buyer = this.reader(place);
    const looks = this.readerLooks(buyer, day, 1 + this.pick([0.6, 0.27, 0.13]));
    if (this.chance(0.12)) {
      const family = { ...this.reader(place), home: buyer.home };
      looks.push(...this.readerLooks(family, day + this.random() * 5, 1 + this.pick([0.7, 0.3])));
    }
    if (this.chance(0.04)) {
      for (let friends = 1 + this.pick([0.7, 0.3]); friends > 0; friends -= 1) {
        const friend = this.reader(this.chance(0.35) ? this.province() : place);
        looks.push(...this.readerLooks(friend, day + this.random() / 4, 1));
      }
    }
    return looks;
  }

  private passersBy(place: string, before: number, count: number): Look[] {
    return Array.from({ length: count }, () =>
      this.readerLooks(this.reader(place), before - this.random() * 10, 1),
    ).flat();
  }

  /** Looks of one reader; those that the browser knows to be repeated are not counted (look-counter.ts). */
  private readerLooks(reader: Reader, from: number, count: number): Look[] {
    const looks: Look[] = [];
    let at = daytime(from, this.random());
    for (let turn = 0; turn < count; turn += 1) {
      const isKnown = reader.looked && this.chance(this.world.remembers);
      reader.looked = true;
      if (!isKnown) looks.push(this.look(reader, at));
      at = this.chance(0.4) ? at + this.random() / 24 : daytime(at + 1 + this.wait(2), this.random());
    }
    return looks;
  }

  private look(reader: Reader, at: number): Look {
    if (!this.chance(0.7)) reader.mobile = this.below(groups);
    const isWrong = this.chance(this.world.wrongPlace);
    const place = isWrong ? this.province() : reader.place;
    const network = isWrong ? this.below(groups) : this.chance(0.5) ? reader.home : reader.mobile;
    return { at, place: this.world.placed ? place : '', network };
  }

  private reader(place: string): Reader {
    return { place, home: this.below(groups), mobile: this.below(groups), looked: false };
  }

  private province(): string {
    let at = this.random() * people;
    return provinces.find(({ millions }) => (at -= millions) < 0)?.code ?? '11';
  }

  private pick(weights: readonly number[]): number {
    let at = this.random();
    return Math.max(
      0,
      weights.findIndex((weight) => (at -= weight) < 0),
    );
  }

  private wait(mean: number): number {
    return -mean * Math.log(1 - this.random());
  }

  private below(bound: number): number {
    return Math.floor(this.random() * bound);
  }

  private chance(part: number): boolean {
    return this.random() < part;
  }

  private random(): number {
    this.state = (this.state * 48_271) % 2_147_483_647;
    return this.state / 2_147_483_647;
  }
}

/** Between seven and ten o'clock in the evening. */
function daytime(day: number, part: number): number {
  return Math.floor(day) + (7 + part * 15) / 24;
}

function inOrder(looks: Look[]): Look[] {
  return looks.sort((one, other) => one.at - other.at);
}

/** What is kept after each of the looks, as `countLook` keeps it. */
export function historiesOf(looks: readonly Look[]): ScanHistory[] {
  const days = new Map<string, ScanDay>();
  return looks.map(({ at, place, network }, index) => {
    const day = dayText(at);
    const key = `${day} ${place}`;
    const before = days.get(key)?.networks ?? [];
    const networks = before.includes(network) || before.length >= 64 ? before : [...before, network];
    days.set(key, { day, place, networks });
    return { count: index + 1, first: dayText(looks[0]?.at ?? 0), days: [...days.values()] };
  });
}

function dayText(at: number): string {
  return new Date(Date.UTC(2026, 8, 1 + Math.floor(at))).toISOString().slice(0, 10);
}
