import { ConfigError } from '../config/settings.js';
import type { TokenSettings } from '../config/token-settings.js';
import { CryptokiError, returnValues, wordAt, words, type Cryptoki } from './cryptoki.js';
import type { RefusedPin } from './refused-pin.js';

const slotsMax = 64;
const tokenInfoBytes = 256;
const labelBytes = 32;
/** CK_TOKEN_INFO: after label, manufacturer, model and serial number. */
const flagsAt = 12;
/** CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED. */
const finalTry = 0x20000n;
const pinLocked = 0x40000n;
/** CKF_SERIAL_SESSION, CKF_RW_SESSION. */
const serialReadWrite = 6;
const user = 1;
const pinRefused = new Set<number>([
  returnValues.pinIncorrect,
  returnValues.pinInvalid,
  returnValues.pinLengthRange,
  returnValues.pinExpired,
  returnValues.pinLocked,
]);

/** Finds the token of the configuration and logs in to it. A PIN that it refused is never sent to it again. */
export class TokenLogin {
  private refusal: ConfigError | null = null;

  constructor(
    private readonly cryptoki: Cryptoki,
    private readonly settings: TokenSettings,
    private readonly refusedPin: RefusedPin,
  ) {}

  /** A new session, logged in. @throws ConfigError naming PKCS11_TOKEN or PKCS11_PIN. */
  async begin(): Promise<bigint> {
    if (this.refusal !== null) throw this.refusal;
    const slot = await this.slot();
    const session = words([0]);
    await this.cryptoki.call('C_OpenSession', slot, serialReadWrite, null, null, session);
    await this.login(wordAt(session));
    return wordAt(session);
  }

  /** The slot that holds the token of that label, which must be safe to log in to. */
  private async slot(): Promise<bigint> {
    const slots = words(new Array<number>(slotsMax).fill(0));
    const count = words([slotsMax]);
    await this.cryptoki.call('C_GetSlotList', 1, slots, count);
    const labels: string[] = [];
    for (let index = 0; index < Number(wordAt(count)); index += 1) {
      const info = await this.infoOf(wordAt(slots, index));
      const label = info.toString('utf8', 0, labelBytes).trim();
      if (label === this.settings.token) return this.safeSlot(wordAt(slots, index), wordAt(info, flagsAt));
      if (label !== '' && !label.startsWith('\0')) labels.push(label);
    }
    throw new ConfigError([
      `PKCS11_TOKEN: no token is called ${this.settings.token}; there is: ${labels.join(', ') || '—'}`,
    ]);
  }

  /** CK_TOKEN_INFO; without content for a slot whose token does not answer. */
  private async infoOf(slot: bigint): Promise<Buffer> {
    const info = Buffer.alloc(tokenInfoBytes);
    await this.cryptoki.call('C_GetTokenInfo', slot, info).catch(() => info.fill(0));
    return info;
  }

  private safeSlot(slot: bigint, flags: bigint): bigint {
    if ((flags / pinLocked) % 2n === 1n) throw this.refuse('the token says that its PIN is locked');
    if ((flags / finalTry) % 2n === 1n)
      throw this.refuse('the token says that one try is left; log in with a tool of its maker first');
    if (this.refusedPin.known)
      throw this.refuse('the token refused this PIN before; it is not tried again until it is changed');
    return slot;
  }

  private async login(session: bigint): Promise<void> {
    const pin = Buffer.from(this.settings.pin, 'utf8');
    try {
      await this.cryptoki.call('C_Login', session, user, pin, pin.length);
    } catch (error) {
      if (!(error instanceof CryptokiError)) throw error;
      if (error.code === returnValues.userAlreadyLoggedIn) return;
      if (!pinRefused.has(error.code)) throw error;
      this.refusedPin.remember();
      throw this.refuse(`the token refused the PIN (${error.message})`);
    } finally {
      pin.fill(0);
    }
    this.refusedPin.forget();
  }

  private refuse(reason: string): ConfigError {
    this.refusal = new ConfigError([`PKCS11_PIN: ${reason}`]);
    return this.refusal;
  }
}
