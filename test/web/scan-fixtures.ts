import type { Language } from '../../src/gs1/words.js';
import type {
  CheckName,
  ScanCheck,
  ScanEvent,
  ScanFacts,
  ScanLabel,
  ScanOrigin,
  ScanReason,
  ScanView,
} from '../../src/web/scan-view.js';
import { scanCheck } from '../../src/web/check-sentence.js';
import { scanReasons, scanVerdict } from '../../src/web/words-verdict.js';

/** Address of the unit label of the fixtures, as a phone opens it. */
export const labelPath = `/01/06937001000019/10/APP-20261018-01/21/8F3KQ7TN2V5XRA4DN?s=4QX${'0123456789'.repeat(15)}01234`;

const zh = (language: Language): boolean => language === 'zh-CN';
const cooperative = (language: Language): string =>
  zh(language) ? '栖霞示例果业农民专业合作社' : 'Qixia Example Fruit Growers Cooperative';

function allChecks(language: Language): ScanCheck[] {
  return [
    scanCheck('label-signature', 'pass', language, {}),
    scanCheck('label-issued', 'pass', language, { seq: 9 }),
    scanCheck('chain', 'pass', language, { count: 10 }),
    scanCheck('statement-signatures', 'pass', language, { count: 10, own: 1, custodial: 9 }),
    scanCheck('log-inclusion', 'pass', language, { count: 10, size: 240 }),
    scanCheck('witnesses', 'pass', language, {}),
    scanCheck('recall', 'pass', language, {}),
    scanCheck('findings', 'pass', language, {}),
    scanCheck('certificate', 'pass', language, {}),
    scanCheck('scans', 'usual', language, { count: 2, day: '2026-11-20' }),
  ];
}

/** The check that a reason rests on, which replaces the passing one. */
function reasonCheck(reason: ScanReason, language: Language): ScanCheck | null {
  switch (reason) {
    case 'not-issued':
    case 'signed-not-issued':
      return scanCheck('label-issued', 'missing', language, {});
    case 'bad-signature':
      return scanCheck('label-signature', 'wrong', language, {});
    case 'altered':
      return scanCheck('chain', 'broken', language, { seq: 4 });
    case 'key-revoked':
      return scanCheck('statement-signatures', 'revoked', language, { seq: 4 });
    case 'not-in-log':
      return scanCheck('log-inclusion', 'wrong', language, {});
    case 'not-witnessed':
      return scanCheck('witnesses', 'waiting', language, {});
    case 'label-void':
      return scanCheck('label-issued', 'void', language, { seq: 9 });
    case 'recalled':
      return scanCheck('recall', 'recalled', language, {});
    case 'held':
      return scanCheck('findings', 'held', language, { seq: 10 });
    case 'origin-held':
      return scanCheck('findings', 'held-origin', language, {});
    case 'certificate-not-valid':
      return scanCheck('certificate', 'not-valid', language, {});
    case 'inspection-failed':
      return scanCheck('certificate', 'failed-test', language, {});
    case 'findings':
      return scanCheck('findings', 'found', language, { count: 2 });
    case 'not-activated':
      return scanCheck('label-issued', 'not-activated', language, { seq: 9 });
    case 'unusual-scans':
      return scanCheck('scans', 'unusual', language, { places: 5, count: 12 });
    case 'not-checked':
      return scanCheck('chain', 'unknown', language, {});
    case 'not-decided':
      return scanCheck('findings', 'undecided', language, { count: 1 });
    case 'late-records':
      return scanCheck('findings', 'late', language, { count: 1 });
    case 'intact':
      return null;
  }
}

function event(seq: number, language: Language, of: Partial<ScanEvent>): ScanEvent {
  return {
    seq,
    kind: 'input',
    title: zh(language) ? '用药施肥' : 'Input used',
    sentence: '',
    occurredAt: '2026-08-20T06:30:00+08:00',
    recordedAt: '2026-08-20T01:12:07.123Z',
    who: cooperative(language),
    strength: 'declared',
    handover: null,
    signer: 'custodial',
    late: false,
    correctedBy: null,
    certificate: null,
    people: [],
    withheld: [],
    ...of,
  };
}

