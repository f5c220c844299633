import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../gs1/words.js';
import { recall, remember } from './memory.js';

/** How the reader wants an app: in which language, and whether in large text. Both are kept. */
export interface Display {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly isElder: boolean;
  readonly setElder: (isElder: boolean) => void;
}

function languageNow(): Language {
  const kept = recall('language') ?? navigator.language;
  return typeof kept === 'string' && !/^zh\b/.test(kept) ? 'en' : 'zh-CN';
}

export function useDisplay(): Display {
  const [language, setLanguage] = useState<Language>(languageNow());
  const [isElder, setElder] = useState(recall('elder') === true);
  useEffect(() => {
    document.documentElement.lang = language;
    remember('language', language);
  }, [language]);
  useEffect(() => {
    document.documentElement.classList.toggle('elder', isElder);
    remember('elder', isElder);
  }, [isElder]);
  return { language, setLanguage, isElder, setElder };
}
