import type { Words } from '../gs1/words.js';

/** What the apps say of where something was recorded. Braces hold figures. */
export const positionWords = {
  position: { zh: '位置', en: 'Position' },
  within: { zh: '位置：约 {distance}', en: 'Position: within about {distance}' },
  inOwnOnly: { zh: '只有本单位的成员看得到。', en: 'Only members of your organization see it.' },
  add: { zh: '记录时附上位置', en: 'Add position to records' },
  what: {
    zh: '打开后，每次记录时手机取一次位置，随记录加密保存；只有本单位的成员看得到，每次核对时都可以不附。',
    en: 'With this on, the phone takes its position at each record and keeps it sealed with the record; only members of your organization see it, and you can leave it out each time you check a record.',
  },
  erasing: {
    zh: '随时可以关掉。已经入账的位置，请负责人在工作台的批次时间线里删除。',
    en: 'Turn it off whenever you like. Positions that are in the ledger are erased by an owner, in the batch’s timeline in the console.',
  },
  asking: { zh: '正在请浏览器允许取位置…', en: 'Asking the browser to allow it …' },
  works: { zh: '已打开。现在取到的位置约 {distance}。', en: 'On. Right now it is within about {distance}.' },
  worksLater: {
    zh: '已打开。现在还没有取到位置，屋里常这样；下次记录时再取。',
    en: 'On. No position could be taken yet, as often indoors; it is tried again at the next record.',
  },
  notAllowed: {
    zh: '浏览器不允许取位置，所以没有打开；不打开也照样记录。要用的话，先在浏览器的网站设置里允许“位置”，再点一次。',
    en: 'The browser does not allow it, so it stays off; recording works without it. To use it, allow “Location” in the browser’s settings for this site and press again.',
  },
  notThere: {
    zh: '这台手机现在取不到位置，所以没有打开；不打开也照样记录。请看手机的定位服务是不是开着，再点一次。',
    en: 'This phone cannot tell its position now, so it stays off; recording works without it. See whether location is turned on in the phone’s settings, and press again.',
  },
  taking: {
    zh: '正在取位置…不用等，可以直接确认。',
    en: 'Taking the position … No need to wait: you can confirm.',
  },
  rough: {
    zh: '误差很大，看不出是哪块地；可以不附。',
    en: 'That is very rough and does not tell which field; you may leave it out.',
  },
  leaveOut: { zh: '这次不附位置', en: 'Leave the position out' },
  leftOut: { zh: '这条记录不附位置。', en: 'This record goes without a position.' },
  denied: {
    zh: '没有位置：浏览器不允许。记录照样保存。',
    en: 'No position: the browser does not allow it. The record is kept all the same.',
  },
  missing: {
    zh: '没有取到位置。记录照样保存。',
    en: 'No position could be taken. The record is kept all the same.',
  },
  erase: { zh: '删除位置', en: 'Erase the position' },
  eraseQuestion: {
    zh: '删除后谁也看不到这个位置，不能恢复；记录还在。确定删除？',
    en: 'Nobody will see this position any more, and it cannot be brought back; the record stays. Erase it?',
  },
  erased: { zh: '位置已删除。', en: 'The position is erased.' },
} as const satisfies Record<string, Words>;
