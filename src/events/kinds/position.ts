import type { FaultCode } from './faults.js';
import { Count, Nested } from './fields.js';
import { field, textRule, type FieldOptions } from './rules.js';

/** Widest radius that still says where something was, in metres. */
const accuracyMax = 100_000;
const degreesPattern = '^-?(0|[1-9]\\d{0,2})(\\.\\d{1,5})?$';
const degreesText = new RegExp(degreesPattern);

/** Degrees from −`bound` to `bound` as text, at most 5 decimals (1.1 m); nothing has two spellings but for zeros. */
function Degrees(code: FaultCode, bound: number, options: FieldOptions): PropertyDecorator {
  return field(options, { type: String, pattern: degreesPattern }, [
    textRule(code, (text) => degreesText.test(text) && Math.abs(Number(text)) <= bound),
  ]);
}

/** Where a phone was when something was recorded, as W3C Geolocation tells it: degrees of WGS 84 (EPSG:4326). Private. */
export class PositionDto {
  @Degrees('latitude', 90, { doc: 'Latitude, WGS 84, degrees north', example: '37.30512' })
  latitude!: string;

  @Degrees('longitude', 180, { doc: 'Longitude, WGS 84, degrees east', example: '120.79534' })
  longitude!: string;

  @Count(0, accuracyMax, { doc: 'Radius in metres in which the phone is with 95 % confidence', example: 8 })
  accuracy!: number;
}

/** Where it was recorded; for nobody but the organization that says it (docs/privacy.md). */
export function Position(): PropertyDecorator {
  return Nested(() => PositionDto, { doc: 'Where it was recorded (private)', optional: true });
}
