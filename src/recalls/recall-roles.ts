import type { Role } from '../access/actor.js';

/** Who may read recalls of their batches or region. */
export const recallReaders = [
  'owner',
  'recorder',
  'viewer',
  'inspector',
  'regulator',
] as const satisfies readonly Role[];

/** Who may open and withdraw them. */
export const recallers = ['owner', 'recorder', 'inspector', 'regulator'] as const satisfies readonly Role[];
