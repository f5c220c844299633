import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { hostileTexts } from '../web/hostile-texts.js';
import { SheetFull, xlsxParts, type Table } from '../../src/exports/table.js';

/** A table with `pages` pages of `rows` alike. */
function tableOf(rows: readonly (readonly string[])[], pages = 1): Table {
  return {
    title: '批次',
    columns: [
      { name: '名称', isNumber: false },
      { name: '数量', isNumber: true },
    ],
    pages: (async function* pagesOf() {
      for (let page = 0; page < pages; page += 1) {
        yield rows;
        await Promise.resolve();
      }
      return { rows: rows.length * pages, complete: true };
    })(),
  };
}

async function workbook(table: Table): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of xlsxParts(table)) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

describe('a table as a workbook', () => {
  it('has as a number what a spreadsheet can count with exactly, and all else as it was told', async () => {
    const numbers = ['0', '12.5', '-3', '0.1', '31250', '9007199254740993', '0.10', '1e3', '', ' 1', '007'];
    const sheet = await readSheet(await workbook(tableOf(numbers.map((number) => ['20261101', number]))), {
      trim: false,
    });
    expect(sheet.map(([, cell]) => cell)).toEqual([
      ...['数量', 0, 12.5, -3, 0.1, 31_250, '9007199254740993', '0.10', '1e3', null, ' 1', '007'],
    ]);
    expect(new Set(sheet.slice(1).map(([cell]) => cell))).toEqual(new Set(['20261101']));
  });

  it('keeps whatever people type', async () => {
    // Texts with controls or halves of characters are refused long before, and none are empty.
    const told = (text: string): boolean => text !== '' && !/[\p{Cc}\p{Cs}]/u.test(text);
    const texts = Object.values(hostileTexts).filter(told);
    const sheet = await readSheet(await workbook(tableOf(texts.map((text) => [text, '1']))), { trim: false });
    expect(sheet.slice(1).map(([cell]) => cell)).toEqual(texts);
  });

  it('is refused where a sheet would be too long', async () => {
    const page = Array.from({ length: 524_288 }, () => []);
    await expect(workbook(tableOf(page, 2))).rejects.toThrow(SheetFull);
  });
});
