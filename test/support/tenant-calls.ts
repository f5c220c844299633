import { randomBytes, randomUUID } from 'node:crypto';
import { OneTimeLinksStore } from '../../src/access/one-time-links.store.js';
import { ClientsStore } from '../../src/access/machines/clients.store.js';
import type { TenantScope } from '../../src/database/tenants.js';
import { Entries } from '../../src/log/entries.service.js';
import { Vault } from '../../src/log/vault.js';
import { BreakGlassStore } from '../../src/parties/break-glass.store.js';
import { KeyEnrolmentsStore } from '../../src/parties/key-enrolments.store.js';
import { ApplicationsStore } from '../../src/parties/onboarding/applications.store.js';
import { PeopleStore } from '../../src/parties/people.store.js';
import { ErasuresStore } from '../../src/privacy/erasures.store.js';
import { accountOf, type TwoTenants } from './two-tenants.js';

/** One call of a store in the name of whose scope it is. */
export type Call = (scope: TenantScope) => Promise<unknown>;

const nobody = '00000000-0000-0000-0000-000000000000';
const late = (): Date => new Date();
const soon = (): Date => new Date(Date.now() + 3_600_000);

/** Reads and writes of people, machines, devices, links and what authorities decide, for what is the other's. */
export class TenantCalls {
  constructor(private readonly tenants: () => TwoTenants) {}

  private part<T>(type: new (...parts: never[]) => T): T {
    return this.tenants().farm.service.app.get<T>(type, { strict: false });
  }

  private get theirs(): TwoTenants['theirs'] {
    return this.tenants().theirs;
  }

  private get person(): { organizationId: string; personId: string; subjectId: string } {
    const { organization: organizationId, person } = this.theirs;
    return { organizationId, personId: person, subjectId: person };
  }

  /** What is asked about an organization. */
  readonly asking: [string, Call][] = [
    ['a person', (scope) => this.part(PeopleStore).find(scope, this.theirs.organization, this.theirs.person)],
    ['people', (scope) => this.part(PeopleStore).list(scope, this.theirs.organization, null, 50)],
    [
      'an erasure',
      (scope) => this.part(ErasuresStore).find(scope, { ...this.person, personId: this.theirs.erased }),
    ],
    [
      'what names a person',
      (scope) => this.part(Vault).ofPerson(this.person, { chainId: nobody, seq: 0 }, 50, scope),
    ],
    ['records of a person', (scope) => this.part(Vault).recordsOf(this.person, scope)],
    [
      'entries that name a person',
      (scope) =>
        this.part(Entries).at(
          this.theirs.organization,
          [{ chainId: this.theirs.organization, seq: 1 }],
          scope,
        ),
    ],
    ['machines', (scope) => this.part(ClientsStore).list(scope, this.theirs.organization, late(), null, 50)],
    [
      'a machine',
      async (scope) =>
        (await this.part(ClientsStore).isKept(scope, this.theirs.client, this.theirs.organization)) || null,
    ],
    [
      'an invitation',
      (scope) => this.part(OneTimeLinksStore).findInvitation(scope, this.theirs.invitation, late()),
    ],
    [
      'invitations',
      (scope) =>
        this.part(OneTimeLinksStore).listInvitations(scope, this.theirs.organization, late(), null, 50),
    ],
    [
      'an enrolment',
      (scope) => this.part(KeyEnrolmentsStore).find(scope, this.theirs.organization, this.theirs.enrolment),
    ],
    ['enrolments', (scope) => this.part(KeyEnrolmentsStore).list(scope, this.theirs.organization, null, 50)],
    [
      'an enrolment of a key',
      (scope) => this.part(KeyEnrolmentsStore).findOfKey(scope, this.theirs.organization, this.theirs.device),
    ],
    [
      'holders of keys',
      (scope) => this.part(KeyEnrolmentsStore).holders(scope, this.theirs.organization, [this.theirs.device]),
    ],
    [
      'a challenge',
      (scope) =>
        this.part(KeyEnrolmentsStore).findNonce(scope, this.theirs.organization, this.rivalOwner, late()),
    ],
  ];

  /** What is asked about what an authority decides. */
  readonly askingAuthority: [string, Call][] = [
    ['an application', (scope) => this.part(ApplicationsStore).find(scope, this.theirs.application)],
    [
      'applications',
      (scope) => this.part(ApplicationsStore).list(scope, { all: true, regions: [], state: null }, null, 50),
    ],
    ['documents', (scope) => this.part(ApplicationsStore).documents(this.theirs.application, scope)],
    ['a request to look', (scope) => this.part(BreakGlassStore).find(scope, this.theirs.request)],
    [
      'requests to look',
      (scope) =>
        this.part(BreakGlassStore).list(scope, { accountId: nobody, all: true, regions: [] }, null, 50),
    ],
  ];

