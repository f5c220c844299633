import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecordedAt, parseTimestamp } from '../../src/ledger/index.js';
import { codeOf } from './fixtures.js';

describe('a time with its offset', () => {
  it.each([
    ['2026-10-03T16:30:00+08:00', '2026-10-03T08:30:00.000Z'],
    ['2026-10-03T16:30:00Z', '2026-10-03T16:30:00.000Z'],
    ['2026-10-03T16:30:00.5Z', '2026-10-03T16:30:00.500Z'],
    ['2026-10-03T16:30:00.05-03:30', '2026-10-03T20:00:00.050Z'],
    ['2026-10-03T00:15:00.123+05:45', '2026-10-02T18:30:00.123Z'],
    ['2024-02-29T23:59:59.999+00:00', '2024-02-29T23:59:59.999Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ])('%s is the instant %s', (text, instant) => {
    expect(new Date(parseTimestamp(text)).toISOString()).toBe(instant);
  });

  it('is read as Date reads it, for every day from 100 to 9999', () => {
    const date = fc.date({
      min: new Date('0100-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, fc.integer({ min: -1439, max: 1439 }), (instant, offset) => {
        const local = new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const sign = offset < 0 ? '-' : '+';
        const text = `${local}${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(parseTimestamp(text)).toBe(instant.getTime());
      }),
    );
  });

  it.each([
    '2026-10-03',
    '2026-10-03T16:30:00',
    '2026-10-03T16:30+08:00',
    '2026-10-03T16:30:00+0800',
    '2026-10-03T16:30:00+08',
    '2026-10-03 16:30:00Z',
    '2026-10-03t16:30:00z',
    '2026-10-03T16:30:00.Z',
    '2026-10-03T16:30:00.1234Z',
    '2026-10-03T16:30:00,5Z',
    '2026-10-03T16:30:00-00:00',
    '2026-10-03T16:30:00+24:00',
    '2026-10-03T16:30:00+08:60',
    '2026-10-03T24:00:00Z',
    '2026-10-03T16:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0099-12-31T00:00:00Z',
    '+12026-01-01T00:00:00Z',
    '２026-01-01T00:00:00Z',
    '2026-10-03T16:30:00Z\n',
    '',
  ])('is refused as %j', (text) => {
    expect(codeOf(() => parseTimestamp(text))).toBe('time-malformed');
  });
});

describe('the time of recording', () => {
  it('is in the form that Date writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => {
          expect(parseRecordedAt(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });

  it.each([
    '2026-11-23T20:39:00Z',
    '2026-11-23T20:39:00.1Z',
    '2026-11-23T20:39:00.12Z',
    '2026-11-23T20:39:00.1234Z',
    '2026-11-23T20:39:00.123+00:00',
    '2026-11-23T20:39:00.123z',
    '2026-11-31T20:39:00.123Z',
    '2026-11-23T25:39:00.123Z',
    '2026-11-23 20:39:00.123Z',
    '2026-11-23T20:39:00.123Z ',
  ])('is refused as %j', (text) => {
    expect(codeOf(() => parseRecordedAt(text))).toBe('time-malformed');
  });
});
