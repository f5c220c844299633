import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const domainDir = resolve(process.env['DOMAIN_DIR'] ?? '../shared/domain/data');

/** A file of the domain's sample data, parsed; null, with a line that says so, where the folder is not. */
export function findDomainFile(name: string): unknown {
  const path = join(domainDir, name);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  console.log(`skipped: no domain data at ${path} (set DOMAIN_DIR)`);
  return null;
}

/** A text file of the domain's sample data; null as above. */
export function findDomainText(name: string): string | null {
  const path = join(domainDir, name);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  console.log(`skipped: no domain data at ${path} (set DOMAIN_DIR)`);
  return null;
}
