import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitStatements } from '../../src/database/statements.js';

describe('splitting a migration', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['one statement', 'select 1;', ['select 1;']],
    ['several', 'select 1;\nselect 2;\n', ['select 1;', 'select 2;']],
    ['a statement over several lines', 'create table a (\n  b int\n);', ['create table a (\n  b int\n);']],
    ['white space behind the end', 'select 1; \nselect 2;', ['select 1; ', 'select 2;']],
    ['comments and empty lines between', '-- a; b\n\nselect 1;\n-- end', ['select 1;']],
    [
      'a body whose lines end in semicolons',
      'create function f() returns int as $$\nbegin\n\n  return 1;\n-- kept\nend\n$$;\nselect 2;',
      ['create function f() returns int as $$\nbegin\n\n  return 1;\n-- kept\nend\n$$;', 'select 2;'],
    ],
    [
      'a body on one line',
      'do $$ begin null; end $$;\nselect 2;',
      ['do $$ begin null; end $$;', 'select 2;'],
    ],
    ['nothing', '-- only words\n', []],
  ])('finds %s', (_, sql, expected) => {
    expect(splitStatements(sql)).toEqual(expected);
  });

  it.each(['select 1', 'select 1;\nselect 2', 'do $$\nbegin null;\nend;'])(
    'refuses a file that ends within a statement: %j',
    (sql) => {
      expect(() => splitStatements(sql)).toThrow('ends within a statement');
    },
  );

  it('loses no line of the migrations but comments and empty ones', () => {
    const directory = new URL('../../src/database/migrations/', import.meta.url);
    for (const name of readdirSync(directory)) {
      const sql = readFileSync(new URL(name, directory), 'utf8');
      const kept = sql.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('--'));
      const statements = splitStatements(sql);
      expect(statements.join('\n').split('\n')).toEqual(kept);
      for (const statement of statements)
        expect(statement.match(/^(create|alter|revoke|grant|do|drop|insert|update)\b/gm)).toHaveLength(1);
    }
  });
});
