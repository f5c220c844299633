import type { NoteSignature, VerifierKey } from '../ledger/note.js';
export class WitnessAhead extends Error {
  override readonly name = 'WitnessAhead';
}
export class WitnessClient {
  constructor(readonly at: { url: string; key: VerifierKey }) {}
  cosign(_n: string, _s: number, _p: (f: number) => Promise<Uint8Array[]>): Promise<NoteSignature> {
    return Promise.reject(new Error('stub'));
  }
}
