import type { Config } from '../config/config.js';
import { ConfigError } from '../config/settings.js';
import { DomainError } from '../http/problems.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { parsePublicKey, type PublicKey } from '../ledger/key.js';
import { Cryptoki, CryptokiError, returnValues, wordAt, words, type Attribute } from './cryptoki.js';
import { RefusedPin } from './refused-pin.js';
import type { Signer } from './signer.js';
import { TokenLogin } from './token-login.js';
import {
  eddsa,
  edwardsKeyPairs,
  idOf,
  pointAttribute,
  privatePart,
  privateTemplate,
  publicPart,
  publicTemplate,
  rawPoint,
  type KeyName,
} from './token-objects.js';

const signatureBytes = 64;
const pointBytesMax = 64;

/** The token is gone, or does not do what it did. */
class TokenTrouble extends Error {
  override readonly name = 'TokenTrouble';
}

interface Session {
  readonly handle: bigint;
  /** Handles of private keys by thumbprint, as found in this session. */
  readonly keys: Map<string, bigint>;
}

/** After these the session is opened anew, and what failed is tried once more. */
const sessionLost = new Set<number>([
  returnValues.generalError,
  returnValues.functionFailed,
  returnValues.deviceError,
  returnValues.deviceRemoved,
  returnValues.keyHandleInvalid,
  returnValues.notInitialized,
  returnValues.objectHandleInvalid,
  returnValues.sessionClosed,
  returnValues.sessionHandleInvalid,
  returnValues.tokenNotPresent,
  returnValues.tokenNotRecognized,
  returnValues.userNotLoggedIn,
]);

/**
 * A PKCS#11 token that holds Ed25519 keys: signs with them and makes new ones, never sees their private parts.
 *
 * One session, one operation at a time. A session that is lost is opened again, with login, once an operation. A PIN
 * that the token refuses is not tried a second time, by this process or a later one.
 */
