import type { Words } from '../gs1/words.js';

/** What the console says on every screen. Braces hold figures. */
export const consoleWords = {
  app: { zh: 'Furrow 工作台', en: 'Furrow console' },
  needsScript: {
    zh: '工作台需要浏览器脚本。请开启脚本，或换一个浏览器。公开的查询页不需要脚本。',
    en: 'The console needs script. Turn script on, or use another browser. The public pages need none.',
  },
  skip: { zh: '跳到内容', en: 'Skip to the content' },
  menu: { zh: '菜单', en: 'Menu' },
  navigation: { zh: '主要页面', en: 'Main pages' },
  forOrganization: { zh: '替哪家办理', en: 'Acting for' },
  home: { zh: '首页', en: 'Home' },
  account: { zh: '我的账号', en: 'My account' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  ended: { zh: '登录已经结束，请重新登录。', en: 'The session has ended. Sign in again.' },
  loading: { zh: '正在读取…', en: 'Loading…' },
  again: { zh: '再试一次', en: 'Try again' },
  offline: { zh: '连不上服务。请检查网络。', en: 'The service does not answer. Check the network.' },
  offlineStanding: {
    zh: '现在没有网络。看到的是断网之前读到的内容。',
    en: 'There is no network now. What you see was read before.',
  },
  strange: { zh: '服务的回答读不懂。', en: 'The answer of the service cannot be read.' },
  more: { zh: '再看更多', en: 'Show more' },
  none: { zh: '没有内容。', en: 'Nothing here.' },
  notHere: { zh: '没有这一页。', en: 'There is no such page.' },
  save: { zh: '保存', en: 'Save' },
  cancel: { zh: '取消', en: 'Cancel' },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  open: { zh: '查看', en: 'Open' },
  happened: { zh: '发生', en: 'Happened' },
  recorded: { zh: '入账', en: 'Recorded' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  waits: { zh: '{n} 项等您处理', en: '{n} waiting for you' },
  sure: { zh: '确定吗？', en: 'Are you sure?' },
  confirm: { zh: '确定', en: 'Confirm' },
  secondFactorNeeded: {
    zh: '您的身份可以看到许多家的资料，所以必须开启两步验证。开启之后才能看别的页面。',
    en: 'Your role reaches the records of many, so it needs a second factor. Nothing else opens before it is set up.',
  },
  noRoles: {
    zh: '这个账号还不属于任何一家，也没有监管身份。请联系负责人或管理员。',
    en: 'This account belongs to no organization and has no official role. Ask the owner or the operator.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** Roles, as people call them. */
export const roleWords: Readonly<Record<string, Words>> = {
  owner: { zh: '负责人', en: 'owner' },
  recorder: { zh: '记录员', en: 'recorder' },
  viewer: { zh: '查看者', en: 'viewer' },
  inspector: { zh: '检查员', en: 'inspector' },
  regulator: { zh: '监管人员', en: 'regulator' },
  certifier: { zh: '认证人员', en: 'certifier' },
  admin: { zh: '系统管理员', en: 'admin' },
};
