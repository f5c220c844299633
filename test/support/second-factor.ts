import { createHmac } from 'node:crypto';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The bytes of a base32 text without padding (RFC 4648 §6). */
function decodeBase32(text: string): Buffer {
  let bits = 0n;
  for (const character of text) bits = bits * 32n + BigInt(base32.indexOf(character));
  const bytes = Math.floor((text.length * 5) / 8);
  const whole = bits / 2n ** BigInt(text.length * 5 - bytes * 8);
  return Buffer.from(whole.toString(16).padStart(bytes * 2, '0'), 'hex');
}

/** The code of a counter (RFC 4226 §5.3), written anew: the service takes a library's. */
export function hotp(secret: Buffer, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(message).digest();
  const offset = (mac[19] ?? 0) % 16;
  return String((mac.readUInt32BE(offset) % 2 ** 31) % 1_000_000).padStart(6, '0');
}

/** The code an authenticator app shows (RFC 6238 §4), so many steps of thirty seconds from now. */
export function codeOf(secret: string, stepsFromNow = 0): string {
  return hotp(decodeBase32(secret), Math.floor(Date.now() / 30_000) + stepsFromNow);
}

/** Waits until a step is young enough for its codes, and those beside it, to be good for some seconds. */
export async function earlyInStep(): Promise<void> {
  const leftMs = 30_000 - (Date.now() % 30_000);
  if (leftMs < 8_000) await new Promise((resolve) => setTimeout(resolve, leftMs + 50));
}

/** A second factor that is in force. */
export interface EnrolledFactor {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** Sets up the second factor of an account that is signed in; the code of the step before now is used up by it. */
export async function enrol(url: string, headers: Readonly<Record<string, string>>): Promise<EnrolledFactor> {
  await earlyInStep();
  const { secret } = (await call(`${url}/api/v1/auth/totp`, headers)) as { secret: string };
  const confirmed = await call(`${url}/api/v1/auth/totp/confirm`, headers, { code: codeOf(secret, -1) });
  return { secret, recoveryCodes: (confirmed as { recoveryCodes: string[] }).recoveryCodes };
}

async function call(url: string, headers: Readonly<Record<string, string>>, body?: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