  /** What is written for an organization, and refused by PostgreSQL out of scope. */
  readonly adding: [string, Call][] = [
    [
      'a key of a person',
      (scope) =>
        this.part(Vault).admit({ organizationId: this.theirs.organization, subjectId: randomUUID() }, scope),
    ],
    [
      'a person',
      (scope) =>
        this.part(PeopleStore).insert(scope, {
          ...{ organizationId: this.theirs.organization, id: this.theirs.person },
          ...{ accountId: scope.account ?? null, sealed: Buffer.from('x'), createdAt: late() },
        }),
    ],
    [
      'an erasure',
      (scope) => this.part(ErasuresStore).insert(scope, this.person, randomUUID(), late(), soon()),
    ],
    [
      'a machine',
      (scope) => {
        const { organization: organizationId } = this.theirs;
        const client = { id: randomUUID(), organizationId, name: 'x', scopes: ['batches:read'] as const };
        const times = { createdAt: late(), expiresAt: null };
        return this.part(ClientsStore).insert(scope, { ...client, ...times }, randomBytes(32));
      },
    ],
    [
      'an invitation',
      (scope) =>
        this.part(OneTimeLinksStore).insert(scope, this.linkOf(scope, 'invitation'), randomBytes(32)),
    ],
    [
      'a link to a new password',
      (scope) =>
        this.part(OneTimeLinksStore).insert(scope, this.linkOf(scope, 'password-reset'), randomBytes(32)),
    ],
    [
      'a challenge',
      (scope) =>
        this.part(KeyEnrolmentsStore).giveNonce(scope, {
          ...{ organizationId: this.theirs.organization, accountId: scope.account ?? nobody },
          ...{ nonce: 'x'.repeat(43), expiresAt: soon() },
        }),
    ],
    [
      'an enrolment',
      (scope) =>
        this.part(KeyEnrolmentsStore).insert(scope, {
          ...{
            organizationId: this.theirs.organization,
            id: randomUUID(),
            accountId: scope.account ?? nobody,
          },
          ...{ kid: randomBytes(32).toString('base64url'), alg: 'Ed25519', publicJwk: {} },
          ...{ deviceName: 'x', deviceKind: 'phone', replacesKid: null, requestedAt: late() },
        }),
    ],
  ];

  /** What is changed of an organization's, and leaves everything as it is out of scope. */
  readonly changing: [string, Call][] = [
    [
      'a person',
      (scope) =>
        this.part(PeopleStore).replace(scope, this.theirs.organization, this.theirs.person, Buffer.from('y')),
    ],
    ['a key of a person', (scope) => this.part(Vault).restrict(this.person, late(), scope)],
    [
      'the secret of a machine',
      (scope) =>
        this.part(ClientsStore).rotate(
          ...[scope, this.theirs.client, this.theirs.organization],
          ...[randomBytes(32), late(), soon()],
        ),
    ],
    [
      'the end of a machine',
      (scope) => this.part(ClientsStore).revoke(scope, this.theirs.client, this.theirs.organization, late()),
    ],
    ['an invitation', (scope) => this.part(OneTimeLinksStore).withdraw(scope, this.theirs.invitation)],
    [
      'an enrolment',
      (scope) =>
        this.part(KeyEnrolmentsStore).decide(
          scope,
          { organizationId: this.theirs.organization, id: this.theirs.enrolment },
          { approved: false, by: scope.account ?? nobody, at: late() },
        ),
    ],
    [
      'a challenge',
      async (scope) => {
        const { organization } = this.theirs;
        const own = { organizations: [organization], regions: [], account: this.rivalOwner };
        const nonce = await this.part(KeyEnrolmentsStore).findNonce(
          own,
          organization,
          this.rivalOwner,
          late(),
        );
        return this.part(KeyEnrolmentsStore).useNonce(scope, organization, this.rivalOwner, nonce ?? '');
      },
    ],
  ];

  /** The same for what an authority decides. */
  readonly deciding: [string, Call][] = [
    [
      'a request to look',
      (scope) =>
        this.part(BreakGlassStore).decide(scope, this.theirs.request, 'approved', {
          accountId: scope.account ?? nobody,
          at: late(),
        }),
    ],
    [
      'the beginning of a look',
      (scope) => this.part(BreakGlassStore).begin(scope, this.theirs.request, soon()),
    ],
    [
      'an application',
      async (scope) => {
        const near = { organizations: [], regions: ['370686'] };
        const row = await this.part(ApplicationsStore).find(near, this.theirs.application);
        if (row === null) throw new Error('no application');
        const decision = { decision: 'approved', reason: null, organizationId: randomUUID() } as const;
        const by = { by: scope.account ?? nobody, at: late() };
        return this.part(ApplicationsStore).decide(scope, row, { ...decision, ...by });
      },
    ],
    ['an application, anew', (scope) => this.part(ApplicationsStore).reopen(scope, this.theirs.application)],
  ];

  private get rivalOwner(): string {
    return accountOf(this.tenants().rival.owner);
  }

  private linkOf(scope: TenantScope, purpose: 'invitation' | 'password-reset') {
    const isInvitation = purpose === 'invitation';
    return {
      ...{ id: randomUUID(), purpose, organizationId: this.theirs.organization, login: null },
      ...{ role: isInvitation ? ('owner' as const) : null, accountId: isInvitation ? null : this.rivalOwner },
      ...{ madeBy: scope.account ?? nobody, madeAt: late(), expiresAt: soon() },
    };
  }
}
