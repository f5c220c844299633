import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copiesIn, copyFor, RecallBookFile, type RecallBook } from '../../src/scan/recall-book.js';
import { parseScanUri } from '../../src/gs1/digital-link.js';
import { createTestFolder, removeTestFolder } from '../support/folders.js';

const recall = {
  reason: '抽检发现毒死蜱残留超标',
  advice: null,
  by: '示例市场监督管理局',
  announcedOn: '2026-11-13',
  lots: ['TOM-1'],
  phone: '0536-0000000',
};
const lot = { product: '番茄', recall, keys: ['06937001000019/TOM-1', '8F3KQ7TN2V5XRA4DN'] };
const book: RecallBook = { savedAt: '2026-11-26T02:00:00.000Z', demo: true, lots: [lot] };

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await createTestFolder();
  path = join(folder, 'recall-copies.json');
});
beforeEach(() => rm(path, { recursive: true, force: true }));
afterAll(() => removeTestFolder(folder));

/** What a file with these members reads as; the ones of a sound file unless given. */
async function readWith(members: object): Promise<RecallBook | null> {
  const text = JSON.stringify({ format: 'furrow-recall-copies/1', ...book, ...members });
  await writeFile(path, text);
  return new RecallBookFile(folder).read();
}

describe('the book of recalls on the disk', () => {
  it('comes back as it was written, and is found under every address of its lots', async () => {
    const file = new RecallBookFile(folder);
    expect(await file.read()).toBeNull();
    await file.write(book);
    expect(await file.read()).toEqual(book);
    const copies = copiesIn(book);
    for (const scanned of ['/01/06937001000019/10/TOM-1', '/t/8F3KQ7TN2V5XRA4DN'])
      expect(copyFor(copies, parseScanUri(scanned))).toEqual({
        product: '番茄',
        recall,
        savedAt: book.savedAt,
      });
    expect(copyFor(copies, parseScanUri('/01/06937001000019/10/TOM-2'))).toBeNull();
  });

  it('is one book or the other when several processes write it at once, and leaves nothing beside it', async () => {
    const others = { ...book, lots: [{ ...lot, product: 'x'.repeat(5_000) }] };
    await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        new RecallBookFile(folder).write(turn % 2 === 0 ? book : others),
      ),
    );
    expect([book, others]).toContainEqual(await new RecallBookFile(folder).read());
    expect((await readdir(folder)).filter((name) => name.startsWith('recall'))).toEqual([
      'recall-copies.json',
    ]);
  });

  it('holds what the public may know, and nothing that came along with it', async () => {
    await readWith({ lots: [{ ...lot, recall: { ...recall, secret: 'S' }, other: 'O' }], more: 'M' });
    const read = await new RecallBookFile(folder).read();
    expect(read).toEqual(book);
    await new RecallBookFile(folder).write(read ?? book);
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')) as object).sort()).toEqual([
      'demo',
      'format',
      'lots',
      'savedAt',
    ]);
  });

  it.each([
    ['another format', { format: 'furrow-recall-copies/2' }],
    ['no time', { savedAt: 'yesterday' }],
    ['lots that are no list', { lots: { length: 1 } }],
    ['too many lots', { lots: Array.from({ length: 2_001 }, () => lot) }],
    ['too many codes', { lots: [{ ...lot, keys: Array.from({ length: 202_001 }, () => 'A') }] }],
    [
      'too many codes together',
      {
        lots: Array.from({ length: 21 }, () => ({ ...lot, keys: Array.from({ length: 10_000 }, () => 'A') })),
      },
    ],
    ['a code that is no text', { lots: [{ ...lot, keys: [{}] }] }],
    ['a recall that is missing', { lots: [{ ...lot, recall: null }] }],
    ['a reason that is missing', { lots: [{ ...lot, recall: { ...recall, reason: undefined } }] }],
    ['a reason without end', { lots: [{ ...lot, recall: { ...recall, reason: 'x'.repeat(10_001) } }] }],
    ['a day that is none', { lots: [{ ...lot, recall: { ...recall, announcedOn: '<script>' } }] }],
    ['one bad lot among good ones', { lots: [lot, { ...lot, product: 7 }] }],
  ])('is refused whole with %s', async (_, members) => {
    await expect(readWith(members)).rejects.toThrow();
  });

  it.each(['', '{', 'null', '[]', '"x"', '['.repeat(100_000), '\u0000'])(
    'is refused where it is none: %.10j',
    async (text) => {
      await writeFile(path, text);
      await expect(new RecallBookFile(folder).read()).rejects.toThrow();
    },
  );

  it('is refused when it is a folder, or larger than any book', async () => {
    await mkdir(path);
    await expect(new RecallBookFile(folder).read()).rejects.toThrow();
    await rm(path, { recursive: true });
    await writeFile(path, Buffer.alloc(32_000_001, ' '));
    await expect(new RecallBookFile(folder).read()).rejects.toThrow('too large');
  });
});
