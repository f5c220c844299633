import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/events/kinds/registry.js';
import { corrected, fieldsOf } from '../../src/web/console/correctable.js';
import { correctable } from '../../src/web/console/entry-acts.js';

const kg = (value: string): { value: string; unit: string } => ({ value, unit: 'KGM' });
const processing = {
  process: 'grade',
  inputs: [{ batch: 'b', seq: 4, leafHash: 'h', quantity: kg('100') }],
  outputs: [
    { batch: 'c', quantity: kg('60') },
    { batch: 'd', quantity: kg('30') },
  ],
  losses: [{ reason: '分级剔除', quantity: kg('10') }],
  startedOn: '2026-10-18',
  position: { latitude: '37.3', longitude: '120.7', accuracy: 8 },
};

it('entries that a screen offers to correct are of the kinds that can be', () => {
  const known = kinds.filter((kind) => kind.correctable).map(({ kind }) => kind);
  expect(correctable).toEqual(known.sort());
});

describe('what of an entry a screen can correct', () => {
  it('is quantities, days and names, each with its place, and never what ties it to other batches', () => {
    const fields = fieldsOf(processing).map(({ pointer, part, unit, isDay, value }) => [
      ...[pointer, part?.words.en ?? '', part?.number ?? 0],
      ...[unit ?? (isDay ? 'day' : ''), value],
    ]);
    expect(fields).toEqual([
      ['/inputs/0/quantity/value', 'Goes in', 1, 'KGM', '100'],
      ['/outputs/0/quantity/value', 'Comes out', 1, 'KGM', '60'],
      ['/outputs/1/quantity/value', 'Comes out', 2, 'KGM', '30'],
      ['/losses/0/reason', 'Lost', 1, '', '分级剔除'],
      ['/losses/0/quantity/value', 'Lost', 1, 'KGM', '10'],
      ['/startedOn', '', 0, 'day', '2026-10-18'],
    ]);
  });

  it('is put in its place, and all else stays as it was', () => {
    const texts = new Map([
      ['/outputs/1/quantity/value', '31'],
      ['/startedOn', '2026-10-19'],
    ]);
    const anew = corrected(processing, texts);
    expect(anew).toEqual({
      ...processing,
      outputs: [processing.outputs[0], { batch: 'd', quantity: kg('31') }],
      startedOn: '2026-10-19',
    });
    expect(processing.outputs[1]?.quantity.value).toBe('30');
  });
});
