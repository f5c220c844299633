import { describe, expect, it } from 'vitest';
import { subjectsOf, subjectsOfChange } from '../../src/findings/subjects.js';
import type { BatchRecord, RecordEntry } from '../../src/findings/record.js';
import type { ListVersion, PesticideLabelRow, ResidueDefinitionRow } from '../../src/lists/rows.js';

const of = { effectiveFrom: '2020-01-01', effectiveTo: null, source: '示例', confidence: 'high' } as const;

function label(active: string, intervalDays: number): PesticideLabelRow {
  return { ...of, active, formulation: '43%悬浮剂', crop: '苹果', target: null, intervalDays, usesMax: 3 };
}

function version(rows: readonly PesticideLabelRow[], number = 1): ListVersion<'pesticide-labels'> {
  return { name: 'pesticide-labels', version: number, publishedAt: '2026-01-01T00:00:00.000Z', rows };
}

function entry(seq: number, kind: string, data: RecordEntry['data']): RecordEntry {
  const at = '2026-08-20T00:00:00.000Z';
  return {
    seq,
    kind,
    data,
    leafHash: '',
    issuer: 'org/x',
    occurredAt: at,
    recordedAt: at,
    concealed: false,
    inForce: seq,
  };
}

function record(...entries: RecordEntry[]): BatchRecord {
  return {
    batch: { id: 'b', organizationId: 'o', unit: 'KGM', productId: 'p' },
    product: { name: '苹果', variety: null, category: 'FRU' },
    organization: { id: 'o', kind: 'cooperative', uscc: null, region: '370686' },
    entries,
    sources: [],
    lot: null,
    certifications: [],
    breaks: [],
  };
}

describe('the subjects of a record', () => {
  it('are its category, and each active, analyte and process once, in order', () => {
    const spray = { product: { activeIngredients: [{ name: '戊唑醇' }, { name: '毒死蜱' }] } };
    const found = subjectsOf(
      record(
        entry(2, 'input', spray),
        entry(3, 'input', spray),
        entry(4, 'inspection', { results: [{ analyte: '毒死蜱' }] }),
        entry(5, 'processing', { process: 'mill' }),
        entry(6, 'harvest', {}),
      ),
    );
    expect(found).toEqual([...found].sort());
    expect(new Set(found)).toEqual(
      new Set(['category:FRU', 'active:戊唑醇', 'active:毒死蜱', 'analyte:毒死蜱', 'process:mill']),
    );
    expect(found).toHaveLength(5);
  });

  it('are its category alone where nothing else is said', () => {
    expect(subjectsOf(record(entry(2, 'input', {}), entry(3, 'inspection', {})))).toEqual(['category:FRU']);
  });
});

describe('the subjects of a change of a list', () => {
  it('are those of all rows of the first version', () => {
    expect(subjectsOfChange(null, version([label('a', 7), label('b', 7)]))).toEqual(['active:a', 'active:b']);
  });

  it('are those of rows that were changed, added or left out, and no others', () => {
    const before = version([label('a', 7), label('b', 7), label('c', 7)]);
    const after = version([label('a', 7), label('b', 14), label('d', 7)], 2);
    expect(subjectsOfChange(before, after)).toEqual(['active:b', 'active:c', 'active:d']);
  });

  it('are none when the rows only changed places', () => {
    const rows = [label('a', 7), label('b', 7)];
    expect(subjectsOfChange(version(rows), version([...rows].reverse(), 2))).toEqual([]);
  });

  it('hold the parts of a sum as well', () => {
    const row: ResidueDefinitionRow = {
      ...of,
      analyte: '甲拌磷',
      parts: [{ analyte: '甲拌磷砜', factor: '1' }],
    };
    const after = { name: 'residue-definitions' as const, version: 1, publishedAt: '', rows: [row] };
    expect(subjectsOfChange(null, after)).toEqual(['analyte:甲拌磷', 'analyte:甲拌磷砜']);
  });
});