function appleTimeline(language: Language): ScanEvent[] {
  const t = (chinese: string, english: string): string => (zh(language) ? chinese : english);
  return [
    event(2, language, {
      sentence: t(
        '在富士园一号地喷施戊唑醇 430 克/升悬浮剂 2.5 升（PD20990123），稀释 3000 倍，防治斑点落叶病。',
        'Sprayed 2.5 L of tebuconazole 430 g/L SC (PD20990123), diluted 3000 times, against leaf spot, on Fuji plot 1.',
      ),
    }),
    event(3, language, {
      sentence: t(
        '喷施氯虫苯甲酰胺 0.4 公斤（PD20990456），防治桃小食心虫。',
        'Sprayed 0.4 kg of chlorantraniliprole (PD20990456) against peach fruit moth.',
      ),
      occurredAt: '2026-09-12T07:10:00+08:00',
      recordedAt: '2026-09-17T02:40:00.000Z',
      late: true,
      correctedBy: 6,
    }),
    event(4, language, {
      kind: 'harvest',
      title: t('采收', 'Harvest'),
      sentence: t('采收 31,250 公斤，面积 12.5 亩。', 'Harvested 31,250 kg from 12.5 mu.'),
      occurredAt: '2026-10-18T16:00:00+08:00',
      recordedAt: '2026-10-18T10:02:00.000Z',
      signer: 'participant',
    }),
    event(5, language, {
      kind: 'inspection',
      title: t('检测', 'Inspection'),
      sentence: t('按 GB 2763 检测 2 项，合格。', 'Two analytes tested against GB 2763, passed.'),
      occurredAt: '2026-10-20T09:00:00+08:00',
      recordedAt: '2026-10-23T03:00:00.000Z',
      who: t('烟台示例检测中心', 'Yantai Example Testing Centre'),
      strength: 'tested',
      signer: 'participant',
    }),
    event(6, language, {
      kind: 'correction',
      title: t('更正', 'Correction'),
      sentence: t('第 3 条的用量应为 0.45 公斤。', 'The amount in entry 3 should be 0.45 kg.'),
      occurredAt: '2026-10-24T09:00:00+08:00',
      recordedAt: '2026-10-24T01:05:00.000Z',
    }),
    event(7, language, {
      kind: 'shipment',
      title: t('发货', 'Shipment'),
      sentence: t('发出 8,000 公斤，收货方已确认。', 'Shipped 8,000 kg, confirmed by the receiver.'),
      occurredAt: '2026-11-20T14:00:00+08:00',
      recordedAt: '2026-11-20T06:10:00.000Z',
      strength: 'countersigned',
    }),
  ];
}

function appleFacts(reason: ScanReason, language: Language): ScanFacts {
  const t = (chinese: string, english: string): string => (zh(language) ? chinese : english);
  return {
    inspections: [
      {
        result: reason === 'inspection-failed' ? 'fail' : 'pass',
        by: t('烟台示例检测中心', 'Yantai Example Testing Centre'),
        reportNo: '示例-2026-10231',
        on: '2026-10-23',
        strength: 'tested',
      },
    ],
    claims: [],
    certificates: [
      {
        title: t('承诺达标合格证', 'Commitment certificate'),
        issuer: cooperative(language),
        number: null,
        issuedOn: '2026-11-20',
        state: reason === 'certificate-not-valid' ? 'challenged' : 'valid',
        strength: 'declared',
      },
    ],
    recall:
      reason === 'recalled'
        ? {
            reason: t('检出农药残留超标。', 'Pesticide residue above the limit.'),
            advice: null,
            by: t('栖霞市示例市场监管局', 'Qixia Example Market Regulator'),
            announcedOn: '2026-11-26',
            lots: ['APP-20261018-01', 'APP-20261018-02'],
            phone: '12315',
          }
        : null,
    origin: { places: [t('山东省烟台市栖霞市', 'Qixia, Yantai, Shandong')], said: 'sources' },
    harvest: { from: '2026-10-18', to: '2026-10-19', said: 'sources' },
    size: { value: '30250', unit: 'KGM' },
  };
}

