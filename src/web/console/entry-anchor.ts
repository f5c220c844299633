import { base64Decode } from '../../ledger/bytes.js';

/** Where an entry stands in the public log, as a proof of it says; nothing of it is verified here. */
export interface Anchor {
  /** Number in the log, from 0, and how many entries the log had. */
  readonly index: number;
  readonly size: number;
  /** When a witness saw the log last, RFC 3339; null where none did. */
  readonly witnessedAt: string | null;
}

const keyIdBytes = 4;
const timeBytes = 8;
const cosignatureBytes = keyIdBytes + timeBytes + 64;

/** What a proof (C2SP tlog-proof) says, or null of another text. */
export function readAnchor(proof: string): Anchor | null {
  const [head = '', checkpoint = '', signatures = ''] = proof.split('\n\n');
  const index = /^index (\d{1,16})$/m.exec(head)?.[1];
  const size = /^.+\n(\d{1,16})\n/.exec(checkpoint)?.[1];
  if (index === undefined || size === undefined) return null;
  const times = signatures.split('\n').flatMap(witnessTime);
  return {
    index: Number(index),
    size: Number(size),
    witnessedAt: times.length === 0 ? null : new Date(Math.max(...times) * 1_000).toISOString(),
  };
}

/** The seconds that a cosignature states (C2SP tlog-cosignature); none of another signature. */
function witnessTime(line: string): number[] {
  const signature = /^— \S+ (\S+)$/.exec(line)?.[1];
  if (signature === undefined) return [];
  const bytes = base64Decode(signature);
  if (bytes.length !== cosignatureBytes) return [];
  return [
    bytes.subarray(keyIdBytes, keyIdBytes + timeBytes).reduce((number, byte) => number * 256 + byte, 0),
  ];
}
