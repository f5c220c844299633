import { ConfigError } from '../config/settings.js';

type Value = number | bigint | Buffer | null;
/** A function of the module, run on a thread of its own: a token may take long. */
type Native = {
  async(...args: [...Value[], (error: Error | null, code: number | bigint) => void]): void;
};

/** The functions of a PKCS#11 module that are used here, with their parameters (`n`: CK_ULONG, `p`: pointer). */
const functions = {
  C_Initialize: 'p',
  C_Finalize: 'p',
  C_GetSlotList: 'bpp',
  C_GetTokenInfo: 'np',
  C_OpenSession: 'nnppp',
  C_CloseSession: 'n',
  C_Login: 'nnpn',
  C_FindObjectsInit: 'npn',
  C_FindObjects: 'npnp',
  C_FindObjectsFinal: 'n',
  C_GetAttributeValue: 'nnpn',
  C_SetAttributeValue: 'nnpn',
  C_GenerateKeyPair: 'nppnpnpp',
  C_SignInit: 'npn',
  C_Sign: 'npnpp',
} as const;
type FunctionName = keyof typeof functions;

const parameterTypes: Readonly<Record<string, string>> = { n: 'ulong', p: 'void *', b: 'uint8' };
/** CK_ULONG and pointers, on every platform this runs on. */
const wordBytes = 8;

/** Return values (PKCS #11 v3.1 §5.1.6) on which something depends here. */
export const returnValues = {
  ok: 0x0,
  generalError: 0x5,
  functionFailed: 0x6,
  deviceError: 0x30,
  deviceRemoved: 0x32,
  keyHandleInvalid: 0x60,
  objectHandleInvalid: 0x82,
  pinIncorrect: 0xa0,
  pinInvalid: 0xa1,
  pinLengthRange: 0xa2,
  pinExpired: 0xa3,
  pinLocked: 0xa4,
  sessionClosed: 0xb0,
  sessionHandleInvalid: 0xb3,
  tokenNotPresent: 0xe0,
  tokenNotRecognized: 0xe1,
  userAlreadyLoggedIn: 0x100,
  userNotLoggedIn: 0x101,
  notInitialized: 0x190,
  alreadyInitialized: 0x191,
} as const;

/** A function of the module did not answer CKR_OK. */
export class CryptokiError extends Error {
  override readonly name = 'CryptokiError';

  constructor(
    readonly call: string,
    readonly code: number,
  ) {
    super(`${call} answered 0x${code.toString(16)}`);
  }
}

/** One attribute of a template: its type (CKA_…) and value. */
export type Attribute = readonly [type: number, value: Buffer];

/** A PKCS#11 module, initialized for use by several threads. */
export class Cryptoki {
  private constructor(
    private readonly natives: ReadonlyMap<FunctionName, Native>,
    private readonly addressOf: (buffer: Buffer) => bigint,
  ) {}

  /**
   * Loads a module. The foreign function interface is an optional package, loaded when a module is configured.
   *
   * @throws ConfigError naming PKCS11_MODULE.
   */
  static async load(path: string): Promise<Cryptoki> {
    try {
      const { default: koffi } = await import('koffi');
      const library = koffi.load(path);
      const natives = Object.entries(functions).map(([name, parameters]) => {
        const types = parameters.split('').map((letter) => parameterTypes[letter] ?? '');
        return [name as FunctionName, library.func(name, 'ulong', types)] as const;
      });
      const cryptoki = new Cryptoki(new Map(natives), (buffer) => koffi.address(buffer));
      await cryptoki.initialize();
      return cryptoki;
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      throw new ConfigError([`PKCS11_MODULE: ${path} cannot be loaded (${reason})`]);
    }
  }

  /** Calls a function of the module. @throws CryptokiError unless it answers CKR_OK. */
  async call(name: FunctionName, ...args: Value[]): Promise<void> {
    const native = this.natives.get(name);
    const code = await new Promise<number>((resolve, reject) => {
      native?.async(...args, (error, answered) => {
        if (error === null) resolve(Number(answered));
        else reject(error);
      });
    });
    if (code !== returnValues.ok) throw new CryptokiError(name, code);
  }

  /** CK_ATTRIBUTE array: type, address and length of each value. The values must live as long as the array is used. */
  template(attributes: readonly Attribute[]): Buffer {
    return words(attributes.flatMap(([type, value]) => [type, this.addressOf(value), value.length]));
  }

  /** CK_MECHANISM without parameter. */
  mechanism(type: number): Buffer {
    return words([type, 0, 0]);
  }

  /** Lets the module begin anew: some know a token that was away only then. All sessions of the process end. */
  async restart(): Promise<void> {
    await this.call('C_Finalize', null).catch(() => undefined);
    await this.initialize();
  }

  /** CK_C_INITIALIZE_ARGS with CKF_OS_LOCKING_OK. One module is initialized once a process. */
  private async initialize(): Promise<void> {
    const lockingByTheSystem = 2;
    try {
      await this.call('C_Initialize', words([0, 0, 0, 0, lockingByTheSystem, 0]));
    } catch (error) {
      if (!(error instanceof CryptokiError) || error.code !== returnValues.alreadyInitialized) throw error;
    }
  }
}

/** Numbers as CK_ULONG, one after another. */
export function words(values: readonly (number | bigint)[]): Buffer {
  const bytes = Buffer.alloc(values.length * wordBytes);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), index * wordBytes);
  return bytes;
}

/** The CK_ULONG at a position of `words`. */
export function wordAt(bytes: Buffer, index = 0): bigint {
  return bytes.readBigUInt64LE(index * wordBytes);
}
