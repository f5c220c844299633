import { noRecord, unread, type CheckWords } from './outcome-words.js';
import type { CheckName } from './scan-view.js';
import { logCheckWords } from './words-log.js';

/** Every check with every way it can come out. */
export const checkWords = {
  'label-signature': {
    name: { zh: '标签签名', en: 'Label signature' },
    explain: {
      zh: '证明这个码由签发方签出；不能证明这张标签不是复制的。',
      en: 'Proves that the issuer signed this code; not that this sticker is no copy.',
    },
    outcomes: {
      pass: { status: 'pass', words: { zh: '签名与号码相符。', en: 'The signature belongs to this code.' } },
      wrong: {
        status: 'fail',
        words: { zh: '签名与号码对不上。', en: 'The signature does not belong to this code.' },
      },
      'unknown-key': {
        status: 'fail',
        words: { zh: '签名的密钥不是本站的。', en: 'The key that signed is not one of ours.' },
      },
      unsigned: {
        status: 'not-applicable',
        words: {
          zh: '只按号码查账，没有签名可核对。',
          en: 'Looked up by its number alone; there is no signature to check.',
        },
      },
    },
  },
  'label-issued': {
    name: { zh: '签发记录', en: 'Issue on record' },
    explain: {
      zh: '证明账上有签发这个码的记录；有签名而无记录的码不算数。',
      en: 'Proves that the issue of this code is on record; a signature alone does not count.',
    },
    outcomes: {
      pass: { status: 'pass', words: { zh: '见第 {seq} 条记录。', en: 'See entry {seq}.' } },
      'not-activated': {
        status: 'warn',
        words: {
          zh: '见第 {seq} 条记录；还没有启用。',
          en: 'See entry {seq}; not in use yet.',
        },
      },
      void: {
        status: 'fail',
        words: { zh: '见第 {seq} 条记录；标签已作废。', en: 'See entry {seq}; the label has been voided.' },
      },
      unknown: unread,
      missing: {
        status: 'fail',
        words: { zh: '账上没有签发这个码的记录。', en: 'There is no record that this code was issued.' },
      },
      batch: {
        status: 'pass',
        words: {
          zh: '这个批次在账上；整批共用一个码，没有逐件签发。',
          en: 'The batch is on record; all its pieces share one code, none is issued singly.',
        },
      },
    },
  },
  chain: {
    name: { zh: '记录链', en: 'Chain of entries' },
    explain: {
      zh: '证明记录之间首尾相接，没有一条被改、被插、从中间被抽走；不能证明内容属实。',
      en: 'Proves that no entry was changed, inserted or taken out of the middle; not that what it says is true.',
    },
    outcomes: {
      pass: {
        status: 'pass',
        words: {
          zh: '{count} 条记录逐条重算哈希，前后相接。',
          en: '{count} entries hashed again one by one: each names the one before.',
        },
      },
      'pass-origins': {
        status: 'pass',
        words: {
          zh: '{count} 条记录逐条重算哈希，前后相接；{sources} 个来源批次的也一样，且正是本批所指的。',
          en: '{count} entries hashed again one by one: each names the one before. So were those of {sources} source batches, which are the ones named here.',
        },
      },
      'broken-origin': {
        status: 'fail',
        words: {
          zh: '第 {seq} 条所指的来源批次，记录对不上。',
          en: 'The record of a source batch behind entry {seq} does not add up.',
        },
      },
      'revoked-origin': {
        status: 'fail',
        words: {
          zh: '第 {seq} 条所指的来源批次里，有记录的密钥当时已撤销。',
          en: 'In the record of a source batch behind entry {seq} the key of an entry had been revoked.',
        },
      },
      broken: {
        status: 'fail',
        words: { zh: '从第 {seq} 条起对不上。', en: 'It does not hold from entry {seq} on.' },
      },
      unknown: {
        status: 'unknown',
        words: { zh: '现在没能核对。', en: 'It could not be checked just now.' },
      },
      none: noRecord,
    },
  },
  'statement-signatures': {
    name: { zh: '记录签名', en: 'Signatures of entries' },
    explain: {
      zh: '证明每条记录由登记过的密钥签出。平台代签只表示登录的成员在平台上这样填写。',
      en: 'Proves that a registered key signed each entry. A signature by the platform only says that a signed-in member entered it.',
    },
    outcomes: {
      pass: {
        status: 'pass',
        words: {
          zh: '{count} 个签名都对：本人密钥 {own} 个，平台代签 {custodial} 个。',
          en: 'All {count} signatures are right: {own} by the party’s own key, {custodial} by the platform for it.',
        },
      },
      wrong: {
        status: 'fail',
        words: { zh: '第 {seq} 条的签名不对。', en: 'The signature of entry {seq} is wrong.' },
      },
      revoked: {
        status: 'fail',
        words: {
          zh: '第 {seq} 条的密钥当时已撤销。',
          en: 'The key of entry {seq} had been revoked when it was recorded.',
        },
      },
      unknown: unread,
      none: noRecord,
    },
  },
  ...logCheckWords,
  recall: {
    name: { zh: '召回', en: 'Recall' },
    explain: {
      zh: '查看本批和它的来源批次有没有生效的召回。',
      en: 'Looks for a recall in force over this batch, or over what it was made from.',
    },
    outcomes: {
      pass: { status: 'pass', words: { zh: '没有生效的召回。', en: 'No recall is in force.' } },
      recalled: { status: 'warn', words: { zh: '本批正在召回。', en: 'This batch is being recalled.' } },
      unknown: {
        status: 'unknown',
        words: {
          zh: '来源批次太多，无法逐一查看有没有召回。',
          en: 'Made from too many batches to look for recalls of all of them.',
        },
      },
      none: noRecord,
    },
  },
  findings: {
    name: { zh: '有无疑点', en: 'Open questions' },
    explain: {
      zh: '按规则查看记录，例如安全间隔期、禁用农药、检测结果，以及暂停放行和补录。',
      en: 'Looks at the record by rules, such as intervals before harvest, banned pesticides and test results, for holds and for late entries.',
    },
    outcomes: {
      pass: { status: 'pass', words: { zh: '没有发现问题。', en: 'Nothing was found.' } },
      found: {
        status: 'warn',
        words: { zh: '有 {count} 处需要核实。', en: 'To be looked into: {count}.' },
      },
      late: {
        status: 'warn',
        words: {
          zh: '有 {count} 条是补录的：事情过了 48 小时以后才记入。',
          en: 'Entries recorded late, more than 48 hours after they happened: {count}.',
        },
      },
      held: {
        status: 'warn',
        words: { zh: '本批被暂停放行，见第 {seq} 条记录。', en: 'The batch is on hold, see entry {seq}.' },
      },
      'held-origin': {
        status: 'warn',
        words: {
          zh: '有来源批次被暂停放行，见“原料来源”。',
          en: 'On hold: see “Made from”.',
        },
      },
      none: noRecord,
      unknown: unread,
      undecided: {
        status: 'unknown',
        words: {
          zh: '有 {count} 处因资料不全无法判断。',
          en: 'Cannot be decided with what is known: {count}.',
        },
      },
      stopped: {
        status: 'warn',
        words: { zh: '按规则暂停放行，见“规则结论”。', en: 'On hold by a rule: see “What the rules found”.' },
      },
    },
  },
  certificate: {
    name: { zh: '合格证与检测', en: 'Certificate and tests' },
    explain: {
      zh: '查看账上的合格证今天是否有效、检测是否合格；谁出具的，见上文。',
      en: 'Looks at whether the certificate holds today and the tests were passed; who issued them stands above.',
    },
    outcomes: {
      pass: {
        status: 'pass',
        words: { zh: '有效，没有不合格的检测。', en: 'Valid, and no test was failed.' },
      },
      'not-valid': {
        status: 'warn',
        words: { zh: '合格证存疑或已失效。', en: 'A certificate is in doubt or no longer valid.' },
      },
      'failed-test': {
        status: 'warn',
        words: { zh: '有不合格的检测。', en: 'A test was failed.' },
      },
      unknown: unread,
      none: {
        status: 'not-applicable',
        words: { zh: '账上没有合格证。', en: 'There is no certificate on record.' },
      },
    },
  },
  scans: {
    name: { zh: '扫码次数', en: 'Scans' },
    explain: {
      zh: '只看从多少个地区和网络扫码，不看是谁。次数多不说明货有问题，次数少也不能证明没有复制。',
      en: 'Looks at from how many regions and networks, never at who. Many scans say nothing against the goods, and few do not prove that there is no copy.',
    },
    outcomes: {
      first: {
        status: 'pass',
        words: { zh: '此前扫码 1 次，{day}。', en: 'Scanned once before, on {day}.' },
      },
      usual: {
        status: 'pass',
        words: {
          zh: '扫码 {count} 次，首次 {day}，没有不寻常之处。',
          en: 'Scanned {count} times, first on {day}: nothing unusual.',
        },
      },
      unusual: {
        status: 'warn',
        words: {
          zh: '这个码在 {places} 个地区被扫描 {count} 次，可能被复制。请核对包装、批号和购买处。',
          en: '{count} scans in {places} regions: perhaps a copy. Compare the package.',
        },
      },
      'unusual-networks': {
        status: 'warn',
        words: {
          zh: '这个码从 {networks} 个网络被扫描 {count} 次，可能被复制。请核对包装、批号和购买处。',
          en: '{count} scans from {networks} networks: perhaps a copy. Compare the package.',
        },
      },
      none: {
        status: 'not-applicable',
        words: { zh: '此前没有扫码记录。', en: 'It was not scanned before.' },
      },
      batch: {
        status: 'not-applicable',
        words: {
          zh: '整批共用一个码，扫码次数看不出复制。',
          en: 'All pieces share one code, so scans cannot show a copy.',
        },
      },
    },
  },
} as const satisfies Record<CheckName, CheckWords>;
