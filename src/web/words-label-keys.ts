import type { Words } from '../gs1/words.js';

/** What the console says of the keys that sign labels. */
export const labelKeyWords = {
  title: { zh: '标签钥匙', en: 'Label keys' },
  what: {
    zh: '标签上的签名是用这些钥匙签的。新发的标签用最新一把有效的；以前发的，一直算各自那一把签的。',
    en: 'The signatures on labels are made with these keys. New labels are signed with the newest one that is valid; those issued before keep theirs.',
  },
  stated: {
    zh: '换钥匙和停用钥匙都写进服务运营方的账本，所有人都看得到。',
    en: 'Each new key and each revocation is stated in the ledger of the operator, for everyone to read.',
  },
  cannot: { zh: '只有系统管理员管理标签钥匙。', en: 'Admins alone manage the keys of labels.' },
  use: { zh: '用处', en: 'Use' },
  current: { zh: '新标签用它签', en: 'signs new labels' },
  earlier: { zh: '以前的标签用它签的', en: 'signed labels of before' },
  noneValid: {
    zh: '没有有效的标签钥匙：做好一把新的之前，不能签发带签名的标签。',
    en: 'No label key is valid: until a new one is made, no signed label can be issued.',
  },
  make: { zh: '换一把新钥匙', en: 'Make the next key' },
  makeWhat: {
    zh: '定期更换，或者现在这把可能泄露了，就做一把新的。以后发的标签用新的签；以前发的标签不受影响。旧的那把在您停用之前仍然有效。',
    en: 'Now and then, or when the present one may have leaked. Labels that are issued afterwards are signed with the new one; those of before are not touched. The old one stays valid until you revoke it.',
  },
  makeSure: {
    zh: '新钥匙不能删除，只能停用。确定吗？',
    en: 'A key cannot be deleted, only revoked. Are you sure?',
  },
  makeLost: {
    zh: '也许已经换好了，请看上面。在这一页再办一次，也只换一把。',
    en: 'It may be done: see above. If you try again on this page, it is still one key.',
  },
  makeDone: { zh: '新钥匙已启用。', en: 'The new key is in use.' },
  one: { zh: '停用一把标签钥匙', en: 'Revoke a label key' },
  notThere: { zh: '没有这把标签钥匙。', en: 'There is no such label key.' },
  revokeWhat: {
    zh: '钥匙泄露了，或者不再用了，就停用它。停用以后，不再用它签发标签，它签过、还没印的标签也印不出来：那些要作废，再另发一套。已经印好、贴出去的标签不受影响，扫码照样核对，结果不变。停用会写进账本，不能恢复。',
    en: 'For a key that has leaked or is not used any more. Nothing more is issued with it, and labels of it that are not printed yet are printed no more: void them and issue another set. Labels that are printed and on goods are not touched; whoever scans them gets the same result as before. This is an entry and cannot be taken back.',
  },
  revokeCurrent: {
    zh: '新标签现在用这把钥匙签。请先换一把新钥匙，再停用它；否则签发会停下来，或者退回用更早的一把。',
    en: 'New labels are signed with this key now. Make the next one first: otherwise issuing stops, or falls back to an earlier key.',
  },
  reasonHint: {
    zh: '所有人都看得到，不要写人名和电话。例如：钥匙泄露。',
    en: 'Everyone can read it: no names, no telephone numbers. For example: key leaked.',
  },
  back: { zh: '返回标签钥匙', en: 'Back to label keys' },
} as const satisfies Readonly<Record<string, Words>>;
