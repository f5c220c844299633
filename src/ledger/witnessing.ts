import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import { checkCosignature } from './cosignature.js';
import { LedgerError, type LedgerErrorCode } from './errors.js';
import type { Note, VerifierKey } from './note.js';
import { isQuorum, type Policy } from './policy.js';

/** Who cosigned: whether that is the policy's quorum, and when the last did, in seconds since 1970. */
export interface Witnessing {
  /** False where nobody cosigned, even under a policy that asks for nobody: that is not a witnessed checkpoint. */
  readonly isQuorum: boolean;
  readonly count: number;
  readonly time: number | null;
}

/** A cosignature in the name of a witness of the policy that is not its own. */
export interface WrongCosignature {
  /** As the policy names it. */
  readonly witness: string;
  readonly code: LedgerErrorCode;
}

/** Opens a checkpoint with the first of some keys of its log that signed it; else why the last of them did not. */
export function openWithAny(note: Note, keys: readonly VerifierKey[]): Checkpoint | LedgerErrorCode {
  let code: LedgerErrorCode = 'note-unsigned';
  for (const key of keys) {
    try {
      return openCheckpoint(note, key);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      code = error.code;
    }
  }
  return code;
}

/** Which witnesses of a policy cosigned a checkpoint (C2SP tlog-cosignature, tlog-policy), or the first that did not itself. */
export function checkWitnesses(note: Note, policy: Policy): Witnessing | WrongCosignature {
  const times = new Map<string, number>();
  for (const { name, key } of policy.witnesses) {
    const cosigned = checkCosignature(note, key);
    if ('time' in cosigned) times.set(name, cosigned.time);
    else if (cosigned.code !== 'note-unsigned') return { witness: name, code: cosigned.code };
  }
  return {
    isQuorum: times.size > 0 && isQuorum(policy, new Set(times.keys())),
    count: times.size,
    time: times.size === 0 ? null : Math.max(...times.values()),
  };
}
