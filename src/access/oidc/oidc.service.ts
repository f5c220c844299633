import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../http/problems.js';
import type { Actor } from '../actor.js';
import { notFound } from '../authorize.js';
import { clientName } from '../client-name.js';
import { SignInChanges } from '../sign-in-changes.js';
import { SessionsService, type SessionTokens } from '../sessions.service.js';
import { IdentitiesStore, type Identity } from './identities.store.js';
import { IdentityProvider, identityRefused, type ProvenIdentity } from './provider.js';
import { SignInFlows } from './sign-in-flow.js';

/**
 * Signing in through an identity provider. An identity signs in to the account that linked it while signed in, and to no
 * other: possession of one makes no account, and neither its e-mail nor its name is looked at.
 */
@Injectable()
export class OidcService {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly flows: SignInFlows,
    private readonly identities: IdentitiesStore,
    private readonly sessions: SessionsService,
    private readonly changes: SignInChanges,
  ) {}

  /** Where the provider wants the browser to go to sign in. @throws DomainError `not-found`, `provider-away`. */
  async start(reply: FastifyReply): Promise<string> {
    return this.provider.addressFor(await this.flows.begin(null, reply), reply.log);
  }

  /** As `start`, to link the identity to the actor's account. */
  async startLink(actor: Actor, reply: FastifyReply): Promise<string> {
    return this.provider.addressFor(await this.flows.begin(actor.accountId, reply), reply.log);
  }

  /**
   * Takes the provider's answer from the browser that began: a session, or null when an identity was linked.
   *
   * @throws DomainError `identity-refused`, `identity-not-linked`, `identity-taken`, `provider-away`.
   */
  async finish(request: FastifyRequest, reply: FastifyReply): Promise<SessionTokens | null> {
    const flow = await this.flows.end(request, reply);
    if (flow === null) throw identityRefused();
    const proven = await this.provider.identityOf(request.url, flow, request.log);
    if (flow.linkTo === null) return this.signIn(proven, clientName(request.headers['user-agent']));
    await this.link(flow.linkTo, proven);
    return null;
  }

  async list(actor: Actor): Promise<readonly Identity[]> {
    return this.identities.ofAccount(actor.accountId);
  }

  /** @throws DomainError `not-found`, also for another's. */
  async unlink(actor: Actor, id: string): Promise<void> {
    const { accountId } = actor;
    if (!(await this.identities.ofAccount(accountId)).some((identity) => identity.id === id))
      throw notFound();
    await this.changes.begin(accountId, 'identity-unlinked');
    if (!(await this.identities.unlink(id, accountId))) throw notFound();
  }

  private async signIn(
    { issuer, subject, strong }: ProvenIdentity,
    client: string | null,
  ): Promise<SessionTokens> {
    const identity = await this.identities.find(issuer, subject);
    if (identity !== null) return this.sessions.begin(identity.accountId, 'oidc', strong, client);
    throw new DomainError('identity-not-linked', {
      zh: '这个身份还没有关联账号。请先用账号和密码登录，再关联它。',
      en: 'This identity is not linked to an account: sign in with login and password first, and link it there.',
    });
  }

  private async link(accountId: string, { issuer, subject }: ProvenIdentity): Promise<void> {
    if ((await this.identities.find(issuer, subject)) === null) {
      await this.changes.begin(accountId, 'identity-linked');
      const linked = { id: randomUUID(), accountId, issuer, subject, linkedAt: new Date() };
      if (await this.identities.link(linked)) return;
    }
    const before = await this.identities.find(issuer, subject);
    if (before?.accountId === accountId) return;
    throw new DomainError('identity-taken', {
      zh: '这个身份已关联其他账号，或者您关联的身份已经太多。',
      en: 'This identity is linked to another account, or yours has too many already.',
    });
  }
}
