import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { DomainError } from '../../http/problems.js';
import type { Actor } from '../actor.js';
import { notFound } from '../authorize.js';
import { SignInChanges } from '../sign-in-changes.js';
import { SessionsService, type SessionTokens } from '../sessions.service.js';
import { PasskeyCeremony } from './ceremony.js';
import { PasskeysStore, type Passkey } from './passkeys.store.js';

/** Passkeys of the signed-in account, and signing in with one. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly store: PasskeysStore,
    private readonly ceremony: PasskeyCeremony,
    private readonly sessions: SessionsService,
    private readonly changes: SignInChanges,
  ) {}

  async askToRegister(actor: Actor): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return this.ceremony.askToRegister(actor.accountId, actor.login);
  }

  /** @throws DomainError `passkey-not-accepted`, `passkey-taken`. */
  async register(actor: Actor, name: string, answer: RegistrationResponseJSON): Promise<Passkey> {
    const { accountId } = actor;
    const proven = await this.ceremony.checkRegistration(accountId, answer);
    if (proven === null) throw notAccepted();
    await this.changes.begin(accountId, 'passkey-registered');
    const passkey = { ...proven, id: randomUUID(), accountId, name, createdAt: new Date(), usedAt: null };
    if (await this.store.insert(passkey)) return passkey;
    throw new DomainError('passkey-taken', {
      zh: '这个通行密钥已经登记，或者您的通行密钥已经太多。',
      en: 'This passkey is registered already, or you have too many.',
    });
  }

  /** Oldest first. */
  async list(actor: Actor): Promise<readonly Passkey[]> {
    return this.store.ofAccount(actor.accountId);
  }

  /** @throws DomainError `not-found`, also for another's. */
  async rename(actor: Actor, id: string, name: string): Promise<Passkey> {
    const passkey = await this.store.rename(id, actor.accountId, name);
    if (passkey === null) throw notFound();
    return passkey;
  }

  /** @throws DomainError `not-found`, also for another's. */
  async remove(actor: Actor, id: string): Promise<void> {
    const { accountId } = actor;
    if (!(await this.store.ofAccount(accountId)).some((passkey) => passkey.id === id)) throw notFound();
    await this.changes.begin(accountId, 'passkey-removed');
    if (!(await this.store.remove(id, accountId))) throw notFound();
  }

  async askToSignIn(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.ceremony.askToSignIn();
  }

  /**
   * Starts a strong session: device and person were both shown. `client`: see SessionsService.begin.
   *
   * @throws DomainError `passkey-refused`.
   */
  async signIn(answer: AuthenticationResponseJSON, client: string | null): Promise<SessionTokens> {
    const accountId = await this.ceremony.checkSignIn(answer);
    if (accountId !== null) return this.sessions.begin(accountId, 'passkey', true, client);
    throw new DomainError('passkey-refused', {
      zh: '通行密钥没有通过验证，请再试一次，或用账号和密码登录。',
      en: 'The passkey was not accepted: try again, or sign in with login and password.',
    });
  }
}

function notAccepted(): DomainError {
  const detail = {
    zh: '设备的应答不能用于这次登记，请重新开始。',
    en: 'The answer of the device cannot be used for this registration: begin again.',
  };
  return new DomainError('passkey-not-accepted', detail, [
    { pointer: '/credential', code: 'proof-refused', detail },
  ]);
}
