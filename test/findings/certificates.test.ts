import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/ledger/json.js';
import {
  example,
  findingsOf,
  found,
  home,
  leafHash,
  listsOf,
  noLists,
  other,
  ours,
  pick,
  recordOf,
  tell,
  theirs,
  type Facts,
  type Telling,
} from './records.js';

const duty = (more: object = {}) =>
  listsOf({
    'product-categories': [
      {
        category: 'FRU',
        product: null,
        certificateMandatory: true,
        yieldMax: null,
        effectiveFrom: '2026-02-01',
        ...more,
      },
      { category: 'FRU', product: '苹果', certificateMandatory: null, yieldMax: '6000' },
    ],
  });
const ship = (day: string) =>
  tell('shipment', day, { quantity: { value: '10', unit: 'KGM' }, consignee: { organization: theirs } });
const certificate = (day: string, more: JsonObject = {}) =>
  example('certificate', day, { issuedOn: day, ...more });
const withdrawn = (action: 'suspend' | 'revoke', day: string, seq: number, type = 'compliance') =>
  tell('certificate', day, { action, type, certificate: { seq, leafHash }, reason: '示例原因' });

describe('R50, the certificate when goods leave the farm', () => {
  it('is asked for on the day they leave, not the day after', () => {
    expect(found('R50', recordOf([certificate('2026-11-20'), ship('2026-11-20')]), duty())).toEqual([]);
    expect(
      findingsOf('R50', recordOf([certificate('2026-11-21'), ship('2026-11-20')]), duty()),
    ).toMatchObject([{ outcome: 'fail', severity: 'high', effect: 'refuse', entries: [2] }]);
  });

  it('does not count when it was revoked by then, ran out, or is of another kind', () => {
    const revoked = withdrawn('revoke', '2026-11-19', 1);
    expect(found('R50', recordOf([certificate('2026-11-18'), revoked, ship('2026-11-20')]), duty())).toEqual([
      'fail 3',
    ]);
    const later = withdrawn('revoke', '2026-11-21', 1);
    expect(found('R50', recordOf([certificate('2026-11-18'), later, ship('2026-11-20')]), duty())).toEqual(
      [],
    );
    const over = certificate('2026-11-01', { validTo: '2026-11-19' });
    expect(found('R50', recordOf([over, ship('2026-11-20')]), duty())).toEqual(['fail 2']);
    const organic = tell('certificate', '2026-11-01', {
      action: 'issue',
      type: 'organic',
      issuer: '示例认证',
    });
    expect(found('R50', recordOf([organic, ship('2026-11-20')]), duty())).toEqual(['fail 2']);
  });

  it('is no duty of households, of buyers who pass goods on, nor of goods that need none', () => {
    const bare = [ship('2026-11-20')];
    expect(found('R50', recordOf(bare, { organization: { kind: 'household', uscc: null } }), duty())).toEqual(
      [],
    );
    expect(found('R50', recordOf(bare, { organization: { kind: 'retailer' } }), duty())).toEqual([]);
    expect(found('R50', recordOf(bare, { sources: [{ organizationId: theirs }] }), duty())).toEqual([]);
    expect(found('R50', recordOf(bare, { sources: [{ organizationId: ours }] }), duty())).toEqual(['fail 1']);
    expect(found('R50', recordOf(bare), duty({ certificateMandatory: false }))).toEqual([]);
  });

  it('is not known to be one before the rule, without the list, or by an unsure row', () => {
    const bare = recordOf([ship('2026-11-20')]);
    expect(found('R50', recordOf([ship('2026-01-31')]), duty())).toEqual(['unknown 1']);
    expect(found('R50', recordOf([ship('2026-02-01')]), duty())).toEqual(['fail 1']);
    expect(found('R50', bare, noLists)).toEqual(['unknown 1']);
    expect(found('R50', bare, duty({ confidence: 'low' }))).toEqual(['unknown 1']);
  });
});

describe('R53, a certificate that says tested', () => {
  const tested = { basis: ['commission-tested'], reportNo: '示例-2026-10231' };
  const report = (more: JsonObject = {}) => example('inspection', '2026-11-01', more);
  const failed = { results: [{ analyte: '戊唑醇', value: '3', verdict: 'fail' }], verdict: 'fail' };

  it('needs a report of this lot with its number that passed', () => {
    expect(found('R53', recordOf([report(), certificate('2026-11-20', tested)]))).toEqual([]);
    expect(findingsOf('R53', recordOf([certificate('2026-11-20', tested)]))).toMatchObject([
      { outcome: 'fail', severity: 'high', effect: 'refuse', entries: [1] },
    ]);
    expect(found('R53', recordOf([report({ reportNo: '别的' }), certificate('2026-11-20', tested)]))).toEqual(
      ['fail 2'],
    );
    expect(found('R53', recordOf([report(failed), certificate('2026-11-20', tested)]))).toEqual(['fail 1,2']);
    expect(
      found('R53', recordOf([report({ verdict: 'unknown' }), certificate('2026-11-20', tested)])),
    ).toEqual(['unknown 1,2']);
  });

  it('may rest on a report of a batch it was made from, which this chain does not show', () => {
    expect(found('R53', recordOf([certificate('2026-11-20', tested)], { sources: [{}] }))).toEqual([
      'unknown 1',
    ]);
  });

  it('asks nothing of a certificate that rests on control alone', () => {
    expect(found('R53', recordOf([certificate('2026-11-20', { basis: ['quality-control'] })]))).toEqual([]);
  });
});

