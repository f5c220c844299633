import { defaultLimit, PageLimit } from '../http/paging.js';
import { Id } from './fields.js';

/** How much of a list is asked for. */
export class PageQuery {
  @PageLimit()
  limit = defaultLimit;

  @Id({
    description: 'Where the page before ended; taken from its `Link` header.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  cursor?: string | null;
}

/** A page of a list of one organization's things. */
export class OrganizationPageQuery extends PageQuery {
  @Id({
    description: 'Whose; without it, those of every organization the caller is a member of.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;
}
