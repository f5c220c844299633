import { expect, test } from 'vitest';
import { isCode, linesOf, projectFiles } from './project-files.js';

const fileLinesMax = 300;

test('no file of the source or the scripts is longer than a few screens', () => {
  const long = [...projectFiles('src'), ...projectFiles('scripts')].filter(
    (path) => isCode(path) && linesOf(path) > fileLinesMax,
  );
  expect(long).toEqual([]);
});

test('folders of the source are at most two deep', () => {
  const deep = projectFiles('src').filter((path) => path.split('/').length > 4);
  expect(deep).toEqual([]);
});
