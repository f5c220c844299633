import { describe, expect, it } from 'vitest';
import type { QueueItem } from '../../src/client/client.js';
import { fill } from '../../src/gs1/words.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { intervalDaysOf, type Facts, type LabelInterval, type Use } from '../../src/web/capture/facts.js';
import { forms } from '../../src/web/capture/forms.js';
import type { KnownBatch } from '../../src/web/capture/questions.js';
import { clockWarning, warningsOf, type Known } from '../../src/web/capture/warnings.js';
import { warningWords } from '../../src/web/words-capture-warnings.js';

const apples: KnownBatch = {
  id: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  code: '8F3KQ7TN2V5XRA4DN',
  lot: 'APP-1',
  product: '苹果',
  gtin: null,
  unit: 'KGM',
  available: '100',
  seq: 4,
  leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  mixing: null,
};
const boxes: KnownBatch = { ...apples, id: '7e1b9a64-2c3d-4f58-9b6a-3f0c8d2e1a47', lot: 'BOX-1' };
const find = (id: string): KnownBatch | undefined => [apples, boxes].find((one) => one.id === id);
const day = '2026-11-26';
const interval: LabelInterval = {
  active: '戊唑醇',
  registrationNo: null,
  crop: '苹果',
  days: 35,
  from: '2020-01-01',
  to: null,
};
const spray: Use = {
  type: 'pesticide',
  name: '戊唑醇430克/升悬浮剂',
  registrationNo: '',
  stoppedOn: '2026-11-01',
};

function factsWith(...uses: Use[]): Facts {
  const byEntry = Object.fromEntries(uses.map((use, index) => [String(index + 2), use]));
  const nothing = { seq: 4, uses: {} };
  const batches = { [apples.id]: { seq: 4, uses: byEntry }, [boxes.id]: nothing };
  return { batches, version: 1, products: ['苹果'], intervals: [interval] };
}

const picking: Known = {
  form: 'harvest',
  answers: { batch: apples.id, amount: '50 KGM', day },
  last: {},
  items: [],
  facts: factsWith(),
  find,
  now: Date.parse(`${day}T18:00:00+08:00`),
  language: 'zh-CN',
};

let ids = 0;

function told(kind: keyof typeof forms, answers: Record<string, string>, state: object): QueueItem {
  ids += 1;
  const data: JsonObject = forms[kind].data({ day, ...answers }, find);
  const batch = answers['batch'] ?? '';
  return {
    id: `event-${ids}`,
    batch,
    kind,
    occurredAt: `${day}T08:00:00Z`,
    data,
    ...state,
  } as unknown as QueueItem;
}

const queued = { state: 'queued', combined: '', kid: '' };
const refused = { state: 'refused', problem: { type: '', status: 409, title: '', detail: '', errors: [] } };
const recordedAs = (seq: number): object => ({ ...queued, state: 'recorded', seq });

/** The warnings in words. */
function said(known: Partial<Known>): string[] {
  return warningsOf({ ...picking, ...known }).map(({ words, figures }) => fill(words.zh, figures));
}

describe('the interval before harvest', () => {
  it('is warned of with the days that the list says, and nothing is refused', () => {
    expect(said({ facts: factsWith(spray) })).toEqual([
      '2026-11-01 用过 戊唑醇430克/升悬浮剂。清单写的安全间隔期最长 35 天，到 2026-11-26 才 25 天。会提示监管，仍可保存。',
    ]);
  });

  it('is over on the last day of use and the days of the label', () => {
    expect(said({ facts: factsWith({ ...spray, stoppedOn: '2026-10-22' }) })).toEqual([]);
    expect(said({ facts: factsWith({ ...spray, stoppedOn: '2026-10-23' }) })).toHaveLength(1);
  });

  it('counts from the last use, those on this phone among them that are not read from the ledger', () => {
    const answers = { batch: apples.id, type: 'pesticide', name: spray.name, amount: '1 LTR' };
    const facts = factsWith({ ...spray, stoppedOn: '2026-09-01' });
    expect(said({ facts })).toEqual([]);
    expect(said({ facts, items: [told('input', answers, queued)] })[0]).toContain('到 2026-11-26 才 0 天');
    expect(said({ facts, items: [told('input', answers, recordedAs(5))] })).toHaveLength(1);
    expect(said({ facts, items: [told('input', answers, recordedAs(4))] })).toEqual([]);
    expect(said({ facts, items: [told('input', answers, refused)] })).toEqual([]);
  });

  it('is told as unknown where no label is known, and where the uses of the batch were not read', () => {
    const veterinary = { ...spray, type: 'veterinary', name: '示例药' };
    expect(said({ facts: factsWith(veterinary) })[0]).toContain('没有它的安全间隔期');
    expect(said({ facts: { ...factsWith(), batches: {} } })).toEqual([warningWords.usesUnread.zh]);
    const behind = { ...factsWith(), batches: { [apples.id]: { seq: 3, uses: {} } } };
    expect(said({ facts: behind })).toEqual([warningWords.usesUnread.zh]);
  });

  it('is no matter of fertilizers, of later uses, of other batches or of other events', () => {
    expect(said({ facts: factsWith({ ...spray, type: 'fertilizer' }) })).toEqual([]);
    expect(said({ facts: factsWith({ ...spray, stoppedOn: '2026-11-27' }) })).toEqual([]);
    expect(said({ facts: factsWith(spray), answers: { ...picking.answers, batch: boxes.id } })).toEqual([]);
    expect(said({ facts: factsWith(spray), form: 'shipment' })).toEqual([]);
  });
});

