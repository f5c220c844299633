import type { Words } from '../gs1/words.js';

/** What the console says of machines that act for an organization. Braces hold figures. */
export const machineWords = {
  title: { zh: '接入的机器', en: 'Machines' },
  list: { zh: '在用的机器和程序', en: 'Machines and programs in use' },
  what: {
    zh: '秤、包装线、本家的软件，用自己的编号和密钥往账本里写，不用任何人的密码。它写的算本家的话，只能做这里允许的事。',
    en: 'Scales, packing lines and software of yours write to the ledger with an id and a secret of their own, without anybody’s password. What they write is your organization’s word; they can do only what is allowed here.',
  },
  seen: {
    zh: '密钥被别人看到了，就停用那台，另登记一台：只换密钥，被看到的还能用 24 小时。',
    en: 'If somebody saw a secret, end the machine and register another: after a change alone, the secret that was seen works for 24 hours more.',
  },
  none: { zh: '还没有接入机器。', en: 'There is no machine yet.' },
  cannot: {
    zh: '这里是各家自己的机器。您现在不替任何一家办理。',
    en: 'This is of the machines of organizations. You act for none now.',
  },
  toMachines: { zh: '这一家接入的机器', en: 'Machines of this organization' },
  name: { zh: '叫什么', en: 'Name' },
  nameHint: {
    zh: '写清是哪台机器或哪个程序，例如：包装线 2 号秤。',
    en: 'Which machine or program it is, such as: scale 2 of the packing line.',
  },
  may: { zh: '可以做什么', en: 'What it may do' },
  mayHint: {
    zh: '只选用得着的。以后不能改，要改就另登记一台。',
    en: 'No more than it needs. It cannot be changed: register another one instead.',
  },
  id: { zh: '编号', en: 'Id' },
  since: { zh: '登记', en: 'Since' },
  until: { zh: '用到', en: 'Until' },
  noEnd: { zh: '不到期', en: 'no end' },
  lastDay: { zh: '最后一天（可不填）', en: 'Last day (may stay empty)' },
  lastDayHint: {
    zh: '过了这一天自己停用，最长十年。不填就一直用到您停用为止。',
    en: 'After it the machine ends by itself; ten years at most. Without it, it goes on until you end it.',
  },
  acts: { zh: '管理', en: 'Manage' },
  register: { zh: '登记一台机器', en: 'Register a machine' },
  registered: { zh: '{name} 已登记。', en: '{name} is registered.' },
  secret: { zh: '密钥', en: 'Secret' },
  once: {
    zh: '密钥只显示这一次，离开这一页就再也看不到。',
    en: 'The secret is shown this once, and never again after you leave this page.',
  },
  enter: {
    zh: '现在就把编号和密钥填进那台机器或那个程序的设置里。不要用微信或邮件转发；谁拿到密钥，谁就能替它写。',
    en: 'Put id and secret into the settings of the machine or program now. Do not send them by chat or mail: whoever has the secret can write in its place.',
  },
  tokenAt: { zh: '取令牌的地址', en: 'Where it gets tokens' },
  kept: { zh: '已经填好，不再显示', en: 'It is in place: hide it' },
  registerLost: {
    zh: '没有收到回答，也许已经登记上了。上面的名单已重新读过：里面有了，就给它换一个密钥，不要再登记。',
    en: 'No answer came: it may be registered. The list above was read anew. If it is there, give it another secret and do not register it again.',
  },
  rotate: { zh: '换密钥', en: 'Another secret' },
  rotateSure: {
    zh: '新密钥马上能用，原来的再用 24 小时，请在这之前换到机器上。如果 24 小时内已经换过，机器上还没换的那个马上不能用。确定吗？',
    en: 'The new secret works at once, the one before for 24 hours more: bring the new one to the machine by then. If it was changed within the last 24 hours, the one before that stops at once. Are you sure?',
  },
  rotated: { zh: '{name} 的新密钥', en: 'The new secret of {name}' },
  previousUntil: { zh: '原来的密钥用到', en: 'The one before works until' },
  rotateLost: {
    zh: '没有收到回答，密钥也许已经换了，新的却看不到了。机器上的那个最多还能用 24 小时。再换一次，机器上的那个也许马上不能用：等您能马上把新密钥填进机器时再换。',
    en: 'No answer came: the secret may be another one now that nobody saw. That in the machine works for 24 hours at most. Another change may stop it at once: change it when you can bring the new one to the machine right away.',
  },
  end: { zh: '停用', en: 'End' },
  endSure: {
    zh: '停用之后，十秒之内它就什么都不能做，不能恢复；已经入账的记录不变。确定吗？',
    en: 'Within ten seconds it can do nothing any more, and cannot be had back; what was recorded stays. Are you sure?',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** What a machine may be allowed, by its scope. */
export const scopeWords: Readonly<Record<string, Words>> = {
  'events:write': { zh: '记录批次上发生的事', en: 'record what happens to batches' },
  'batches:read': { zh: '查看批次、记录和证明', en: 'see batches, their records and evidence' },
  'batches:write': { zh: '新开批次', en: 'open batches' },
  'labels:read': { zh: '查看标签，取标签文件', en: 'see labels and take their files' },
  'labels:write': { zh: '签发标签', en: 'issue labels' },
  'products:read': { zh: '查看产品', en: 'see products' },
  'products:write': { zh: '添加产品', en: 'add products' },
  'sites:read': { zh: '查看地块与场所', en: 'see plots and sites' },
  'sites:write': { zh: '添加地块与场所', en: 'add plots and sites' },
  'recalls:read': { zh: '查看召回和召回通知', en: 'see recalls and notices of them' },
  'recalls:write': {
    zh: '发起和解除召回，确认召回通知',
    en: 'open and withdraw recalls, acknowledge notices',
  },
  'organizations:read': { zh: '查看组织和签名钥匙', en: 'see organizations and their keys' },
};

/** What the console says of where an organization has recall notices sent. */
export const webhookWords = {
  title: { zh: '把召回通知发给本家的系统', en: 'Recall notices to a system of yours' },
  what: {
    zh: '本家的批次被召回时，除了在这里通知，还可以马上发到本家系统的一个网址（webhook）。只发召回通知，演练和解除召回都不发。对方没收到会再发，两天还没送到就不再发；这里的通知一直在。',
    en: 'When batches of yours are recalled, you are told here, and a system of yours can be told at once at an address (webhook). Only notices of recalls are sent: not of rehearsals, and not that a recall was withdrawn. What is not taken is sent again, and given up within two days; the notice here stays.',
  },
  none: { zh: '还没有设网址，召回通知只在这里看。', en: 'There is no address: notices are here alone.' },
  url: { zh: '网址', en: 'Address' },
  urlHint: {
    zh: '外网能打开的 https 网址，例如 https://erp.example.com/furrow',
    en: 'An https address of the public internet, such as https://erp.example.com/furrow',
  },
  since: { zh: '设定', en: 'Set' },
  last: { zh: '最近一次召回通知', en: 'The last notice' },
  noNotice: { zh: '还没有召回通知', en: 'there was none yet' },
  'sent-none': { zh: '当时还没有网址，没有发', en: 'not sent: there was no address then' },
  'sent-waiting': { zh: '还没送到，会再发', en: 'not taken yet, is sent again' },
  'sent-delivered': { zh: '已送到', en: 'taken' },
  'sent-failed': { zh: '没送到，不再发', en: 'not taken, given up' },
  tried: { zh: '第 {n} 次发送', en: 'attempt {n}' },
  set: { zh: '保存网址', en: 'Save the address' },
  change: { zh: '换网址或换密钥', en: 'Another address or another secret' },
  changeWhat: {
    zh: '每保存一次，密钥也换成新的，旧的马上不用。只换密钥，网址不动就行。',
    en: 'Each time it is saved the secret is a new one, and the one before is used no more. To change the secret alone, leave the address as it is.',
  },
  stored: {
    zh: '网址已保存。核对通知用的密钥：',
    en: 'The address is saved. The secret that notices are signed with:',
  },
  enter: {
    zh: '现在就把密钥填进接收通知的系统。系统用它核对每条通知确实是这里发的（Standard Webhooks）。',
    en: 'Put it into the system that takes the notices now: with it the system verifies that each was sent from here (Standard Webhooks).',
  },
  setLost: {
    zh: '没有收到回答。网址也许已经保存，密钥却没有显示。请再保存一次，会生成新的密钥。',
    en: 'No answer came: the address may be saved, with a secret that nobody saw. Save it once more, which makes a new secret.',
  },
  remove: { zh: '不再发送', en: 'Send no more' },
  removeSure: {
    zh: '以后的召回通知只在这里看，不再发给这个网址；还没送到的也不再发。确定吗？',
    en: 'Notices will be here alone, and what this address has not taken yet is not sent any more. Are you sure?',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** What the console says of the key with which the service signs for an organization. */
export const keptKeyWords = {
  title: { zh: '由本服务保管的钥匙', en: 'The key that the service holds' },
  what: {
    zh: '不是用自己的手机签的记录，由本服务用它保管的钥匙替本家签名。这只说明有人用本家的账号登录后说过这话，本服务自己也签得出来。自己手机里的钥匙签的，更能证明是本家说的，因为只有那台手机签得出来。',
    en: 'What is not signed by a phone of yours is signed by the service for you, with a key that it holds. That says no more than that somebody signed in to your organization said so: the service could have signed alone. A key in a phone of yours proves more, since nothing but that phone can sign with it.',
  },
  when: {
    zh: '怀疑它泄露了，或者要定期更换，就换一把。以前签的照样有效。旧的一把换下来以后，可以在下面停用。',
    en: 'If it may have leaked, or is to be replaced from time to time, have a new one made. What was signed before stays valid. The old one can be revoked below once it is replaced.',
  },
  inUse: { zh: '现在用的', en: 'In use' },
  renew: { zh: '换一把新的', en: 'Have a new one made' },
  renewSure: {
    zh: '本服务马上改用新钥匙替本家签名。这会写进账本，不能换回来。确定吗？',
    en: 'The service signs for you with the new key from now on. This is an entry in the ledger and cannot be taken back. Are you sure?',
  },
  renewed: { zh: '已换上新钥匙：', en: 'The new key is in use:' },
  renewLost: {
    zh: '也许已经换好了。在这一页再办一次，也只换一把。',
    en: 'It may be done. If you try again on this page, it is still one key.',
  },
  revokeWhat: {
    zh: '换下来的钥匙，怀疑泄露了就停用。从那时起它签的记录不再算数；在那之前入账的照样有效。停用会写进账本，不能恢复。正在用的要先换下来。',
    en: 'For a key that was replaced and may have leaked. From then on its signatures do not count; what was recorded before stays valid. This is an entry and cannot be taken back. The key in use must be replaced first.',
  },
} as const satisfies Readonly<Record<string, Words>>;
