/** Looks at one code on one civil day from one place. */
export interface ScanDay {
  /** Civil date `YYYY-MM-DD`. */
  readonly day: string;
  /** Two digits of GB/T 2260, `abroad`, or the empty text where nobody said (`placeOf`). */
  readonly place: string;
  /** Groups of networks they came from (`networkGroup`); the same network is in the same group on every day. */
  readonly networks: readonly number[];
}

/** What is kept of the looks at one code: two numbers for ever, the days for ninety days. */
export interface ScanHistory {
  readonly count: number;
  /** Civil date of the first look, null when there was none. */
  readonly first: string | null;
  readonly days: readonly ScanDay[];
}

/** How a code was looked at, and the figures that say it. */
export interface ScanPattern {
  readonly kind: 'none' | 'first' | 'usual' | 'unusual';
  /** Provinces, and all other countries as one. */
  readonly places: number;
  /** Networks, told apart as well as their groups allow; at least one a place. */
  readonly networks: number;
}

/**
 * The fewest networks that are unusual for one piece of goods, by how many places they are in. A buyer, a family, a shop
 * and a friend who got the link come to fewer; docs/adr/0011-scans-that-warn.md has what was measured.
 */
const inTwoPlaces = 5;
const inMorePlaces = 4;
/** Goods are not in three provinces on one day. */
const placesADay = 3;
/** A piece on a shelf is looked at by a whole town: in one place, only a crowd is unusual. */
const inOnePlace = 40;
/** Of looks whose place nobody said. */
const unplaced = 6;
/** A few looks of many that seem to come from elsewhere are mistakes about places: one in five is none. */
const elsewhere = 5;

/**
 * Whether a code was looked at as one piece of goods is, or as many pieces with the same code would be (R81 of
 * rules.csv: n scans, n places, impossible speed). Counts alone never are unusual: one network, however often it looks
 * and whatever it calls itself, adds one network in one place.
 */
export function patternOf({ count, days }: ScanHistory): ScanPattern {
  const byPlace = gather(days, ({ place }) => place);
  const unsaid = networksOf(byPlace.get('') ?? []);
  byPlace.delete('');
  const placed = [...byPlace.values()].map(networksOf).filter((of) => of > 0);
  const places = placed.length;
  const networks = placed.reduce((sum, of) => sum + of, 0);
  const most = Math.max(0, ...placed);
  const isSpread = (networks - most) * elsewhere >= networks;
  const isManyPlaces =
    (places >= 3 && networks >= inMorePlaces) ||
    (places === 2 && networks >= inTwoPlaces) ||
    mostPlacesADay(days) >= placesADay;
  const isUnusual = (isSpread && isManyPlaces) || most >= inOnePlace || unsaid >= unplaced;
  const kind = isUnusual ? 'unusual' : count === 0 ? 'none' : count === 1 ? 'first' : 'usual';
  return { kind, places, networks: networks + unsaid };
}

function networksOf(days: readonly ScanDay[]): number {
  return new Set(days.flatMap(({ networks }) => networks)).size;
}

function mostPlacesADay(days: readonly ScanDay[]): number {
  const placed = days.filter(({ place, networks }) => place !== '' && networks.length > 0);
  return Math.max(0, ...[...gather(placed, ({ day }) => day).values()].map((of) => of.length));
}

function gather(days: readonly ScanDay[], keyOf: (day: ScanDay) => string): Map<string, ScanDay[]> {
  const gathered = new Map<string, ScanDay[]>();
  for (const day of days) gathered.set(keyOf(day), [...(gathered.get(keyOf(day)) ?? []), day]);
  return gathered;
}
