/**
 * Splits a migration file into its statements: a statement ends with `;` at the end of a line, outside `$$` bodies.
 * Comments on lines of their own are dropped. (Citus refuses several statements in one query string.)
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let current: string[] = [];
  let inBody = false;
  for (const line of sql.split('\n')) {
    if (!inBody && (line.trim() === '' || line.startsWith('--'))) continue;
    current.push(line);
    if (line.split('$$').length % 2 === 0) inBody = !inBody;
    if (!inBody && line.trimEnd().endsWith(';')) {
      statements.push(current.join('\n'));
      current = [];
    }
  }
  if (current.length > 0) throw new Error('a migration ends within a statement');
  return statements;
}
