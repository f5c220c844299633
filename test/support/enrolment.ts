import { send, type Answer, type Credentials } from '../api/parties.js';
import type { TestApp } from './app.js';
import { proveKey, type HeldKey } from './participant.js';

/** What an enrolment says besides its key, and what of it is changed to be wrong. */
export interface EnrolmentChanges {
  readonly name?: string;
  readonly kind?: string;
  readonly claims?: object;
  readonly signer?: HeldKey;
  /** The key of the same device that is replaced, and whether it signs that. */
  readonly replaces?: HeldKey;
  readonly vouches?: boolean;
}

/** The members' side of enrolling keys of their devices, over HTTP. */
export class Enrolling {
  constructor(
    private readonly service: TestApp,
    readonly organizationId: string,
  ) {}

  post(path: string, headers: Credentials, body?: unknown): Promise<Answer> {
    return send(
      this.service,
      'POST',
      `/api/v1/organizations/${this.organizationId}/keys/${path}`,
      headers,
      body,
    );
  }

  get(path: string, headers: Credentials): Promise<Answer> {
    return send(this.service, 'GET', `/api/v1/organizations/${this.organizationId}/keys${path}`, headers);
  }

  async nonce(headers: Credentials): Promise<string> {
    const answer = await this.post('challenges', headers);
    if (answer.status !== 201) throw new Error(`no challenge: ${JSON.stringify(answer.body)}`);
    return String(answer.body['nonce']);
  }

  /** The body that asks for a key with a nonce. */
  body(key: HeldKey, nonce: string, changes: EnrolmentChanges = {}): Record<string, unknown> {
    const claims = { org: this.organizationId, aud: this.service.config.logOrigin, nonce, ...changes.claims };
    const { replaces, vouches = false, signer } = changes;
    return {
      jwk: key.jwk,
      proof: proveKey(key, claims, signer === undefined ? {} : { signer }),
      name: changes.name ?? '3号地手机',
      kind: changes.kind ?? 'phone',
      ...(replaces === undefined ? {} : { replaces: replaces.kid }),
      ...(replaces !== undefined && vouches
        ? { replacesProof: proveKey(replaces, { ...claims, replacedBy: key.kid }) }
        : {}),
    };
  }

  async enrol(key: HeldKey, headers: Credentials, changes: EnrolmentChanges = {}): Promise<Answer> {
    return this.post('enrolments', headers, this.body(key, await this.nonce(headers), changes));
  }

  decide(enrolment: Answer, what: 'approve' | 'refuse', headers: Credentials): Promise<Answer> {
    return this.post(`enrolments/${String(enrolment.body['id'])}/${what}`, headers);
  }

  revoke(kid: string, headers: Credentials, from = new Date()): Promise<Answer> {
    return this.post(`${kid}/revocation`, headers, { from: from.toISOString(), reason: '手机遗失' });
  }
}
