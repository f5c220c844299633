import type { VNode } from 'preact';
import { say, type Language, type Words } from '../gs1/words.js';

const ribbonWords: Words = {
  zh: '演示数据：人、货、编号都是虚构的',
  en: 'Demo data: people, goods and numbers are made up',
};

/** Style of the ribbon, part of the one style of each page. */
export const ribbonStyle =
  '.ribbon{margin:0;padding:.375rem 1rem;background:var(--note);color:var(--ink);border-bottom:2px solid var(--note-line);text-align:center;font-weight:600}';

/** The line above every page of a service that holds the demo's data; in both languages where none is chosen yet. */
export function Ribbon({ language }: { readonly language?: Language }): VNode {
  return (
    <aside class="ribbon">
      {language === undefined ? (
        <>
          <span lang="zh-CN">{ribbonWords.zh}</span> · <span lang="en">{ribbonWords.en}</span>
        </>
      ) : (
        say(ribbonWords, language)
      )}
    </aside>
  );
}
