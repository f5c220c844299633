import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor, Role } from '../access/actor.js';
import { holdsRole, notFound, organizationsOf } from '../access/authorize.js';
import { CertificationEntries } from '../batches/certifications.service.js';
import {
  certificationEffects,
  grantFaults,
  type CertificationData,
  type CertificationGrantDto,
} from '../events/kinds/certification.js';
import { civilDate } from '../events/kinds/dates.js';
import { fault } from '../events/kinds/faults.js';
import { ActGuard } from '../findings/act-guard.js';
import type { Certification } from '../findings/certification.js';
import { CertificationReader } from '../findings/certification-reader.js';
import type { Language } from '../gs1/words.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import { DomainError, refused, type FieldFault } from '../http/problems.js';
import { canonicalize } from '../ledger/canonical.js';
import type { JsonObject } from '../ledger/json.js';
import { PartyFacts } from '../parties/facts.js';
import { eventConflict, OrganizationChain } from '../parties/organization-chain.js';
import { OrganizationsService } from '../parties/organizations.service.js';
import { partyReaders } from '../parties/scope.js';
import { endOfDay, tellCertification } from './certification-parts.js';
import type { CertificationChangeBody, CertificationDto } from './certifications.dto.js';

/** Who states that an organization is certified: its members of themselves, bodies and authorities of others. */
const members = ['owner', 'recorder'] as const satisfies readonly Role[];
const bodies = ['certifier', 'regulator'] as const satisfies readonly Role[];
const statingRoles: readonly Role[] = [...members, ...bodies];

/** In whose name, and in which role, somebody states a certification. */
interface Stating {
  readonly issuerId: string;
  readonly role: Role;
}

