import { hash } from 'node:crypto';
import type pg from 'pg';
import type { NamedStatement } from './transaction.js';

/** Whose rows PostgreSQL shows: what a signed-in person or machine may see or change. */
export interface TenantScope {
  /** Ids of organizations. */
  readonly organizations: readonly string[];
  /** Regions with all their organizations, as prefixes of GB/T 2260 codes; the empty one is the whole country. */
  readonly regions: readonly string[];
  /** Who it is, where something is a person's own whatever the roles, or said in the own name. */
  readonly account?: string;
}

/** A short text that two scopes share only when they are the same. */
export function scopeKey({ organizations, regions, account = '' }: TenantScope): string {
  return hash('sha256', `${organizations.join()} ${regions.join()} ${account}`, 'base64url');
}

/** What prepared reads are sent through. */
export interface Reads {
  /** One prepared read outside a transaction of the caller's. */
  read<Row>(statement: NamedStatement, values: readonly unknown[]): Promise<Row[]>;
}

/** What prepared reads and writes are sent through. */
export interface Door extends Reads {
  /** One prepared write outside a transaction of the caller's. */
  write(statement: NamedStatement, values: readonly unknown[]): Promise<unknown>;
}

/**
 * Statements in an actor's name: PostgreSQL itself shows and takes only rows of the organizations in scope, whatever the
 * statement asks for (docs/tenancy.md).
 *
 * Each statement is a transaction of its own. The scope is set by SET LOCAL, so it ends with the transaction and never
 * reaches whoever has the connection next; begin, scope, statement and commit are sent together and take one turn of
 * the network.
 */
export class TenantDoor implements Door {
  private readonly settings: readonly string[];

  /** @throws Error for a scope that is not made of ids and code prefixes. */
  constructor(
    private readonly pool: pg.Pool,
    scope: TenantScope,
  ) {
    const account = scope.account === undefined ? [] : checked([scope.account], idText);
    this.settings = [
      `SET LOCAL furrow.tenants = '{${checked(scope.organizations, idText).join(',')}}'`,
      `SET LOCAL furrow.regions = '{${checked(scope.regions, prefixText).map(quoted).join(',')}}'`,
      ...account.map((id) => `SET LOCAL furrow.account = '${id}'`),
    ];
  }

  /** One prepared read. */
  read<Row>(statement: NamedStatement, values: readonly unknown[]): Promise<Row[]> {
    return this.run('BEGIN READ ONLY', statement, values);
  }

  /** One prepared write; the rows it answers. @throws the driver's error (42501) for a row out of scope. */
  write<Row>(statement: NamedStatement, values: readonly unknown[]): Promise<Row[]> {
    return this.run('BEGIN', statement, values);
  }

  private async run<Row>(
    begin: string,
    statement: NamedStatement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const client = await this.pool.connect();
    // Without a listener a connection that dies while we hold it would end the process.
    const ignoreLoss = (): void => undefined;
    client.on('error', ignoreLoss);
    let isClean = false;
    try {
      const scoped = [begin, ...this.settings].map((text) => client.query(text));
      const asked = client.query({ name: statement.name, text: statement.text, values: [...values] });
      const ended = client.query('COMMIT');
      const answers = await Promise.allSettled([...scoped, asked, ended]);
      isClean = answers.at(-1)?.status === 'fulfilled';
      for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
      return (await asked).rows as Row[];
    } finally {
      client.off('error', ignoreLoss);
      client.release(!isClean);
    }
  }
}

const idText = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const prefixText = /^[0-9]{0,6}$/;

/** SET takes no parameters: what goes into its text is checked to need none. */
function checked(values: readonly string[], form: RegExp): readonly string[] {
  if (values.every((value) => form.test(value))) return values;
  throw new Error('a scope of something else than ids and code prefixes');
}

const quoted = (prefix: string): string => `"${prefix}"`;
