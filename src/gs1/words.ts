/** A text a person reads, in both languages of the product. zh-CN is the source, en complete. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** BCP 47 tags the product speaks; zh-CN is the default (api.md, Conventions). */
export type Language = 'zh-CN' | 'en';

/** The text in the reader's language. */
export function say(words: Words, language: Language): string {
  return language === 'en' ? words.en : words.zh;
}

/** Words that say what is wrong, as a whole sentence. */
export function ended(words: Words): Words {
  return { zh: `${words.zh}。`, en: `${words.en}.` };
}
