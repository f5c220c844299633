import type { Role } from '../../access/actor.js';
import { say, type Language } from '../../gs1/words.js';
import { listNames, listTitles } from '../../lists/names.js';
import type { ListName } from '../../lists/rows.js';
import { groupDigits } from './amounts.js';
import { Choice, Count, DetachedJws, Hash32, PrivateText, PublicText, Uuid } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { roleNames } from './roles.js';

/** A version of a reference list; who published it is a disclosure. */
export class ListPublishedData {
  @Choice(listNames, { doc: 'Which list', example: 'pesticide-labels' })
  name!: ListName;

  @Count(1, 2_147_483_647, { doc: 'Its version, from 1, dense', example: 1 })
  version!: number;

  @Hash32({ doc: 'SHA-256 of its exact bytes: the canonical JSON of its rows' })
  sha256!: string;

  @Count(1, 100_000, { doc: 'How many rows it has', example: 57 })
  rows!: number;

  @PublicText(400, { doc: 'Where the list is from', example: '农药登记标签，2026年10月整理' })
  source!: string;

  @Choice(roleNames, { doc: 'In which role it was published', example: 'admin' })
  role!: Role;

  @Uuid({ doc: 'The organization that signed the list, where one did', optional: true })
  issuer?: string;

  @DetachedJws({ doc: 'Its detached JWS over the bytes (RFC 7515, appendix F)', optional: true })
  signature?: string;

  @PrivateText(36, { doc: 'Account of the one who published it (private)', optional: true })
  actor?: string;
}

function sentence({ name, version, rows }: ListPublishedData, language: Language): string {
  const [title, count] = [say(listTitles[name], language), groupDigits(String(rows))];
  return language === 'en'
    ? `Version ${version} of the list “${title}” published, ${count} rows`
    : `发布清单“${title}”第 ${version} 版，共 ${count} 行`;
}

/** Stated by the operator on its own chain: the commit point of a version (docs/lists.md). */
export const listPublished = defineKind<ListPublishedData>({
  kind: 'list-published',
  words: { zh: '发布参考清单', en: 'Reference list published' },
  chain: 'organization',
  data: ListPublishedData,
  privateFields: ['/actor'],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: {
    name: 'pesticide-labels',
    version: 1,
    sha256: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
    rows: 57,
    source: '农药登记标签，2026年10月整理',
    role: 'admin',
  },
});