describe('the days of a label', () => {
  const other: LabelInterval = { ...interval, registrationNo: 'PD20990123', days: 28 };

  it('are the longest of its active, or those of its own registration', () => {
    const intervals = [interval, { ...interval, days: 21 }, other];
    expect(intervalDaysOf(spray, '苹果', intervals)).toBe(35);
    expect(intervalDaysOf({ ...spray, registrationNo: 'PD20990123' }, '苹果', intervals)).toBe(28);
  });

  it.each([
    ['another active that begins the same', { name: '戊唑醇嘧菌酯' }, '苹果'],
    ['a mixture', { name: '戊唑醇·嘧菌酯75%' }, '苹果'],
    ['a trade name', { name: '好年冬' }, '苹果'],
    ['another crop', {}, '梨'],
    ['a day before the row', { stoppedOn: '2019-12-31' }, '苹果'],
  ])('are not known of %s', (_, change, product) => {
    expect(intervalDaysOf({ ...spray, ...change }, product, [interval])).toBeNull();
  });

  it('are known by the active alone, in any width, for one of several crops', () => {
    expect(intervalDaysOf({ ...spray, name: '戊唑醇' }, '苹果', [interval])).toBe(35);
    expect(
      intervalDaysOf({ ...spray, name: '戊唑醇４３０克' }, '苹果', [{ ...interval, crop: '梨/苹果' }]),
    ).toBe(35);
  });
});

describe('more than is left', () => {
  const sending = { form: 'shipment', answers: { batch: apples.id, amount: '120 KGM', day } } as const;

  it('is warned of, in the unit of the batch, with what waits on this phone', () => {
    expect(said(sending)).toEqual([
      '苹果 APP-1 只剩 100 公斤（已算上本机没入账的），这里是 120 公斤。多出来的会被退回，仍可保存。',
    ]);
    expect(said({ ...sending, answers: { ...sending.answers, amount: '200 CN-JIN' } })).toEqual([]);
    const sent = told('shipment', { batch: apples.id, amount: '60 KGM', name: '示例菜店' }, queued);
    const picked = told('harvest', { batch: apples.id, amount: '80 KGM' }, queued);
    const packed = told(
      'processing',
      { source: apples.id, batch: boxes.id, taken: '30 KGM', amount: '25 KGM', process: 'pack' },
      recordedAs(5),
    );
    expect(said({ ...sending, items: [sent] })[0]).toContain('只剩 40 公斤');
    expect(said({ ...sending, items: [picked] })).toEqual([]);
    expect(said({ ...sending, items: [packed] })[0]).toContain('只剩 70 公斤');
    const fromBoxes = { ...sending.answers, batch: boxes.id, amount: '126 KGM' };
    expect(said({ ...sending, answers: fromBoxes, items: [packed] })[0]).toContain('只剩 125 公斤');
  });

  it('counts nothing that came back, or was in the ledger when the batch was fetched', () => {
    const sent = { batch: apples.id, amount: '60 KGM', name: '示例菜店' };
    const answers = { ...sending.answers, amount: '100 KGM' };
    const [back, there] = [told('shipment', sent, refused), told('shipment', sent, recordedAs(4))];
    expect(said({ ...sending, answers, items: [back, there] })).toEqual([]);
    expect(said({ ...sending, answers, items: [told('shipment', sent, recordedAs(5))] })).toHaveLength(1);
  });

  it('is warned of for what goes into a processing, never for a harvest', () => {
    const answers = { source: apples.id, batch: boxes.id, taken: '101 KGM', amount: '90 KGM', day };
    expect(said({ form: 'processing', answers })[0]).toContain('苹果 APP-1 只剩 100 公斤');
    expect(said({ answers: { ...picking.answers, amount: '101 KGM' } })).toEqual([]);
  });
});

describe('a day long ago', () => {
  it('is told as a late entry once it is two days and more', () => {
    const late = { ...picking.answers, day: '2026-11-23' };
    expect(said({ answers: late })).toEqual([
      '2026-11-23 是 3 天前的事。会标明是后来补记的，也会提示监管，仍可保存。',
    ]);
    expect(said({ answers: { ...late, day: '2026-11-25' } })).toEqual([]);
  });
});

describe('an amount', () => {
  it('ten times the one before is told, across units, and for the same input alone', () => {
    expect(said({ last: { amount: '10 CN-JIN' } })).toEqual([
      '上次是 10 斤，这次是 50 公斤，十倍或更多。请再看一眼数字和单位，仍可保存。',
    ]);
    expect(said({ last: { amount: '11 CN-JIN' } })).toEqual([]);
    expect(said({ last: { amount: '1 LTR' } })).toEqual([]);
    const answers = { batch: apples.id, type: 'water', name: '井水', amount: '50 LTR', day };
    const last = { ...answers, amount: '5 LTR' };
    expect(said({ form: 'input', answers, last })).toHaveLength(1);
    expect(said({ form: 'input', answers, last: { ...last, name: '河水' } })).toEqual([]);
  });
});

describe('the clock of the phone', () => {
  const words = (ms: number): string | undefined => {
    const warning = clockWarning(ms, 'zh-CN');
    return warning === null ? undefined : fill(warning.words.zh, warning.figures);
  };

  it('is told how far it is off, in words of its size, with what to do', () => {
    expect(words(0)).toBeUndefined();
    expect(words(6 * 60_000)).toMatch(/^手机时间比服务快 6 分钟。.*自动设置时间/);
    expect(words(-3 * 3_600_000)).toContain('慢 3 小时');
    expect(words(3_652 * 86_400_000)).toContain('快 10 年');
    expect(words(-400 * 86_400_000)).toContain('慢 400 天');
  });
});
