import type { Role } from '../../access/actor.js';
import { say, type Language } from '../../gs1/words.js';
import { Choice, Hash32, PrivateText } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { roleNames, sayRole } from './roles.js';

/** What can be done by power, in words. */
const acts = {
  'client-registered': { zh: '登记机器客户端', en: 'Machine client registered' },
  'client-rotated': { zh: '更换机器客户端的密钥', en: 'Secret of a machine client replaced' },
  'client-revoked': { zh: '停用机器客户端', en: 'Machine client ended' },
  'key-registered': { zh: '决定登记签名密钥', en: 'Registration of a key decided' },
  'key-approved': { zh: '批准设备密钥', en: 'Key of a device approved' },
  'key-refused': { zh: '拒绝设备密钥', en: 'Key of a device refused' },
  'key-revoked': { zh: '决定停用签名密钥', en: 'Revocation of a key decided' },
  'password-reset': { zh: '发出重设密码的链接', en: 'Link to a new password made' },
  'factor-reset': { zh: '解除他人的第二重验证', en: 'Second factor of another taken away' },
  'webhook-registered': { zh: '登记召回通知的接收地址', en: 'Webhook for recall notices registered' },
  'webhook-removed': { zh: '取消召回通知的接收地址', en: 'Webhook for recall notices removed' },
  'person-exported': { zh: '导出个人信息', en: 'Data of a person exported' },
  'account-erased': { zh: '删除账号', en: 'Account erased' },
  'data-exported': { zh: '导出监管数据', en: 'Data of a region exported' },
  'password-changed': { zh: '更改自己的密码', en: 'Own password changed' },
  'factor-enabled': { zh: '启用自己的第二重验证', en: 'Own second factor put in force' },
  'factor-disabled': { zh: '关闭自己的第二重验证', en: 'Own second factor turned off' },
  'passkey-registered': { zh: '登记自己的通行密钥', en: 'Own passkey registered' },
  'passkey-removed': { zh: '删除自己的通行密钥', en: 'Own passkey removed' },
  'identity-linked': { zh: '关联自己的外部身份', en: 'Own identity linked' },
  'identity-unlinked': { zh: '解除自己的外部身份', en: 'Own identity unlinked' },
} as const;

/** An act by which somebody gets a way in, or loses it, or takes data out; who and whose are disclosures. */
export class PowerUsedData {
  @Choice(Object.keys(acts), { doc: 'What was done', example: 'client-registered' })
  act!: keyof typeof acts;

  @Choice(roleNames, { doc: 'In which role', example: 'owner' })
  role!: Role;

  @Hash32({ doc: 'Thumbprint of the key, where it is about one', optional: true })
  kid?: string;

  @PrivateText(36, { doc: 'Machine client, where it is about one (private)', optional: true })
  client?: string;

  @PrivateText(43, { doc: 'Account that it is about, or `person/` and the person (private)', optional: true })
  person?: string;

  @PrivateText(36, { doc: 'Account of the one who does it (private)', optional: true })
  actor?: string;
}

function sentence({ act, role }: PowerUsedData, language: Language): string {
  const said = say(acts[act], language);
  const who = sayRole(role, language);
  return language === 'en' ? `${said}, by role ${who}` : `${said}（${who}）`;
}

/** Stated by the operator before the act has any effect. */
export const powerUsed = defineKind<PowerUsedData>({
  kind: 'power-used',
  words: { zh: '行使权限', en: 'Power used' },
  chain: 'organization',
  data: PowerUsedData,
  privateFields: ['/client', '/person', '/actor'],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: { act: 'client-registered', role: 'owner' },
});