describe('R54 and R55, what buyers must do', () => {
  const mixed = tell('processing', '2026-11-18', {
    process: 'mix',
    inputs: [{ batch: other, seq: 4, leafHash, quantity: { value: '10', unit: 'KGM' } }],
    outputs: [{ batch: home, quantity: { value: '10', unit: 'KGM' } }],
  });
  const buyer: Facts = { organization: { kind: 'retailer' }, sources: [{ organizationId: theirs }] };
  const received = (documents?: readonly JsonObject[]): Telling =>
    tell('receipt', '2026-11-18', {
      source: { batch: other, seq: 4, leafHash },
      quantity: { value: '10', unit: 'KGM' },
      receivedOn: '2026-11-18',
      ...(documents === undefined ? {} : { documents: [...documents] }),
    });

  it('a mix needs a certificate of style 2 before it is shipped', () => {
    expect(findingsOf('R54', recordOf([mixed, ship('2026-11-20')], buyer), duty())).toMatchObject([
      { outcome: 'fail', severity: 'high', effect: 'refuse', entries: [2] },
    ]);
    const [one, two] = [1, 2].map((style) => certificate('2026-11-19', { style }));
    expect(found('R54', recordOf([mixed, one!, ship('2026-11-20')], buyer), duty())).toEqual(['fail 3']);
    expect(found('R54', recordOf([mixed, two!, ship('2026-11-20')], buyer), duty())).toEqual([]);
    expect(found('R54', recordOf([mixed, ship('2026-11-20')], buyer), noLists)).toEqual(['unknown 2']);
    expect(found('R54', recordOf([mixed, ship('2026-11-20')]), duty())).toEqual([]);
    expect(found('R54', recordOf([ship('2026-11-20')], buyer), duty())).toEqual([]);
  });

  it('goods are taken with the supplier’s certificate', () => {
    const from = (certified: boolean | undefined): Facts => ({
      sources: [{ organizationId: theirs, ...(certified === undefined ? {} : { certified }) }],
    });
    const papers = [{ type: '承诺达标合格证', number: 'HGZ-1' }];
    expect(found('R55', recordOf([received(papers)], from(false)), duty())).toEqual([]);
    expect(found('R55', recordOf([received()], from(true)), duty())).toEqual([]);
    expect(findingsOf('R55', recordOf([received()], from(false)), duty())).toMatchObject([
      { outcome: 'fail', severity: 'high', effect: 'finding', entries: [1] },
    ]);
    expect(
      found('R55', recordOf([received([{ type: '送货单', number: '7' }])], from(undefined)), duty()),
    ).toEqual(['unknown 1']);
    expect(found('R55', recordOf([received()], from(false)), noLists)).toEqual(['unknown 1']);
    expect(found('R55', recordOf([received()], { sources: [{ organizationId: ours }] }), duty())).toEqual([]);
    expect(found('R55', recordOf([received()], from(false)), duty({ certificateMandatory: false }))).toEqual(
      [],
    );
  });
});

describe('R56 and R57, certificates as intervals', () => {
  const organic = (more: JsonObject = {}) =>
    tell('certificate', '2026-11-01', {
      action: 'issue',
      type: 'organic',
      number: '001OP2600001',
      issuer: '示例认证',
      validFrom: '2026-01-01',
      validTo: '2026-10-18',
      ...more,
    });

  it('let goods claim what was valid on the last day of harvest, and not a day later', () => {
    expect(found('R56', recordOf([organic(), pick('2026-10-18')]))).toEqual([]);
    expect(found('R56', recordOf([organic(), pick('2026-10-18', {}, '2026-10-19')]))).toEqual(['fail 1,2']);
    expect(found('R56', recordOf([organic(), pick('2025-12-31')]))).toEqual(['fail 1,2']);
  });

  it('say from when to when it was valid', () => {
    expect(findingsOf('R56', recordOf([organic(), pick('2026-10-19')]))).toMatchObject([
      {
        severity: 'critical',
        effect: 'refuse',
        detail: {
          zh: '2026 年 10 月 19 日采收，不在有机产品认证 001OP2600001的有效期内（自 2026 年 1 月 1 日至 2026 年 10 月 18 日），不得作此声明。',
        },
      },
    ]);
  });

  it('are asked when goods are processed and marked, and not known where no validity is told', () => {
    const marked = tell('label', '2026-11-20', example('label', '2026-11-20').data);
    expect(found('R56', recordOf([organic(), pick('2026-10-01'), marked]))).toEqual(['fail 1,3']);
    const bare = tell('certificate', '2026-11-01', { action: 'issue', type: 'green', issuer: '示例中心' });
    expect(found('R56', recordOf([bare, pick('2026-10-18')]))).toEqual(['unknown 1,2']);
    expect(found('R56', recordOf([certificate('2026-11-01'), pick('2026-10-18')]))).toEqual([]);
  });

  it('lose the claim from the day of suspension, for what is harvested from then on', () => {
    const suspended = withdrawn('suspend', '2026-10-10', 1, 'organic');
    expect(found('R57', recordOf([organic(), suspended, pick('2026-10-09')]))).toEqual([]);
    expect(findingsOf('R57', recordOf([organic(), suspended, pick('2026-10-10')]))).toMatchObject([
      { outcome: 'fail', severity: 'critical', effect: 'refuse', entries: [1, 2, 3] },
    ]);
    const marked = tell('label', '2026-11-20', example('label', '2026-11-20').data);
    expect(found('R57', recordOf([organic(), suspended, pick('2026-10-09'), marked]))).toEqual([]);
    expect(found('R57', recordOf([organic(), suspended, marked]))).toEqual(['fail 1,2,3']);
    expect(found('R57', recordOf([organic(), pick('2026-10-10')]))).toEqual([]);
  });
});