/** What organizations are certified for: stated on their chains, and read from there (docs/certifications.md). */
@Injectable()
export class CertificationsService {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly chain: OrganizationChain,
    private readonly reader: CertificationReader,
    private readonly entries: CertificationEntries,
    private readonly parties: PartyFacts,
    private readonly acts: ActGuard,
  ) {}

  /**
   * States that an organization is certified. The same again under its key answers what was stated first.
   *
   * @throws DomainError `not-found`, `forbidden`, `validation`, `certification-overlaps`, `event-conflict`.
   */
  async grant(
    actor: Actor,
    organizationId: string,
    grant: CertificationGrantDto,
    key: string | null,
    language: Language,
  ): Promise<Made<CertificationDto>> {
    const stating = await this.stating(actor, organizationId);
    const faults = [...grantFaults(grant), ...(await this.foreign(organizationId, grant))];
    if (faults.length > 0) throw refused(...faults);
    // As it travels: without the members that were not given.
    const plain = JSON.parse(JSON.stringify(grant)) as CertificationGrantDto;
    const { seq, repeated } = await this.state(actor, organizationId, stating, key, {
      action: 'granted',
      grant: plain,
      role: stating.role,
    });
    return { entity: await this.get(organizationId, seq, language), repeated };
  }

  /**
   * States that a certification is suspended, resumed or revoked: by who granted it, or a regulator of the region.
   *
   * @throws DomainError `not-found`, `forbidden`, `validation`, `certification-state`, `event-conflict`.
   */
  async change(
    actor: Actor,
    at: { readonly organizationId: string; readonly seq: number },
    { action, on, reason }: CertificationChangeBody,
    key: string | null,
    language: Language,
  ): Promise<Made<CertificationDto>> {
    const { organizationId, seq } = at;
    const stating = await this.stating(actor, organizationId);
    const certification = (await this.reader.of(organizationId)).find((one) => one.seq === seq);
    if (certification === undefined) throw notFound();
    if (certification.issuer !== `org/${stating.issuerId}` && stating.role !== 'regulator')
      throw notGranter();
    const faults = dayFaults(certification, on);
    if (faults.length > 0) throw refused(...faults);
    const { repeated } = await this.state(actor, organizationId, stating, key, {
      action,
      granted: { seq, leafHash: certification.leafHash },
      on,
      reason,
      role: stating.role,
    });
    return { entity: await this.get(organizationId, seq, language), repeated };
  }

  /**
   * Certifications granted after the entry `after`, oldest first, as they stand on a day.
   *
   * @throws DomainError `not-found`; `validation` for a day that has not come.
   */
  async list(
    actor: Actor,
    organizationId: string,
    asked: { readonly on?: string; readonly after: number; readonly limit: number },
    language: Language,
  ): Promise<Page<CertificationDto> & { readonly on: string }> {
    await this.organizations.require(actor, organizationId, partyReaders);
    const today = civilDate(new Date().toISOString());
    const on = asked.on ?? today;
    if (on > today) throw refused(fault('/query/on', 'future'));
    const all = await this.reader.of(organizationId, on === today ? null : endOfDay(on));
    const rows = all.filter(({ seq }) => seq > asked.after).slice(0, asked.limit + 1);
    const told = await this.tell(rows, organizationId, on, language);
    const page = pageOf(
      told,
      asked.limit,
      ({ seq }) => String(seq),
      (one) => one,
    );
    return { ...page, on };
  }

  private async get(organizationId: string, seq: number, language: Language): Promise<CertificationDto> {
    const all = await this.reader.of(organizationId);
    const today = civilDate(new Date().toISOString());
    const found = all.filter((one) => one.seq === seq);
    const [told] = await this.tell(found, organizationId, today, language);
    if (told === undefined) throw new Error('a certification that was stated is not there');
    return told;
  }

  private async tell(
    certifications: readonly Certification[],
    organizationId: string,
    on: string,
    language: Language,
  ): Promise<CertificationDto[]> {
    const marked = await this.entries.marked(organizationId);
    return Promise.all(
      certifications.map(async (one) => {
        const statedBy = await this.parties.organization(one.issuer.slice('org/'.length));
        return tellCertification(one, { on, statedBy, marked: marked.get(one.seq) ?? 0n }, language);
      }),
    );
  }

  /** In whose name the actor states something here. @throws DomainError `not-found`, `forbidden`. */
  private async stating(actor: Actor, organizationId: string): Promise<Stating> {
    const { region } = await this.organizations.requireComplete(actor, organizationId, statingRoles);
    const own = members.find((role) => holdsRole(actor, organizationId, [role]));
    if (own !== undefined) return { issuerId: organizationId, role: own };
    const role = bodies.find((one) => holdsRole(actor, organizationId, [one], region));
    const [issuerId] = organizationsOf(actor, members);
    if (role === undefined || issuerId === undefined) throw noBody();
    return { issuerId, role };
  }

  private async state(
    actor: Actor,
    organizationId: string,
    { issuerId }: Stating,
    key: string | null,
    data: CertificationData,
  ): Promise<{ readonly seq: number; readonly repeated: boolean }> {
    const said = data as unknown as JsonObject;
    const stated = await this.chain.record({
      organizationId,
      issuerId,
      eventId: key ?? uuidv7(),
      kind: 'certification',
      occurredAt: new Date(),
      data: { ...said, actor: actor.accountId },
      privateFields: ['/actor'],
      effect: { effects: certificationEffects(data, `org/${issuerId}`), forward: false },
    });
    const { payload, repeated } = stated;
    if (repeated && (payload.kind !== 'certification' || !isSame(payload.data, said))) throw eventConflict();
    this.acts.recorded([]);
    return stated;
  }

  /** Products and sites that are not the organization's. */
  private async foreign(
    organizationId: string,
    { products, sites = [] }: CertificationGrantDto,
  ): Promise<FieldFault[]> {
    const own = { organizations: [organizationId], regions: [] };
    const ofProducts = products.map(async (id, index) =>
      (await this.parties.productIn(own, id)) === null ? [unknownThing(`/products/${index}`)] : [],
    );
    const ofSites = sites.map(async ({ site }, index) =>
      (await this.parties.siteIn(own, site)) === null ? [unknownThing(`/sites/${index}/site`)] : [],
    );
    return (await Promise.all([...ofProducts, ...ofSites])).flat();
  }
}

/** What was said before is the same, but for who said it: that is sealed apart. */
function isSame(before: JsonObject, said: JsonObject): boolean {
  const open = Object.fromEntries(Object.entries(before).filter(([name]) => name !== '_sd'));
  return canonicalize(open) === canonicalize(said);
}

/** Steps follow one another, begin no earlier than the certification, and lie not in the future. */
function dayFaults({ grant, changes }: Certification, on: string): FieldFault[] {
  const from = [grant.validFrom, ...changes.map((change) => change.on)].sort().at(-1) ?? grant.validFrom;
  return [
    ...(on > civilDate(new Date().toISOString()) ? [fault('/on', 'future')] : []),
    ...(on < from ? [fault('/on', 'order', [from])] : []),
  ];
}

function unknownThing(pointer: string): FieldFault {
  const detail = {
    zh: '没有这一项，或者不属于这个组织。',
    en: 'There is no such thing, or it is not of this organization.',
  };
  return { pointer, code: 'unknown', detail };
}

function notGranter(): DomainError {
  return new DomainError('forbidden', {
    zh: '只有登记这项认证的一方，或该地区的监管机关，可以改变它。',
    en: 'Only who stated the certification, or a regulator of the region, can change it.',
  });
}

function noBody(): DomainError {
  return new DomainError('forbidden', {
    zh: '您还没有加入认证机构或监管机关，不能以机构名义登记认证。请联系服务的管理员。',
    en: 'You belong to no certification body or authority in whose name this could be stated. Ask the admin of the service.',
  });
}
