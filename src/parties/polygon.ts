import type { FieldFault } from '../http/problems.js';
import { isDecimalText } from '../ledger/quantity.js';
import { fault } from './faults.js';

/** Most positions of all rings together, and most rings: one outline and its holes. */
export const polygonPositionsMax = 500;
const ringsMax = 20;
/** Widest extent of one site, in degrees: about 100 km. A larger one has its numbers mixed up. */
const extentMax = 1;
const longitudeMax = 180;
const latitudeMax = 90;

/** Longitude and latitude in degrees, WGS-84, as decimal strings (the API knows no fractions in JSON numbers). */
export type Position = readonly [longitude: string, latitude: string];
export type Ring = readonly Position[];

/** Rings in right-hand orientation, or what is wrong with them. */
export type PolygonReading = { readonly rings: readonly Ring[] } | { readonly fault: FieldFault };

/**
 * Reads the `coordinates` of a GeoJSON Polygon (RFC 7946 §3.1.6): rings of at least four positions, closed, in degrees
 * of WGS-84, longitude first, without altitude. Rings of the wrong orientation are turned: the outline runs
 * counterclockwise, holes clockwise.
 *
 * Integers may be JSON numbers. Takes at most `polygonPositionsMax` positions and answers the first fault, with its
 * pointer below `pointer`.
 */
export function readPolygon(coordinates: unknown, pointer: string): PolygonReading {
  if (!Array.isArray(coordinates) || coordinates.length === 0 || coordinates.length > ringsMax) {
    return { fault: shapeFault(pointer, `1 至 ${ringsMax} 个环`, `1 to ${ringsMax} rings`) };
  }
  const rings: Position[][] = [];
  let positions = 0;
  for (const [index, ring] of (coordinates as readonly unknown[]).entries()) {
    const at = `${pointer}/${index}`;
    positions += Array.isArray(ring) ? ring.length : 0;
    if (positions > polygonPositionsMax) return { fault: tooMany(at) };
    const read = readRing(ring, at);
    if ('fault' in read) return read;
    const isCounterclockwise = signedArea(read.ring) > 0;
    rings.push(isCounterclockwise === (index === 0) ? read.ring : read.ring.reverse());
  }
  const wide = extentFault(rings.flat(), pointer);
  return wide === null ? { rings } : { fault: wide };
}

function readRing(
  ring: unknown,
  pointer: string,
): { readonly ring: Position[] } | { readonly fault: FieldFault } {
  if (!Array.isArray(ring) || ring.length < 4) {
    return { fault: shapeFault(pointer, '至少 4 个点', 'at least 4 positions') };
  }
  const read: Position[] = [];
  for (const [index, position] of (ring as readonly unknown[]).entries()) {
    const found = readPosition(position, `${pointer}/${index}`);
    if ('fault' in found) return found;
    read.push(found.position);
  }
  const [first, last] = [read[0], read.at(-1)];
  if (Number(first?.[0]) !== Number(last?.[0]) || Number(first?.[1]) !== Number(last?.[1])) {
    return {
      fault: fault(
        `${pointer}/${read.length - 1}`,
        'ring-open',
        '环没有闭合：最后一点须与第一点相同。',
        'The ring is not closed: its last position must be its first.',
      ),
    };
  }
  if (signedArea(read) !== 0) return { ring: read };
  return { fault: fault(pointer, 'ring-flat', '环没有面积。', 'The ring encloses nothing.') };
}

function readPosition(
  position: unknown,
  pointer: string,
): { readonly position: Position } | { readonly fault: FieldFault } {
  if (!Array.isArray(position) || position.length !== 2) {
    return { fault: shapeFault(pointer, '[经度, 纬度]', '[longitude, latitude]') };
  }
  const [longitude, latitude] = (position as readonly unknown[]).map(degrees);
  if (!isWithin(longitude, longitudeMax)) return { fault: degreesFault(`${pointer}/0`, longitudeMax) };
  if (!isWithin(latitude, latitudeMax)) return { fault: degreesFault(`${pointer}/1`, latitudeMax) };
  return { position: [longitude, latitude] };
}

function degrees(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && isDecimalText(text) ? text : null;
}

function isWithin(text: string | null | undefined, max: number): text is string {
  return typeof text === 'string' && Math.abs(Number(text)) <= max;
}

/** Twice the area, positive when counterclockwise (shoelace formula), relative to the first position for precision. */
function signedArea(ring: Ring): number {
  const [originX, originY] = (ring[0] ?? ['0', '0']).map(Number);
  const points = ring.map(([x, y]) => ({ x: Number(x) - Number(originX), y: Number(y) - Number(originY) }));
  return points.reduce((sum, point, index) => {
    const next = points[index + 1] ?? point;
    return sum + (point.x * next.y - next.x * point.y);
  }, 0);
}

function extentFault(positions: Ring, pointer: string): FieldFault | null {
  for (const axis of [0, 1] as const) {
    const values = positions.map((position) => Number(position[axis]));
    if (Math.max(...values) - Math.min(...values) > extentMax) {
      return fault(
        pointer,
        'too-wide',
        `地块跨度超过 ${extentMax} 度，请检查坐标（经度在前，WGS-84）。`,
        `The site spans more than ${extentMax} degree; check the coordinates (longitude first, WGS-84).`,
      );
    }
  }
  return null;
}

function shapeFault(pointer: string, zh: string, en: string): FieldFault {
  return fault(pointer, 'polygon', `须是${zh}。`, `Must be ${en}.`);
}

function degreesFault(pointer: string, max: number): FieldFault {
  return fault(
    pointer,
    'degrees',
    `须是 ±${max} 以内的十进制度数，如 "120.8301"；经度在前，纬度在后。`,
    `Must be decimal degrees within ±${max}, like "120.8301"; longitude comes first.`,
  );
}

function tooMany(pointer: string): FieldFault {
  return fault(
    pointer,
    'too-many',
    `最多 ${polygonPositionsMax} 个点。`,
    `At most ${polygonPositionsMax} positions.`,
  );
}
