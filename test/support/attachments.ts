import { hash } from 'node:crypto';
import type { Answer, Caller, Cooperative } from './cooperative.js';
import { harvestOf } from './cooperative.js';

/** A photo or paper as an entry names it, with its bytes. */
export interface TestAttachment {
  readonly bytes: Buffer;
  readonly named: { readonly sha256: string; readonly mediaType: string; readonly bytes: number };
}

/** The bytes of a small JPEG, as far as its signs go; others by another text. */
export function jpegOf(text: string): Buffer {
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0')]);
  return Buffer.concat([head, Buffer.alloc(40), Buffer.from(text)]);
}

export function attachmentOf(bytes: Buffer, mediaType = 'image/jpeg'): TestAttachment {
  return { bytes, named: { sha256: hash('sha256', bytes, 'base64url'), mediaType, bytes: bytes.length } };
}

/** Records a harvest that names photos; answers where their bytes go, without the hash. */
export async function recordWith(
  farm: Cooperative,
  batch: string,
  ...photos: readonly TestAttachment[]
): Promise<string> {
  const data = { ...harvestOf(1), attachments: photos.map(({ named }) => named) };
  const { status, body } = await farm.record(batch, 'harvest', data);
  if (status !== 201) throw new Error(`not recorded: ${JSON.stringify(body)}`);
  return `/api/v1/batches/${batch}/events/${String(body['seq'])}/attachments`;
}

/** Sends the bytes of a photo. */
export async function sendBytes(
  farm: Cooperative,
  caller: Caller,
  path: string,
  bytes: Buffer,
  mediaType = 'image/jpeg',
): Promise<Answer> {
  const answer = await fetch(farm.service.url + path, {
    method: 'PUT',
    headers: { ...caller.credentials, 'content-type': mediaType },
    body: new Uint8Array(bytes),
  });
  const body = (await answer.json()) as Answer['body'];
  return { status: answer.status, headers: answer.headers, body };
}
