import { createHmac, randomBytes } from 'node:crypto';

/** Standard Webhooks 1.0.0, "Signature scheme": secrets are 24 to 64 random bytes, written with this before their base64. */
const prefix = 'whsec_';
const secretBytes = 32;

export function newWebhookSecret(): string {
  return prefix + randomBytes(secretBytes).toString('base64');
}

/**
 * The headers of a message, signed: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks
 * 1.0.0, "Signature scheme"; the timestamp in whole seconds since 1970).
 */
export function signedHeaders(
  secret: string,
  message: { readonly id: string; readonly atMs: number; readonly body: string },
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const { id, atMs, body } = message;
  const timestamp = String(Math.floor(atMs / 1_000));
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
