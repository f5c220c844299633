import type { Words } from '../gs1/words.js';

/** What the capture app warns of before something is kept. It refuses nothing: each says what follows. */
export const warningWords = {
  title: { zh: '请留意', en: 'Please note' },
  interval: {
    zh: '{used} 用过 {name}。清单写的安全间隔期最长 {days} 天，到 {day} 才 {between} 天。会提示监管，仍可保存。',
    en: '{name} was used on {used}. The list says an interval before harvest of up to {days} days; by {day} it is {between}. Authorities are told; you can still keep it.',
  },
  intervalUnknown: {
    zh: '{used} 用过 {name}，到 {day} 是 {between} 天。手机里没有它的安全间隔期，请照标签核对。仍可保存。',
    en: '{name} was used on {used}, {between} days before {day}. Its interval before harvest is not known on this phone: compare with the label. You can still keep it.',
  },
  usesUnread: {
    zh: '手机里还没有这一批在账上的用药记录，安全间隔期无法核对。仍可保存。',
    en: 'What the ledger has of pesticides on this batch is not on this phone yet, so the interval before harvest is not checked. You can still keep it.',
  },
  more: {
    zh: '{batch} 只剩 {left}（已算上本机没入账的），这里是 {amount}。多出来的会被退回，仍可保存。',
    en: '{batch} has {left} left, with what waits on this phone; this is {amount}. More than there is comes back; you can still keep it.',
  },
  otherRegistration: {
    zh: '包装上的码说登记证号后六位是 {digits}，这里填的是 {name}。请照标签核对，仍可保存。',
    en: 'The code on the package says a registration number that ends in {digits}; here it is {name}. Compare with the label; you can still keep it.',
  },
  late: {
    zh: '{day} 是 {days} 天前的事。会标明是后来补记的，也会提示监管，仍可保存。',
    en: '{day} is {days} days ago. It is marked as a late entry and authorities are told; you can still keep it.',
  },
  tenfold: {
    zh: '上次是 {before}，这次是 {amount}，十倍或更多。请再看一眼数字和单位，仍可保存。',
    en: 'Last time it was {before}, now it is {amount}: ten times as much or more. Look at number and unit again; you can still keep it.',
  },
  clockAhead: {
    zh: '手机时间比服务快 {span}。记下的日期会不对，超前的会被退回。请在手机设置里打开“自动设置时间”。',
    en: 'This phone’s clock is {span} ahead of the service. Days come out wrong, and what lies ahead comes back. Turn on automatic time in the phone’s settings.',
  },
  clockBehind: {
    zh: '手机时间比服务慢 {span}。记下的日期会不对，会显得很早以前。请在手机设置里打开“自动设置时间”。',
    en: 'This phone’s clock is {span} behind the service. Days come out wrong, as if long ago. Turn on automatic time in the phone’s settings.',
  },
  minutes: { zh: '{n} 分钟', en: '{n} minutes' },
  hours: { zh: '{n} 小时', en: '{n} hours' },
  days: { zh: '{n} 天', en: '{n} days' },
  years: { zh: '{n} 年', en: '{n} years' },
} as const satisfies Record<string, Words>;
