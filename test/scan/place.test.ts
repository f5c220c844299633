import { describe, expect, it } from 'vitest';
import { placeOf } from '../../src/scan/looks/place.js';

describe('the place that a proxy names', () => {
  it.each([
    ['37', '37'],
    ['3706', '37'],
    ['370686', '37'],
    [' 370000 ', '37'],
    ['CN-37', '37'],
    ['CN-SD', '37'],
    ['cn-sd', '37'],
    ['CN-XZ', '54'],
    ['CN-TW', '71'],
    ['TW', '71'],
    ['HK', '81'],
    ['MO', '82'],
    ['US', 'abroad'],
    ['US-CA', 'abroad'],
    ['GB-ENG', 'abroad'],
    // Not the provinces whose letters they are.
    ['BJ', 'abroad'],
    ['GS', 'abroad'],
    ['HE', 'abroad'],
  ])('%j is the province %j, or abroad, and never finer', (said, place) => {
    expect(placeOf(said)).toBe(place);
  });

  it.each([
    '',
    'CN',
    'XX',
    'T1',
    'CN-',
    'CN-QQ',
    '99',
    '00',
    '9',
    '370',
    '37068612',
    '37.0',
    'US,37',
    'Shandong',
    '山东',
    'CN-SD-370',
    '__proto__',
    'CN-constructor',
    '37\n44',
  ])('%j says none', (said) => {
    expect(placeOf(said)).toBe('');
  });
});
