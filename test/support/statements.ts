import pg from 'pg';

/** A statement on its way to PostgreSQL. */
export interface Asked {
  readonly name?: string;
  readonly text: string;
}

/** Whom a connection is signed in as, and whether it belongs to a pool that sends ahead. */
export interface Asker {
  readonly user: string;
  readonly isPipelined: boolean;
}

/** Shows every statement of this process to `tap`, which answers what is sent in its place. Ends when it is called. */
export function tapStatements(tap: (asked: Asked, asker: Asker) => Asked): () => void {
  const client = pg.Client.prototype as unknown as { query: (...asked: unknown[]) => unknown };
  const { query } = client;
  client.query = function (this: pg.Client & { readonly pipeline: boolean }, first: unknown, ...rest) {
    const asked = typeof first === 'string' ? { text: first } : (first as Asked);
    const sent = tap(asked, { user: this.user ?? '', isPipelined: this.pipeline });
    return query.call(this, typeof first === 'string' ? sent.text : sent, ...rest);
  };
  return () => {
    client.query = query;
  };
}
