import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** RFC 4226 §4 R6 recommends 160 bits. */
const secretBytes = 20;
/** RFC 6238 §5.2: the step before and the step after are taken too, for clocks that differ. */
const stepsOfDrift = 1;
const stepS = 30;

/** A new shared secret. */
export function newTotpSecret(): Buffer {
  return randomBytes(secretBytes);
}

/** What an authenticator app needs: the Key URI that it reads from a QR code, and the secret in base32 to type. */
export function totpKeyUri(secret: Buffer, login: string, issuer: string): { uri: string; secret: string } {
  const totp = totpOf(secret, login, issuer);
  return { uri: totp.toString(), secret: totp.secret.base32 };
}

/** The time step of a code (RFC 6238 §4.2), null when it is the code of no step that is near enough. */
export function findTotpStep(secret: Buffer, code: string, nowMs: number): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: nowMs, window: stepsOfDrift });
  return delta === null ? null : Math.floor(nowMs / (stepS * 1_000)) + delta;
}

/** What every authenticator app can do: SHA-1, six digits, thirty seconds. */
function totpOf(secret: Buffer, label = '', issuer = ''): TOTP {
  const own = new Secret({ buffer: Uint8Array.from(secret).buffer });
  return new TOTP({ secret: own, algorithm: 'SHA1', digits: 6, period: stepS, label, issuer });
}
