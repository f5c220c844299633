/** The few things outside ECMAScript that the pure core uses when, and only when, they are there. */
interface Platform {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (
    label: 'utf-8',
    options: { fatal: boolean; ignoreBOM: boolean },
  ) => { decode(bytes: Uint8Array): string };
  readonly Buffer?: NodeBuffer;
  readonly process?: { getBuiltinModule?: (name: string) => unknown };
}

/** The part of Node's Buffer that bytes.ts uses; every result is a Uint8Array over some ArrayBuffer. */
interface NodeBuffer {
  from(text: string, encoding: 'utf8' | 'base64url' | 'hex'): Uint8Array;
  from(
    buffer: ArrayBufferLike,
    offset: number,
    length: number,
  ): { toString(encoding: 'base64url' | 'hex'): string };
}

/** The part of node:crypto that hash.ts and signature.ts use. */
export interface NodeCrypto {
  hash(algorithm: 'sha256', data: Uint8Array, encoding: 'hex'): string;
  createPublicKey(input: { key: object; format: 'jwk' }): NodeKeyObject;
  verify(
    algorithm: 'sha256' | null,
    data: Uint8Array,
    key: NodeKeyObject | { key: NodeKeyObject; dsaEncoding: 'ieee-p1363' },
    signature: Uint8Array,
  ): boolean;
}

export interface NodeKeyObject {
  readonly type: string;
}

/**
 * The global object, seen through the names above.
 *
 * A view and not a set of ambient declarations: ambient ones would collide with those of @types/node and of
 * the DOM library, under which the same files are compiled for the server and for the page.
 */
export const platform = globalThis as unknown as Platform;

/**
 * node:crypto without importing it, so that a bundle for the browser needs no stub; null elsewhere.
 *
 * `process.getBuiltinModule` exists since Node 20.16, `crypto.hash` since 20.12.
 */
export function findNodeCrypto(): NodeCrypto | null {
  const found = platform.process?.getBuiltinModule?.('node:crypto') as Partial<NodeCrypto> | undefined;
  return found?.hash && found.createPublicKey && found.verify ? (found as NodeCrypto) : null;
}
