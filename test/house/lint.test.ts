import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import { root } from './project-files.js';

const eslint = new ESLint({ cwd: root });

/** The rules that a text breaks where a file of ours stands; it must be a file that the compiler knows. */
async function rulesBroken(path: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: path });
  return (result?.messages ?? []).map((message) => message.ruleId);
}

describe('the linter refuses', () => {
  test.each([
    ['save, which overwrites a row that is there', 'rows.save({ id });'],
    ['upsert', 'rows.upsert({ id });'],
    ['an order given as text', 'rows.find().orderBy(id);'],
    ['a further order given as text', 'rows.find().addOrderBy(id);'],
    ['a group given as text', 'rows.find().groupBy(id);'],
    ['a selection given as text', 'rows.find().addSelect(id);'],
    ['a query built by text', 'rows.createQueryBuilder(id);'],
  ])('%s', async (_, call) => {
    const text = `export function run(rows: never, id: string): void {\n  ${call}\n}\n`;
    expect(await rulesBroken('src/parties/sites.store.ts', text)).toContain('no-restricted-syntax');
  });

  test('the check of addresses that lets those of the machine itself pass', async () => {
    const text = `import { IsUrl } from 'class-validator';\nexport const check = IsUrl;\n`;
    expect(await rulesBroken('src/parties/sites.dto.ts', text)).toContain('no-restricted-imports');
  });

  test('nothing of what a store may do', async () => {
    const text = `export const row = { order: { id: 'ASC' } } as const;\n`;
    expect(await rulesBroken('src/parties/sites.store.ts', text)).toEqual([]);
  });
});
