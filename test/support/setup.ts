import { afterAll, afterEach, beforeEach } from 'vitest';
import { endFile } from './file-end.js';
import './traces.js';

// Runs anew for every test file; what it imports is loaded once for all files of a process.

let hung: string | null = null;

beforeEach(() => {
  if (hung !== null) throw new Error(`not run, for a test of this file hung: ${hung}`);
});

// What hung once hangs again, and its file is not waited for a hundred times.
afterEach(({ task }) => {
  if (task.result?.errors?.some(({ message }) => /^Test timed out/.test(message)) === true) hung = task.name;
});

afterAll(endFile);
