import type { Site } from './batch-shapes.js';

/** An outline on the ground: metres to the east and to the south of its north-western corner. */
export interface Ground {
  readonly width: number;
  readonly height: number;
  readonly rings: readonly (readonly { readonly x: number; readonly y: number }[])[];
}

/** Metres a degree of latitude; of longitude it is this at the equator. Good to half a percent, as a drawing needs. */
const metresPerDegree = 111_320;

/** The outline of a site in metres, or null where none was drawn. */
export function groundOf({ polygon }: Pick<Site, 'polygon'>): Ground | null {
  const rings = (polygon?.coordinates ?? []).map((ring) =>
    ring.map(([longitude, latitude]) => [Number(longitude), Number(latitude)] as const),
  );
  const corners = rings.flat();
  if (corners.length === 0) return null;
  const [west, east] = ends(corners.map(([longitude]) => longitude));
  const [south, north] = ends(corners.map(([, latitude]) => latitude));
  const perLongitude = metresPerDegree * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return {
    width: (east - west) * perLongitude,
    height: (north - south) * metresPerDegree,
    rings: rings.map((ring) =>
      ring.map(([longitude, latitude]) => ({
        x: (longitude - west) * perLongitude,
        y: (north - latitude) * metresPerDegree,
      })),
    ),
  };
}

function ends(values: readonly number[]): [least: number, most: number] {
  return [
    values.reduce((least, value) => Math.min(least, value), Infinity),
    values.reduce((most, value) => Math.max(most, value), -Infinity),
  ];
}

/** A round length of at most a third of `metres`: 1, 2 or 5 and zeros. */
export function scaleLength(metres: number): number {
  const room = Math.max(metres / 3, 0.001);
  const power = 10 ** Math.floor(Math.log10(room));
  return ([5, 2, 1].find((digit) => digit * power <= room) ?? 1) * power;
}
