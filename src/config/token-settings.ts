/** A PKCS#11 token, and which keys lie in it. */
export interface TokenSettings {
  /** Path of the maker's library. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  readonly pin: string;
  /** Label of the log's key in the token; null: the log's key is a file. */
  readonly logKey: string | null;
  /** Whether new label keys are made in the token. */
  readonly labelKeys: boolean;
}

const inToken = /^pkcs11:(.{1,64})$/;

/**
 * `PKCS11_MODULE`, `PKCS11_TOKEN`, `PKCS11_PIN`, and what lies there: `LOG_KEY=pkcs11:<label>`, `LABEL_KEYS=pkcs11`.
 * Null when none of them is set.
 *
 * @throws Error naming the variable that is missing or wrong.
 */
export function readToken(env: NodeJS.ProcessEnv, pin: string | null): TokenSettings | null {
  const module = trimmed(env['PKCS11_MODULE']);
  const token = trimmed(env['PKCS11_TOKEN']);
  const logKey = trimmed(env['LOG_KEY']);
  const labelKeys = trimmed(env['LABEL_KEYS']);
  if (logKey !== '' && !inToken.test(logKey))
    throw new Error('LOG_KEY: must be pkcs11:<label of the key in the token>, or absent');
  if (labelKeys !== '' && labelKeys !== 'pkcs11') throw new Error('LABEL_KEYS: must be pkcs11, or absent');
  if ([module, token, pin ?? '', logKey, labelKeys].every((value) => value === '')) return null;
  if (module === '') throw new Error('PKCS11_MODULE: must be given, as the path of the token’s library');
  if (token === '') throw new Error('PKCS11_TOKEN: must be given, as the label of the token');
  if (pin === null) throw new Error('PKCS11_PIN: must be given, or PKCS11_PIN_FILE');
  if (process.platform === 'win32') throw new Error('PKCS11_MODULE: is not supported on Windows');
  return {
    module,
    token,
    pin,
    logKey: inToken.exec(logKey)?.[1] ?? null,
    labelKeys: labelKeys === 'pkcs11',
  };
}

function trimmed(value: string | undefined): string {
  return value?.trim() ?? '';
}
