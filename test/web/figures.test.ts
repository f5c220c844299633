import { fill } from '../../src/gs1/words.js';
import { describe, expect, it } from 'vitest';
import { daysBetween, sayDistance, sayQuantity, sayTime } from '../../src/web/figures.js';

describe('quantities in words', () => {
  it.each([
    ['31250', 'KGM', '31,250 公斤', '31,250 kg'],
    ['0.45', 'KGM', '0.45 公斤', '0.45 kg'],
    ['1234567.123456789', 'LTR', '1,234,567.123456789 升', '1,234,567.123456789 L'],
    ['999', 'H87', '999 个', '999 pieces'],
    ['5', 'XXX', '5 XXX', '5 XXX'],
  ])('says %s %s without losing a digit', (value, unit, zh, en) => {
    expect(sayQuantity({ value, unit }, 'zh-CN')).toBe(zh);
    expect(sayQuantity({ value, unit }, 'en')).toBe(en);
  });
});

describe('distances in words', () => {
  it.each([
    [0, '0 米', '0 m'],
    [8, '8 米', '8 m'],
    [999, '999 米', '999 m'],
    [1_000, '1.0 公里', '1.0 km'],
    [3_201, '3.3 公里', '3.3 km'],
    [100_000, '100.0 公里', '100.0 km'],
  ])('says %i metres, never less than they are', (metres, zh, en) => {
    expect(sayDistance(metres, 'zh-CN')).toBe(zh);
    expect(sayDistance(metres, 'en')).toBe(en);
  });
});

describe('times in words', () => {
  it('are in Beijing time whatever their offset', () => {
    expect(sayTime('2026-08-20T06:30:00+08:00')).toBe('2026-08-20 06:30');
    expect(sayTime('2026-08-19T22:30:00.123Z')).toBe('2026-08-20 06:30');
    expect(sayTime('2026-12-31T23:00:00-05:00')).toBe('2027-01-01 12:00');
  });

  it('that are none come back unchanged', () => {
    expect(sayTime('yesterday')).toBe('yesterday');
    expect(daysBetween('yesterday', '2026-08-20T00:00:00Z')).toBe(0);
  });

  it('count whole days of lateness and never negative ones', () => {
    expect(daysBetween('2026-09-12T07:10:00+08:00', '2026-09-17T02:40:00Z')).toBe(5);
    expect(daysBetween('2026-09-12T07:10:00+08:00', '2026-09-12T08:00:00Z')).toBe(0);
    expect(daysBetween('2026-09-12T07:10:00+08:00', '2026-09-01T08:00:00Z')).toBe(0);
  });
});

describe('texts with figures', () => {
  it('take each figure by name and leave unknown braces alone', () => {
    expect(fill('第 {seq} 条，{seq}，{other}', { seq: 3 })).toBe('第 3 条，3，{other}');
    expect(fill('{a}', { a: '{b}', b: 'x' })).toBe('{b}');
  });
});
