import { providerMark } from '../provider-mark.js';

/** The identity provider that people may sign in with, by the name of its host; null where there is none. */
export function identityProvider(): string | null {
  return document.querySelector<HTMLMetaElement>(`meta[name=${providerMark}]`)?.content ?? null;
}
