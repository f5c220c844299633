import { base64urlEncode } from '../ledger/bytes.js';
import { isJsonObject, type JsonObject } from '../ledger/json.js';
import { encodeKeyProof } from '../ledger/key-proof.js';
import type { SignatureAlgorithm } from '../ledger/key.js';
import { ClientError } from './client-error.js';
import { type Connection, type Request, slugOf } from './connection.js';
import { type DeviceKey, type KeyStore, makeDeviceKey, publicKeyOf, signInput } from './device-key.js';

/** What the owner who approves a key sees of it. */
export interface Device {
  readonly name: string;
  readonly kind: 'phone' | 'back-office' | 'hardware';
}

/** Whether a key counts. */
export type EnrolmentState = 'pending' | 'approved' | 'refused';

/** Makes a device's keys and asks for them to count. Every step can be repeated after being killed anywhere. */
export class DeviceKeys {
  constructor(
    private readonly store: KeyStore,
    private readonly connection: Connection,
    private readonly organizationId: string,
  ) {}

  /** The key to sign with; null while there is none, or while it is being replaced. */
  async signing(): Promise<DeviceKey | null> {
    return (await this.store.get('next')) === null ? this.store.get('current') : null;
  }

  /** The id of the key that signs, or of the one that is to take its place; null before there is one. */
  async id(): Promise<string | null> {
    const key = (await this.store.get('next')) ?? (await this.store.get('current'));
    return key === null ? null : publicKeyOf(key).kid;
  }

  /**
   * Asks for the device's key to count, making it first where there is none; asked again, answers what became of it. A
   * refused key is thrown away.
   *
   * @throws ClientError `unreachable`, `refused`.
   */
  async enrol(device: Device, alg: SignatureAlgorithm): Promise<EnrolmentState> {
    const key = await this.kept('current', alg);
    const state = await this.ask(key, device, null);
    if (state === 'refused') await this.store.remove('current');
    return state;
  }

  /**
   * Asks for a new key to count in place of the device's own, which vouches for it; from the approval on it is the
   * current one.
   *
   * @throws ClientError `key-missing`, `unreachable`, `refused`.
   */
  async rotate(device: Device, alg: SignatureAlgorithm): Promise<EnrolmentState> {
    const old = await this.store.get('current');
    if (old === null) throw new ClientError('key-missing', 'There is no key to replace: enrol one first');
    const next = await this.kept('next', alg);
    const isMoved = publicKeyOf(next).kid === publicKeyOf(old).kid;
    const state = await this.ask(next, device, isMoved ? null : old);
    if (state === 'approved') await this.store.put('current', next);
    if (state !== 'pending') await this.store.remove('next');
    return state;
  }

  /** What the service holds of a key that it does not accept. */
  async standing(kid: string): Promise<'revoked' | 'unknown' | 'unheard'> {
    const reply = await this.connection.send({ method: 'GET', path: `${this.path()}/${kid}` });
    if (reply.outcome === 'done') return 'revoked';
    return reply.outcome === 'refused' && slugOf(reply.problem) === 'not-found' ? 'unknown' : 'unheard';
  }

  private async kept(slot: 'current' | 'next', alg: SignatureAlgorithm): Promise<DeviceKey> {
    const before = await this.store.get(slot);
    if (before !== null) return before;
    const made = await makeDeviceKey(alg);
    await this.store.put(slot, made);
    return made;
  }

  private async ask(key: DeviceKey, device: Device, old: DeviceKey | null): Promise<EnrolmentState> {
    const { nonce, audience } = await this.post(`${this.path()}/challenges`, null);
    if (typeof nonce !== 'string' || typeof audience !== 'string') throw unreachable();
    const claims = {
      org: this.organizationId,
      aud: audience,
      iat: Math.floor(Date.now() / 1_000),
      nonce,
    };
    const { kid, jwk } = publicKeyOf(key);
    const answer = await this.post(`${this.path()}/enrolments`, {
      jwk: { ...jwk },
      proof: await prove(key, claims),
      name: device.name,
      kind: device.kind,
      ...(old === null
        ? {}
        : {
            replaces: publicKeyOf(old).kid,
            replacesProof: await prove(old, { ...claims, replacedBy: kid }),
          }),
    });
    const { state } = answer;
    if (state === 'pending' || state === 'approved' || state === 'refused') return state;
    throw unreachable();
  }

  private async post(path: string, body: JsonObject | null): Promise<JsonObject> {
    const request: Request =
      body === null
        ? { method: 'POST', path }
        : {
            method: 'POST',
            path,
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          };
    const reply = await this.connection.send(request);
    if (reply.outcome === 'done' && isJsonObject(reply.body)) return reply.body;
    if (reply.outcome === 'refused') {
      throw new ClientError('refused', `The service refuses: ${slugOf(reply.problem)}`, reply.problem);
    }
    throw unreachable();
  }

  private path(): string {
    return `/api/v1/organizations/${this.organizationId}/keys`;
  }
}

async function prove(key: DeviceKey, claims: Parameters<typeof encodeKeyProof>[1]): Promise<string> {
  const input = encodeKeyProof(publicKeyOf(key), claims);
  return `${input}.${base64urlEncode(await signInput(key, input))}`;
}

function unreachable(): ClientError {
  return new ClientError('unreachable', 'The service did not answer, or nobody is signed in');
}