/** Two batches that were packed together, one of another organization, and what the first was made from. */
function appleOrigins(language: Language, reason: ScanReason): ScanOrigin[] {
  const t = (chinese: string, english: string): string => (zh(language) ? chinese : english);
  const kg = (value: string) => ({ value, unit: 'KGM' });
  const pack = t('包装', 'Packed');
  const place = t('山东省烟台市栖霞市', 'Qixia, Yantai, Shandong');
  return [
    {
      level: 1,
      product: t('苹果', 'Apples'),
      variety: t('烟富3', 'Yanfu 3'),
      lot: 'APP-20261018-00',
      organization: cooperative(language),
      place,
      harvest: { from: '2026-10-18', to: '2026-10-18' },
      held: reason === 'origin-held',
      flows: [{ into: null, step: pack, put: kg('24300'), got: kg('30250'), share: '80.3' }],
    },
    {
      level: 1,
      product: t('苹果', 'Apples'),
      variety: null,
      lot: 'S-17',
      organization: t('蛇窝泊示例农户', 'Shewobo example farm'),
      place,
      harvest: { from: '2026-10-18', to: '2026-10-19' },
      held: false,
      flows: [{ into: null, step: pack, put: kg('5950'), got: kg('30250'), share: '19.7' }],
    },
    {
      level: 2,
      product: t('苹果', 'Apples'),
      variety: null,
      lot: null,
      organization: t('蛇窝泊示例农户', 'Shewobo example farm'),
      place,
      harvest: null,
      held: false,
      flows: [{ into: 1, step: t('分级', 'Graded'), put: null, got: null, share: null }],
    },
  ];
}

/** The same answer with `count` origins, three of which went into the first. */
export function withOrigins(view: ScanView, count: number): ScanView {
  const [sample] = view.origins;
  if (sample === undefined) throw new Error('no fixture');
  const origins = Array.from({ length: count }, (_, at): ScanOrigin => {
    const into = at > 2 && at < 6 ? 0 : null;
    const put = { value: String(1_000 + at * 37), unit: 'KGM' };
    const flow = { into, step: sample.flows[0]?.step ?? '', put, got: { value: '99000', unit: 'KGM' } };
    return {
      ...sample,
      level: into === null ? 1 : 2,
      lot: `S-${String(at * 7_919)}`,
      organization: `${sample.organization} ${String(at)}`,
      flows: [{ ...flow, share: `${String(at)}.5` }],
    };
  });
  return { ...view, origins };
}

function label(form: ScanLabel['form'], reason: ScanReason): ScanLabel {
  const voided = reason === 'label-void' ? 'void' : 'activated';
  return {
    form,
    code: form === 'batch' ? 'APP-20261018-01' : '8F3KQ7TN2V5XRA4DN',
    number: form === 'batch' ? null : 17,
    state: reason === 'not-activated' ? 'issued' : voided,
  };
}

