const placeholder = /\{([a-z]+)\}/g;

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

/** The text with its placeholders `{name}` replaced. A placeholder without a figure stays as it is written. */
export function fill(text: string, figures: Readonly<Record<string, string | number>>): string {
  return text.replace(placeholder, (whole, name: string) => String(figures[name] ?? whole));
}
