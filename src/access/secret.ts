import { hash, randomBytes } from 'node:crypto';

const secretBytes = 32;

/** 256 random bits as base64url, 43 characters: no rate of guessing reaches them. */
export function newSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

/** What is stored of a random secret: its plain SHA-256, 32 bytes. Only a password needs a slower hash. */
export function secretDigest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
