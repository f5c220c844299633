import type { Words } from '../gs1/words.js';

/** What a page says of a recall in force, and of the record beside it. */
export const recallWords = {
  reason: { zh: '原因', en: 'Reason' },
  toDo: { zh: '怎么办', en: 'What to do' },
  doNotEat: { zh: '不要食用。', en: 'Do not eat it.' },
  takeBack: {
    zh: '留好包装，退回购买处。',
    en: 'Keep the package and take it back to where you bought it.',
  },
  call: { zh: '有疑问，打电话：', en: 'Questions: call' },
  callOrganization: { zh: '发布方', en: 'who recalls it' },
  callAuthority: { zh: '市场监管投诉举报', en: 'the market regulator' },
  lots: { zh: '涉及批号', en: 'Lots' },
  by: { zh: '发布', en: 'Announced by' },
  copy: {
    zh: '本站现在查不了账。上面是 {time}（北京时间）存下的召回，之后有没有变化还不知道；其他记录请稍后再查。',
    en: 'Nothing can be looked up just now. This is the recall as it was kept at {time} (Beijing time); whether it changed since is not known. Please look again later for the rest.',
  },
  recordAside: { zh: '记录核对结果', en: 'The record itself' },
  recordHolds: {
    zh: '记录核对通过，未见改动；召回说的是产品。',
    en: 'The record was checked and no alteration found; the recall is about the goods.',
  },
  recordNotSettled: {
    zh: '记录有一项没能核对或需要留意；召回照样有效。',
    en: 'One check of the record could not be made or needs attention; the recall stands all the same.',
  },
} as const satisfies Record<string, Words>;
