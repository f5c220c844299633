import { describe, expect, it } from 'vitest';
import { checkNotAhead, isLate } from '../../src/events/timing.js';

const now = new Date('2026-11-23T12:00:00.000Z');

describe('the time an event is said to have happened', () => {
  it.each([
    '2026-11-23T12:00:00Z',
    '2026-11-23T12:05:00.000Z',
    '2026-11-23T20:05:00+08:00',
    '2026-11-22T23:00:00-12:00',
    '0100-01-01T00:00:00Z',
  ])('may be %s at noon: in the past, or as far ahead as a clock may be wrong', (occurredAt) => {
    expect(checkNotAhead(occurredAt, now)).toBeNull();
  });

  it.each([
    '2026-11-23T12:05:00.001Z',
    '2026-11-23T20:06:00+08:00',
    '2026-11-24T01:00:00-12:00',
    '9999-12-31T00:00:00Z',
  ])('may not be %s at noon', (occurredAt) => {
    expect(checkNotAhead(occurredAt, now)).toMatchObject({ pointer: '/occurredAt', code: 'future' });
  });

  it('counts as told late after 48 hours, whatever the offsets', () => {
    const recordedAt = '2026-11-23T12:00:00.000Z';
    expect(isLate('2026-11-21T12:00:00.000Z', recordedAt)).toBe(false);
    expect(isLate('2026-11-21T11:59:59.999Z', recordedAt)).toBe(true);
    expect(isLate('2026-11-21T20:00:00+08:00', recordedAt)).toBe(false);
    expect(isLate('2026-11-21T19:59:59+08:00', recordedAt)).toBe(true);
    expect(isLate('2026-11-24T12:00:00Z', recordedAt)).toBe(false);
  });
});