export class Token {
  private session: Promise<Session> | null = null;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly cryptoki: Cryptoki,
    private readonly login: TokenLogin,
  ) {}

  /**
   * Opens the token of the configuration; null when it names none.
   *
   * @throws ConfigError naming the variable: module, token or PIN.
   */
  static async open({ token: settings, dataDir, masterKey }: Config): Promise<Token | null> {
    if (settings === null) return null;
    const refused = new RefusedPin(dataDir, masterKey, settings.token, settings.pin);
    const cryptoki = await Cryptoki.load(settings.module);
    const token = new Token(cryptoki, new TokenLogin(cryptoki, settings, refused));
    await token
      .inSession(() => Promise.resolve())
      .catch((error: unknown) => {
        throw startFault('PKCS11_TOKEN', error);
      });
    return token;
  }

  /** The public key of a pair in the token, or null when there is none of that name. */
  find(name: KeyName): Promise<PublicKey | null> {
    return this.inSession(async (session) => {
      const found = await this.objects(session, publicPart(name));
      const [object] = found;
      if (object === undefined) return null;
      if (found.length > 1) throw new TokenTrouble(`several keys are called ${JSON.stringify(name)}`);
      return this.publicKeyOf(session, object);
    });
  }

  /** Signs with the pair of that name. Its public key in the token must be `publicKey`, each time the session begins. */
  signer(name: KeyName, publicKey: PublicKey): Signer {
    return {
      publicKey,
      sign: async (message) => {
        try {
          return await this.inSession((session) => this.signOne(session, name, publicKey, message));
        } catch (error) {
          throw tokenAway(error);
        }
      },
    };
  }

  /** Makes an Ed25519 key pair that never leaves the token. Its id is the thumbprint of its public key. */
  make(label: string): Promise<PublicKey> {
    return this.inSession(async ({ handle }) => {
      const [pub, priv] = [words([0]), words([0])];
      const [publicKey, privateKey] = [publicTemplate(label), privateTemplate(label)];
      await this.cryptoki.call(
        'C_GenerateKeyPair',
        handle,
        this.cryptoki.mechanism(edwardsKeyPairs),
        this.cryptoki.template(publicKey),
        publicKey.length,
        this.cryptoki.template(privateKey),
        privateKey.length,
        pub,
        priv,
      );
      const made = await this.publicKeyOf({ handle }, wordAt(pub));
      const id = idOf(made.kid);
      for (const object of [pub, priv])
        await this.cryptoki.call(
          'C_SetAttributeValue',
          handle,
          wordAt(object),
          this.cryptoki.template(id),
          1,
        );
      return made;
    });
  }

  /** Ends the session; what still waits is done first. */
  async close(): Promise<void> {
    await this.last.catch(() => undefined);
    const session = await this.session?.catch(() => null);
    this.session = null;
    if (session) await this.cryptoki.call('C_CloseSession', session.handle).catch(() => undefined);
  }

  private async signOne(
    session: Session,
    name: KeyName,
    publicKey: PublicKey,
    message: Uint8Array,
  ): Promise<Uint8Array> {
    const key = session.keys.get(publicKey.kid) ?? (await this.privateKeyOf(session, name, publicKey));
    const signature = Buffer.alloc(signatureBytes);
    const length = words([signatureBytes]);
    await this.cryptoki.call('C_SignInit', session.handle, this.cryptoki.mechanism(eddsa), key);
    await this.cryptoki.call(
      'C_Sign',
      session.handle,
      Buffer.from(message),
      message.length,
      signature,
      length,
    );
    if (wordAt(length) !== BigInt(signatureBytes)) throw new TokenTrouble('a signature has another length');
    return signature;
  }

  private async privateKeyOf(session: Session, name: KeyName, expected: PublicKey): Promise<bigint> {
    const [publicObject] = await this.objects(session, publicPart(name));
    const [key, ...others] = await this.objects(session, privatePart(name));
    if (publicObject === undefined || key === undefined || others.length > 0)
      throw new TokenTrouble(`the token does not hold the key ${expected.kid}`);
    const { kid } = await this.publicKeyOf(session, publicObject);
    if (kid !== expected.kid) throw new TokenTrouble(`the token holds ${kid} in place of ${expected.kid}`);
    session.keys.set(kid, key);
    return key;
  }

  private async publicKeyOf({ handle }: Pick<Session, 'handle'>, object: bigint): Promise<PublicKey> {
    const point = Buffer.alloc(pointBytesMax);
    const template = this.cryptoki.template([[pointAttribute, point]]);
    await this.cryptoki.call('C_GetAttributeValue', handle, object, template, 1);
    const raw = rawPoint(point.subarray(0, Number(wordAt(template, 2))));
    return parsePublicKey({ kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(raw) });
  }

  private async objects({ handle }: Session, find: readonly Attribute[]): Promise<bigint[]> {
    const objects = words([0, 0]);
    const count = words([0]);
    const { cryptoki } = this;
    await cryptoki.call('C_FindObjectsInit', handle, cryptoki.template(find), find.length);
    try {
      await cryptoki.call('C_FindObjects', handle, objects, 2, count);
    } finally {
      await cryptoki.call('C_FindObjectsFinal', handle);
    }
    return [wordAt(objects, 0), wordAt(objects, 1)].slice(0, Number(wordAt(count)));
  }

  /** Does one thing after another in the session; when that was lost, once more in a new one. */
  private inSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const once = async (): Promise<T> => work(await (this.session ??= this.begin()));
    const done = this.last.then(async () => {
      try {
        return await once();
      } catch (error) {
        const lost = error instanceof CryptokiError && sessionLost.has(error.code);
        const begun = await this.session?.catch(() => null);
        if (lost || !begun) this.session = null;
        if (!lost) throw error;
        await this.cryptoki.restart();
        return await once();
      }
    });
    this.last = done.catch(() => undefined);
    return done;
  }

  private async begin(): Promise<Session> {
    return { handle: await this.login.begin(), keys: new Map() };
  }
}

/** The token of this process, for whoever signs with a key in it. */
export class HeldToken {
  constructor(readonly token: Token | null) {}
}

/** What the module answers at a start is said by the name of a variable. */
export function startFault(variable: string, error: unknown): unknown {
  const isToken = error instanceof CryptokiError || error instanceof TokenTrouble;
  return isToken
    ? new ConfigError([`${variable}: the token does not answer as it must: ${error.message}`])
    : error;
}

/** What a client is told when the token does not answer: nothing of the token. */
function tokenAway(cause: unknown): DomainError {
  const words = {
    zh: '签名设备暂时不可用，请稍后再试。',
    en: 'The signing device is briefly unavailable; try again.',
  };
  return Object.assign(new DomainError('unavailable', words), { cause });
}
