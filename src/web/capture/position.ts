import { forget, recall, recallObject, remember } from '../app/memory.js';

/** As the kinds of events have it: degrees of WGS 84 as text, and the radius of 95 % confidence in metres. */
export type Position = Readonly<Record<'latitude' | 'longitude', string> & Record<'accuracy', number>>;

/** Why there is none: the browser does not allow it; it cannot be told; not in time. */
export type PositionFault = 'denied' | 'unavailable' | 'late';

const setting = 'position';
const waitMs = 10_000;
/** A position that was taken so long ago, in milliseconds, is still the one of now. */
const sameMs = 30_000;
/** About a metre. */
const decimals = 5;
/** A radius beyond this says nothing, in metres. */
const accuracyMax = 100_000;
/** A radius beyond this does not tell one field from another, in metres. */
const roughMetres = 1_000;

/** Whether this phone adds its position to records: off until somebody turns it on. */
export function isPositionOn(): boolean {
  return recall(setting) === true;
}

/** Turned off, the form in progress loses its position, too. */
export function setPositionOn(isOn: boolean): void {
  if (isOn) {
    remember(setting, true);
    return;
  }
  forget(setting);
  const draft = recallObject('draft');
  if ('position' in draft) remember('draft', { ...draft, position: null });
}

export function isRough({ accuracy }: Position): boolean {
  return accuracy > roughMetres;
}

/** Where the phone is now (W3C Geolocation), by its satellites where it can: no network is needed. */
export function takePosition(): Promise<Position | PositionFault> {
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        resolve(coords.accuracy > accuracyMax ? 'unavailable' : positionOf(coords));
      },
      ({ code }) => {
        resolve(code === 1 ? 'denied' : code === 3 ? 'late' : 'unavailable');
      },
      { enableHighAccuracy: true, timeout: waitMs, maximumAge: sameMs },
    );
  });
}

function positionOf({ latitude, longitude, accuracy }: GeolocationCoordinates): Position {
  return {
    latitude: degrees(latitude),
    longitude: degrees(longitude),
    accuracy: Math.ceil(accuracy),
  };
}

/** Without trailing zeros, and without a minus before zero. */
function degrees(value: number): string {
  return String(Number(value.toFixed(decimals)));
}
