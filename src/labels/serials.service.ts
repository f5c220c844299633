import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { LabelRun } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { base64urlEncode, utf8Encode } from '../ledger/bytes.js';
import { codeLength } from '../ledger/code.js';
import { serialsSigningInput, type LabelSpan, type SerialFacts } from '../ledger/serials.js';
import { Keyring } from '../log/keyring.js';
import { pathOf, type SetFacts } from './label-writer.js';
import { labelRecorders, LabelsService } from './labels.service.js';

/** Who sets out to check stickers. Not everyone who may look: who has the list can print every code of a compact set. */
const serialReaders = [...labelRecorders, 'inspector', 'regulator'] as const;
const codesAtOnce = 5_000;

/** The signed list of a set's serials, with which small stickers are checked offline (label.md §6). */
@Injectable()
export class SerialsService {
  constructor(
    private readonly labels: LabelsService,
    private readonly batches: BatchesService,
    private readonly keyring: Keyring,
  ) {}

  /**
   * The list as a compact JWS by the current label key, also for a set whose own key is revoked.
   *
   * @throws DomainError `not-found`, `forbidden`, `label-key-revoked`.
   */
  async list(actor: Actor, batchId: string, setId: string): Promise<string> {
    const facts = await this.labels.requireSet(actor, batchId, setId, serialReaders);
    const key = await this.keyring.currentLabelKey();
    const asOf = new Date().toISOString();
    const runs = await this.batches.labelRuns(facts.scope, facts.set);
    const codes = await this.codes(facts);
    const input = serialsSigningInput(key.publicKey.kid, serialFacts(facts, runs, codes, asOf), codes);
    return `${input}.${base64urlEncode(await key.sign(utf8Encode(input)))}`;
  }

  private async codes({ scope, set }: SetFacts): Promise<string[]> {
    const codes: string[] = [];
    for (let after = 0; after < set.units; after += codesAtOnce) {
      const step = await this.batches.setLabels(scope, set, after, codesAtOnce);
      codes.push(...step.map((label) => label.code));
    }
    return codes;
  }
}

function serialFacts(
  facts: SetFacts,
  runs: readonly LabelRun[],
  codes: readonly string[],
  asOf: string,
): SerialFacts {
  const { set } = facts;
  const spans = (state: LabelRun['state']): LabelSpan[] =>
    runs.filter((run) => run.state === state).map((run) => [run.first, run.last]);
  return {
    activated: spans('activated'),
    asOf,
    chain: `batch/${set.batchId}`,
    form: set.form,
    path: pathOf(facts, codes[0] ?? '').slice(0, -codeLength),
    root: base64urlEncode(set.root),
    seq: set.seq,
    set: set.id,
    void: spans('void'),
  };
}
