import { readFile } from 'node:fs/promises';
import { until } from './until.js';

/** The text of a file once it is there and says what it shall: unless told, a whole JSON object of ours. */
export function written(path: string, says = /\}\n$/): Promise<string> {
  return until(async () => {
    const text = await readFile(path, 'utf8').catch(() => '');
    return says.test(text) && text;
  }, 100);
}
