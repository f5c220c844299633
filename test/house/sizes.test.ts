import { expect, test } from 'vitest';
import { isCode, linesOf, projectFiles } from './project-files.js';

const fileLinesMax = 300;
const sum = (paths: string[]): number => paths.reduce((total, path) => total + linesOf(path), 0);

test('no file of the source or the scripts is longer than a few screens', () => {
  const long = [...projectFiles('src'), ...projectFiles('scripts')].filter(
    (path) => isCode(path) && linesOf(path) > fileLinesMax,
  );
  expect(long).toEqual([]);
});

test('the tests are at least as long as the source', () => {
  const tests = sum(projectFiles('test').filter(isCode));
  const source = sum(projectFiles('src').filter(isCode));
  expect(source).toBeGreaterThan(0);
  expect(tests / source).toBeGreaterThanOrEqual(1);
});

test('folders of the source are at most two deep', () => {
  const deep = projectFiles('src').filter((path) => path.split('/').length > 4);
  expect(deep).toEqual([]);
});
