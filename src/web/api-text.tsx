import type { VNode } from 'preact';
import type { Language } from '../gs1/words.js';
import { isTranslated, sayApi } from './api-words.js';

/** A text of the OpenAPI document in the reader's language, marked where it is in English alone; `…` in it is code. */
export function ApiText({ text, language }: { readonly text: string; readonly language: Language }): VNode {
  const parts = sayApi(text, language)
    .split('`')
    .map((part, at) => (at % 2 === 1 ? <code class="mono">{part}</code> : part));
  return language === 'en' || isTranslated(text) ? <>{parts}</> : <span lang="en">{parts}</span>;
}

/** A value as JSON writes it; text as it is. */
export function Value({ value }: { readonly value: unknown }): VNode {
  return <code class="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
}

/** An example: JSON on lines of its own, or a text as it is sent. */
export function Example({ value }: { readonly value: unknown }): VNode {
  return (
    <pre>
      <code class="mono">{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</code>
    </pre>
  );
}
