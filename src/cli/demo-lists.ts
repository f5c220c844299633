import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ListName } from '../lists/rows.js';

/** Lists of which there is a sample; of residues none is shipped, because no figure was read in a source. */
export const sampleLists = [
  'pesticide-labels',
  'pesticide-restrictions',
  'product-categories',
  'process-yields',
  'laboratory-accreditations',
] as const satisfies readonly ListName[];

const source = 'Furrow 自带的示例清单，逐行注明出处和可信度，仅供演示，不作为依据';

/** The sample of a list, a CSV file. */
export function readSample(name: (typeof sampleLists)[number]): Promise<Buffer> {
  return readFile(fileURLToPath(new URL(`../lists/sample/${name}.csv`, import.meta.url)));
}

/** Publishes the samples as the first versions; a version that is there already is found. */
export async function publishSamples(publish: (url: string, csv: Buffer) => Promise<unknown>): Promise<void> {
  for (const name of sampleLists) {
    const query = new URLSearchParams({ version: '1', source });
    await publish(`/api/v1/lists/${name}?${query.toString()}`, await readSample(name));
  }
}
