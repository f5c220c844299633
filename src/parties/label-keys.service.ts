import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound } from '../access/authorize.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import { HeldKeys } from './held-keys.service.js';
import { KeyStatements } from './key-statements.service.js';
import { toKeyAnswer, type KeyAnswer, type KeyPageQuery, type Revocation } from './keys.dto.js';
import { KeysStore } from './keys.store.js';
import { OperatorService } from './operator.service.js';

/** The keys that sign labels: the operator's, decided about by admins (ledger.md §8). */
@Injectable()
export class LabelKeysService {
  constructor(
    private readonly store: KeysStore,
    private readonly operator: OperatorService,
    private readonly held: HeldKeys,
    private readonly statements: KeyStatements,
  ) {}

  /**
   * Makes a new label key: sets issued from now on are signed with it, those before with theirs. `key` is the event id
   * of its registration; the same again answers the same key.
   *
   * @throws DomainError `event-conflict`, `unavailable`, `ambiguous`.
   */
  async make(actor: Actor, key: string | null): Promise<Made<KeyAnswer>> {
    return this.held.make(actor, await this.operator.organization(), 'label', key);
  }

  /** All of them, by kid, revoked ones too. */
  async list(query: KeyPageQuery): Promise<Page<KeyAnswer>> {
    const rows = await this.store.listLabelKeys(query.cursor ?? null, query.limit);
    return pageOf(rows, query.limit, (row) => row.kid, toKeyAnswer);
  }

  /**
   * Ends the trust in a label key from a time on, once. Nothing more is issued or printed with it; labels of sets that
   * were recorded before are checked as ever. The last one may be revoked, too: then no label is signed until a new key
   * is made.
   *
   * @throws DomainError `validation`, `event-conflict`, `not-found`, `unavailable`, `ambiguous`.
   */
  async revoke(actor: Actor, kid: string, body: Revocation): Promise<KeyAnswer> {
    const key = await this.store.find(kid);
    const operator = await this.operator.organization();
    if (key?.purpose !== 'label' || key.organizationId !== operator.id) throw notFound();
    return this.statements.revoke(actor, operator, key, body, key.validFrom.getTime());
  }
}
