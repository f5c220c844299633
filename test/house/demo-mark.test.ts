import { describe, expect, test } from 'vitest';
import { isCode, projectFiles, textOf } from './project-files.js';

/** The mark exempts an account from the second factor. */
const sets = /\bdemo: true\b|\.demo = |set demo = /;

describe('the mark of the demo’s accounts', () => {
  test('is set by the demo loader and by nothing else', () => {
    const found = projectFiles('src').filter((path) => isCode(path) && sets.test(textOf(path)));
    expect(found).toEqual(['src/cli/demo.ts']);
  });

  test('is not a column that the service may change', () => {
    const grants = projectFiles('src/database/migrations').flatMap(
      (path) => textOf(path).match(/grant update \([^)]*\bdemo\b/g) ?? [],
    );
    expect(grants).toEqual([]);
  });
});
