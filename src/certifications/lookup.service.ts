import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { certificationNumber } from '../events/kinds/certification.js';
import { civilDate } from '../events/kinds/dates.js';
import { fault } from '../events/kinds/faults.js';
import { standingOn, type Certification } from '../findings/certification.js';
import { CertificationReader } from '../findings/certification-reader.js';
import { namedClaims } from '../findings/claims.js';
import { heldClaims } from '../findings/held-claims.js';
import { RecordReader } from '../findings/record-reader.js';
import { coversProduct, outOfScope } from '../findings/scope.js';
import { parseScanUri } from '../gs1/digital-link.js';
import { certificateTypes } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import { refused } from '../http/problems.js';
import { ListsService } from '../lists/lists.service.js';
import { PartyFacts } from '../parties/facts.js';
import { LabelChecker } from '../scan/label-checker.js';
import { endOfDay, strengthOf, tellSteps } from './certification-parts.js';
import { tellRegister, tellState, tellStrength, type LookupState } from './certification-words.js';
import type {
  CertificationLookupDto,
  CertificationLookupQuery,
  FoundCertificationDto,
} from './certifications.dto.js';

/** Certifications that are answered under one number; each body has numbers of its own. */
const foundMax = 50;

/** What is known of the goods that somebody asks about. */
interface Goods {
  readonly batch: BatchIdentity;
  /** Certifications that the batch claims, or that its labels bear the mark of. */
  readonly named: readonly Certification[];
  /** Types that it may claim. */
  readonly held: readonly string[];
  /** Certifications that it claims and that do not cover it, by the entry that grants them. */
  readonly beyond: ReadonlySet<number>;
}

/** Answers anybody about a certificate: by its number, or by what is printed on the goods. */
@Injectable()
export class CertificationLookup {
  constructor(
    private readonly reader: CertificationReader,
    private readonly labels: LabelChecker,
    private readonly records: RecordReader,
    private readonly lists: ListsService,
    private readonly parties: PartyFacts,
  ) {}

  /** As it stands on a day by what was recorded by its end. @throws DomainError `validation`. */
  async find(query: CertificationLookupQuery, language: Language): Promise<CertificationLookupDto> {
    const today = civilDate(new Date().toISOString());
    const { number, code, on = today } = query;
    if (on > today) throw refused(fault('/query/on', 'future'));
    if (number === undefined && code === undefined) throw refused(fault('/query/number', 'required'));
    const asKnown = on === today ? null : endOfDay(on);
    const goods = code === undefined ? null : await this.goodsOf(code, asKnown);
    const found =
      number === undefined
        ? (goods?.named ?? [])
        : await this.reader.byNumber(certificationNumber(number), foundMax, asKnown);
    const items = await Promise.all(found.map((one) => this.tell(one, { goods, on }, language)));
    const state = items.length === 0 ? 'unknown' : 'found';
    return {
      on,
      state,
      text:
        state === 'unknown'
          ? tellState('unknown', { on, to: on }, language)
          : say({ zh: `找到 ${items.length} 项认证。`, en: `${items.length} found.` }, language),
      items,
      register: { state: 'not-checked', text: tellRegister(language) },
    };
  }

  /** Null where no goods have the code. */
  private async goodsOf(code: string, asKnown: Date | null): Promise<Goods | null> {
    const label = await this.labels.find(parseScanUri(`/t/${code}`));
    if (label === null) return null;
    const { batch } = label;
    const [record, lists] = await Promise.all([
      this.records.read(batch, asKnown),
      this.lists.asKnown(asKnown),
    ]);
    const claims = namedClaims(record);
    const fails = new Set(
      outOfScope(record)
        .filter(({ outcome }) => outcome === 'fail')
        .flatMap(({ entries }) => entries.map(({ seq }) => seq)),
    );
    return {
      batch,
      named: [...new Set(claims.map(({ certification }) => certification))],
      held: heldClaims(record, lists),
      beyond: new Set(
        claims.filter(({ entry }) => fails.has(entry.seq)).map(({ certification }) => certification.seq),
      ),
    };
  }

  private async tell(
    certification: Certification,
    { goods, on }: { readonly goods: Goods | null; readonly on: string },
    language: Language,
  ): Promise<FoundCertificationDto> {
    const { grant, organizationId, issuer } = certification;
    const statedBy = await this.parties.organization(issuer.slice('org/'.length));
    const holder = await this.parties.organization(organizationId);
    const products = await Promise.all(grant.products.map((id) => this.parties.product(id)));
    const standing = standingOn(certification, on);
    const state: LookupState =
      goods !== null && !covers(certification, goods) ? 'out-of-scope' : standing.state;
    const strength = strengthOf(certification);
    return {
      type: grant.type,
      title: say(certificateTypes[grant.type], language),
      number: grant.number,
      body: grant.body,
      standard: grant.standard ?? null,
      validFrom: grant.validFrom,
      validTo: grant.validTo,
      holder: { name: holder?.name ?? '', region: holder?.region ?? '' },
      products: products.flatMap((product) => product?.name ?? []),
      statedBy: statedBy?.name ?? '',
      strength,
      strengthText: tellStrength(strength, language),
      state,
      stateOn: standing.on,
      text: tellState(state, { on: standing.on, to: grant.validTo }, language),
      held: goods === null ? null : covers(certification, goods) && goods.held.includes(grant.type),
      changes: tellSteps(certification),
    };
  }
}

function covers(certification: Certification, { batch, beyond }: Goods): boolean {
  const { organizationId, seq } = certification;
  return (
    organizationId === batch.organizationId &&
    coversProduct(certification, batch.productId) &&
    !beyond.has(seq)
  );
}
