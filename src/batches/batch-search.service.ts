import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/authorize.js';
import { Database } from '../database/database.js';
import type { Reads } from '../database/tenants.js';
import { checkGtin, parseGtin } from '../gs1/identifiers.js';
import { say, type Language } from '../gs1/words.js';
import { readTypedCode } from '../ledger/code.js';
import type { BatchStanding } from './batch.js';
import { findByOwner, findByText, findNamed, type Asked } from './batch-search.store.js';
import type { FoundByDto } from './batches.dto.js';
import { batchReaders, BatchesService, type BatchPage } from './batches.service.js';
import { siteReaders } from '../parties/scope.js';
import { inputCodeOf } from './input-code.js';
import { searchWays, wayWords, type SearchWay } from './search-ways.js';

/** Organizations whose batches are looked through in one search; and sites. */
const namedMax = 10;

/** What is looked for, and by which of the ways. */
export interface Search extends Asked {
  readonly typed: string;
  readonly ways: readonly SearchWay[];
}

/** Batches that were found by one thing: a lot, an organization of that name … */
interface Hits {
  readonly by: SearchWay;
  readonly value: string;
  readonly batches: readonly BatchStanding[];
}

/** `complete` false where more is named so than is looked through. */
interface Looked {
  readonly hits: readonly Hits[];
  readonly complete: boolean;
}

/** Finds batches by what is known of them (docs/trace.md). */
@Injectable()
export class BatchSearch {
  constructor(
    private readonly database: Database,
    private readonly batches: BatchesService,
  ) {}

  /**
   * Batches that the actor may see, newest first, each with why it was found: by a lot, a code as somebody typed it, a
   * GTIN or the code of an input, each in whole, or by an organization or site whose name has the text in it.
   *
   * Every way looks for as many as a page holds, so that a page is the newest of all. Of a name that more than ten
   * organizations or sites have in theirs, the ten with the shortest names are looked through; `complete` is false then.
   */
  async search(actor: Actor, search: Search, language: Language): Promise<BatchPage> {
    const { before, limit, organizationId } = search;
    const scope = scopeOf(actor, batchReaders);
    const doors = {
      batches: this.database.tenant(scope),
      sites: this.database.tenant(scopeOf(actor, siteReaders)),
    };
    const asked = { before, limit: limit + 1, organizationId };
    const looked = await Promise.all(search.ways.map((by) => look(doors, by, search.typed, asked)));
    const hits = looked.flatMap((one) => one.hits);
    return this.batches.page(newestOf(hits), limit, scope, {
      language,
      found: reasonsIn(hits, language),
      complete: looked.every(({ complete }) => complete),
    });
  }
}

/** Sites are for fewer than batches are. */
interface Doors {
  readonly batches: Reads;
  readonly sites: Reads;
}

/** What one way finds; nothing where the text is nothing that it looks for. */
async function look(doors: Doors, by: SearchWay, typed: string, asked: Asked): Promise<Looked> {
  const text = textOf[by](typed);
  if (text === null) return { hits: [], complete: true };
  if (by === 'code' || by === 'lot' || by === 'input')
    return {
      hits: [{ by, value: text, batches: await findByText(doors.batches, by, text, asked) }],
      complete: true,
    };
  const named = await findNamed(
    by === 'site' ? doors.sites : doors.batches,
    by,
    text,
    asked.organizationId,
    namedMax + 1,
  );
  const hits = named
    .slice(0, namedMax)
    .map(async (one) => ({ by, value: one.name, batches: await findByOwner(doors.batches, by, one, asked) }));
  return { hits: await Promise.all(hits), complete: named.length <= namedMax };
}

/** What each way looks for of what somebody typed; null where that cannot be such a thing. */
const textOf: Readonly<Record<SearchWay, (typed: string) => string | null>> = {
  code: (typed) => {
    try {
      return readTypedCode(typed);
    } catch {
      return null;
    }
  },
  lot: (typed) => typed,
  gtin: (typed) => (checkGtin(typed) === null ? parseGtin(typed) : null),
  organization: (typed) => typed,
  site: (typed) => typed,
  input: inputCodeOf,
};

/** Each batch once, newest first. */
function newestOf(hits: readonly Hits[]): BatchStanding[] {
  const batches = new Map(hits.flatMap((hit) => hit.batches.map((batch) => [batch.id, batch] as const)));
  return [...batches.values()].sort(
    (left, right) => right.openedAtMs - left.openedAtMs || (left.id < right.id ? 1 : -1),
  );
}

/** Why each batch was found, in the order of the ways. */
function reasonsIn(hits: readonly Hits[], language: Language): ReadonlyMap<string, readonly FoundByDto[]> {
  const reasons = new Map<string, FoundByDto[]>();
  const inOrder = [...hits].sort((left, right) => searchWays.indexOf(left.by) - searchWays.indexOf(right.by));
  for (const { by, value, batches } of inOrder)
    for (const { id } of batches)
      reasons.set(id, [...(reasons.get(id) ?? []), { by, words: say(wayWords[by], language), value }]);
  return reasons;
}
