import { say, type Language, type Words } from '../gs1/words.js';
import type { ScanReason, Verdict } from './scan-view.js';

/** How a verdict looks; the icon and the heading say the same without the colour. Green is for `good` alone. */
export type Tone = 'good' | 'warn' | 'bad' | 'plain';
export type IconName = 'check' | 'alert' | 'cross' | 'question' | 'hourglass' | 'dash';

interface ReasonWords {
  readonly verdict: Verdict;
  readonly tone: Tone;
  readonly icon: IconName;
  readonly heading: Words;
  /** The `summary` of api.md: ≤ 20 Chinese characters, ≤ 12 English words. */
  readonly summary: Words;
}

function reason(
  [verdict, tone, icon]: readonly [Verdict, Tone, IconName],
  heading: Words,
  summary: Words,
): ReasonWords {
  return { verdict, tone, icon, heading, summary };
}

/** What the verdict card leads with. None of it says anything about the goods. */
export const scanReasons: Readonly<Record<ScanReason, ReasonWords>> = {
  'not-issued': reason(
    ['unknown', 'plain', 'question'],
    { zh: '查无此码', en: 'No such code' },
    { zh: '这个码不是本站签发的。', en: 'This code was not issued here.' },
  ),
  'signed-not-issued': reason(
    ['unknown', 'plain', 'question'],
    { zh: '查无签发记录', en: 'No record of this label' },
    { zh: '码里有签名，账上没有这枚标签。', en: 'The code is signed, but its issue is not on record.' },
  ),
  'bad-signature': reason(
    ['invalid', 'bad', 'cross'],
    { zh: '签名不对', en: 'Wrong signature' },
    { zh: '码里的签名与号码对不上。', en: 'The signature does not belong to this code.' },
  ),
  altered: reason(
    ['invalid', 'bad', 'cross'],
    { zh: '记录对不上', en: 'The record does not add up' },
    { zh: '有记录与签名或哈希不符。', en: 'An entry does not match its signature or hash.' },
  ),
  'key-revoked': reason(
    ['invalid', 'bad', 'cross'],
    { zh: '密钥已撤销', en: 'Signed by a revoked key' },
    { zh: '有记录的签名密钥当时已撤销。', en: 'The key of an entry had been revoked.' },
  ),
  'not-in-log': reason(
    ['invalid', 'bad', 'cross'],
    { zh: '与公开日志不符', en: 'Not what the public log holds' },
    { zh: '公开日志里不是这些记录。', en: 'The public log holds other entries.' },
  ),
  'label-void': reason(
    ['invalid', 'bad', 'cross'],
    { zh: '标签已作废', en: 'Label voided' },
    { zh: '签发方已作废这枚标签。', en: 'Its issuer has voided this label.' },
  ),
  recalled: reason(
    ['caution', 'bad', 'cross'],
    { zh: '召回：请停止食用', en: 'Recall: do not eat this' },
    { zh: '本批产品正在召回。', en: 'This batch is being recalled.' },
  ),
  held: reason(
    ['caution', 'warn', 'alert'],
    { zh: '有待核实：暂停放行', en: 'To be checked: on hold' },
    { zh: '本批暂停放行，等待查明。', en: 'This batch is on hold until a question is settled.' },
  ),
  'origin-held': reason(
    ['caution', 'warn', 'alert'],
    { zh: '有待核实：来源', en: 'To be checked: source' },
    { zh: '有来源批次暂停放行，等待查明。', en: 'One of its sources is on hold.' },
  ),
  'certificate-not-valid': reason(
    ['caution', 'warn', 'alert'],
    { zh: '有待核实：合格证', en: 'To be checked: certificate' },
    { zh: '合格证存疑或已失效。', en: 'A certificate is in doubt or no longer valid.' },
  ),
  'inspection-failed': reason(
    ['caution', 'warn', 'alert'],
    { zh: '有待核实：检测', en: 'To be checked: test result' },
    { zh: '记录里有不合格的检测。', en: 'The record holds a test that was failed.' },
  ),
  findings: reason(
    ['caution', 'warn', 'alert'],
    { zh: '有待核实', en: 'To be checked' },
    { zh: '记录里有一处需要核实。', en: 'Something in the record needs to be looked into.' },
  ),
  'not-activated': reason(
    ['caution', 'warn', 'hourglass'],
    { zh: '尚未激活', en: 'Not yet activated' },
    { zh: '标签已签发，还没有启用。', en: 'The label was issued, but is not in use yet.' },
  ),
  'unusual-scans': reason(
    ['caution', 'warn', 'alert'],
    { zh: '有待核实：扫码次数', en: 'To be checked: scans' },
    {
      zh: '扫码情况不寻常，标签可能被复制。',
      en: 'The label may have been copied.',
    },
  ),
  'not-witnessed': reason(
    ['caution', 'warn', 'hourglass'],
    { zh: '尚未得到见证', en: 'Not yet witnessed' },
    { zh: '刚记入，公开日志还没得到见证。', en: 'Recorded; the public log is not yet witnessed.' },
  ),
  'not-checked': reason(
    ['caution', 'warn', 'question'],
    { zh: '有一项没能核对', en: 'One check could not be made' },
    { zh: '请稍后再查一次。', en: 'Please look again later.' },
  ),
  'not-decided': reason(
    ['caution', 'warn', 'question'],
    { zh: '有一处无法判断', en: 'Something cannot be decided' },
    { zh: '资料不全，有规则无法判断。', en: 'Too little is known to decide one of the rules.' },
  ),
  'late-records': reason(
    ['caution', 'warn', 'alert'],
    { zh: '有待核实：有补录', en: 'To be checked: late entries' },
    { zh: '记录未见改动，有几条是补录的。', en: 'No alteration found, but some entries were recorded late.' },
  ),
  intact: reason(
    ['verified', 'good', 'check'],
    { zh: '记录核对通过，未见改动', en: 'Record checked, no alteration found' },
    { zh: '每条记录都与签名和哈希相符。', en: 'Every entry matches its signature and its hash.' },
  ),
};

/** The head of the answer for a reason: verdict and summary come from the same row, so they cannot disagree. */
export function scanVerdict(
  leading: ScanReason,
  language: Language,
): { readonly verdict: Verdict; readonly reason: ScanReason; readonly summary: string } {
  const row = scanReasons[leading];
  return { verdict: row.verdict, reason: leading, summary: say(row.summary, language) };
}
