import type { Words } from '../gs1/words.js';
import { say } from '../gs1/words.js';
import { displayAddress, type PageView } from './page.js';
import { siteWords } from './words-site.js';

/** Pages for builders and auditors; those in both languages are asked for in the reader's. */
const pages: readonly (readonly [path: string, words: Words, isOurs: boolean])[] = [
  ['/verify', siteWords.verify, true],
  ['/keys', siteWords.keys, true],
  ['/status', siteWords.status, true],
  ['/docs', siteWords.apiDocs, true],
  ['/problems', siteWords.problemList, true],
  ['/.well-known/jwks.json', siteWords.keySet, false],
  ['/.well-known/furrow/trust.json', siteWords.trustFile, false],
];

/** Where they are, and what they are called. */
export function siteLinks({ language, elder }: Pick<PageView, 'language' | 'elder'>): {
  readonly href: string;
  readonly text: string;
}[] {
  return pages.map(([path, words, isOurs]) => ({
    href: isOurs ? displayAddress(path, language, elder) : path,
    text: say(words, language),
  }));
}