/** An answer for the apple batch of the demo data that leads with `reason`. */
export function scanViewOf(
  reason: ScanReason,
  language: Language,
  form: ScanLabel['form'] = 'signed',
): ScanView {
  const found = reasonCheck(reason, language);
  const checks = allChecks(language).map((check) => (check.check === found?.check ? found : check));
  const head = scanVerdict(reason, language);
  if (scanReasons[reason].verdict === 'unknown') return unknownView(head, language, found);
  const batch = '4b1f3c52-8a7e-4c55-9e0d-1f2a3b4c5d6e';
  return {
    ...head,
    checks,
    findings: reason === 'findings' || reason === 'not-decided' ? [findingOf(reason, language)] : [],
    product: {
      id: '0f6f5a1e-33a4-4d8b-9a53-6f3f7f0f2b11',
      name: zh(language) ? '苹果' : 'Apples',
      variety: zh(language) ? '烟富3' : 'Yanfu 3',
      gtin: '06937001000019',
    },
    batch: { id: batch, code: '8F3KQ7TN2V5XRA4DN', lot: 'APP-20261018-01' },
    organization: { id: 'c2a0f3a4-0d4b-4a5e-8a53-2b7a6e0c9d10', name: cooperative(language) },
    label: label(form, reason),
    facts: appleFacts(reason, language),
    timeline: appleTimeline(language),
    origins: appleOrigins(language, reason),
    originsComplete: true,
    scans:
      reason === 'unusual-scans'
        ? { count: 12, first: '2026-11-20', pattern: 'unusual', places: 5 }
        : { count: 2, first: '2026-11-20', pattern: 'usual', places: null },
    proof: {
      kid: form === 'signed' ? 'm0vTzXk1Qq7r8G4uYc2hJw9sN5bE6aLdPfKxRiVtZyo' : null,
      chain: `batch/${batch}`,
      seq: 10,
      leafHash: 'kQ3nV7wXyZ0aBcDeFgHiJkLmNoPqRsTuVwXyZ012345',
      logIndex: 239,
    },
    checkpoint: null,
    evidence: null,
  };
}

function findingOf(reason: 'findings' | 'not-decided', language: Language): ScanView['findings'][number] {
  const fails = reason === 'findings';
  return {
    rule: fails ? 'R27' : 'R28',
    title: zh(language) ? '安全间隔期' : 'Interval before harvest',
    outcome: fails ? 'fail' : 'unknown',
    severity: fails ? 'critical' : 'medium',
    detail: zh(language)
      ? '10 月 18 日采收，距最后一次使用戊唑醇（9 月 30 日）18 天，少于安全间隔期 35 天。'
      : 'Harvested on 18 October, 18 days after the last use of tebuconazole on 30 September; the label asks for 35.',
    source: zh(language)
      ? '《农产品质量安全法》第二十九条'
      : 'Law on quality and safety of farm products, art. 29',
    released: null,
  };
}

function unknownView(
  head: Pick<ScanView, 'verdict' | 'reason' | 'summary'>,
  language: Language,
  found: ScanCheck | null,
): ScanView {
  const none: CheckName[] = ['chain', 'statement-signatures', 'findings', 'certificate', 'scans'];
  const checks = allChecks(language).map((check) => {
    if (check.check === found?.check) return found;
    if (check.check === 'label-signature' && head.reason === 'not-issued') {
      return scanCheck('label-signature', 'unsigned', language, {});
    }
    const silent = none.find((name) => name === check.check);
    return silent === undefined ? check : scanCheck(silent as 'chain', 'none', language, {});
  });
  return {
    ...head,
    checks,
    findings: [],
    product: null,
    batch: null,
    organization: null,
    label: { form: 'compact', code: '8F3KQ7TN2V5XRA4DN', number: null, state: 'unknown' },
    facts: null,
    timeline: [],
    origins: [],
    originsComplete: true,
    scans: null,
    proof: null,
    checkpoint: null,
    evidence: null,
  };
}

/** The same answer with a timeline of `count` entries of differing text. */
export function withEvents(view: ScanView, language: Language, count: number): ScanView {
  const sample = appleTimeline(language);
  const timeline = Array.from({ length: count }, (_, at) => {
    const from = sample[at % sample.length] as ScanEvent;
    const day = String(1 + (at % 28)).padStart(2, '0');
    return {
      ...from,
      seq: at + 1,
      sentence: `${from.sentence} ${(at * 7919).toString(36)} ${(at * 104_729).toString(36)}`,
      occurredAt: `2026-09-${day}T0${String(at % 10)}:15:00+08:00`,
      recordedAt: `2026-09-${day}T1${String(at % 10)}:${String(10 + at)}:07.500Z`,
    };
  });
  return { ...view, timeline };
}
