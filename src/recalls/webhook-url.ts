import { isIP } from 'node:net';
import type { Words } from '../gs1/words.js';
import { gatedLookup, hostOf, isAllowedAddress, RefusedAddress } from './address-gate.js';

const resolveMsMax = 2_000;

/** What keeps an address from being a webhook: a stable code and a sentence. */
export interface UrlFault {
  readonly code: 'https' | 'private-address';
  readonly words: Words;
}

const notHttps: UrlFault = {
  code: 'https',
  words: {
    zh: '须是 https 地址，如 https://erp.example.com/furrow，不含账号、密码和 # 后的部分。',
    en: 'Must be an https address like https://erp.example.com/furrow, without user, password or fragment.',
  },
};
const notPublic: UrlFault = {
  code: 'private-address',
  words: {
    zh: '须是公网地址；内网、本机和云平台元数据地址不能使用，除非运营方允许。',
    en: 'Must lie in the public internet: private, local and metadata addresses are not used unless the operator allows them.',
  },
};

/**
 * What is wrong with a webhook's address; null when nothing is. A name that does not resolve now is taken: it is looked
 * at again before every message.
 */
export async function webhookUrlFault(text: string, networks: readonly string[]): Promise<UrlFault | null> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || text.includes('#'))
    return notHttps;
  const host = hostOf(url);
  if (isIP(host) !== 0) return isAllowedAddress(host, networks) ? null : notPublic;
  return (await resolvesToPrivate(host, networks)) ? notPublic : null;
}

function resolvesToPrivate(host: string, networks: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, resolveMsMax, false);
    gatedLookup(networks)(host, {}, (error) => {
      clearTimeout(timer);
      resolve(error instanceof RefusedAddress);
    });
  });
}
