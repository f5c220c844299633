import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { plainText } from '../safe-text.js';

/** A screen with its heading, which is where the reader is when it opens. `title` may be what somebody typed. */
export function Screen({ title, children }: { title: string; children: ComponentChildren }): VNode {
  const shown = plainText(title);
  const heading = useRef<HTMLHeadingElement>(null);
  // With its drawing: a key pressed between the two would be lost.
  useLayoutEffect(() => {
    document.title = shown;
    heading.current?.focus();
  }, [shown]);
  return (
    <main id="content">
      <h1 ref={heading} tabIndex={-1}>
        {shown}
      </h1>
      {children}
    </main>
  );
}
