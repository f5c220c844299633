import type { Role } from './actor.js';

/** What a link is for. */
export type LinkPurpose = 'invitation' | 'password-reset';

/** A link that is handed to somebody, and works once. */
export interface OneTimeLink {
  readonly id: string;
  readonly purpose: LinkPurpose;
  /** The organization it invites to, or in whose name it was made; null: an admin's. */
  readonly organizationId: string | null;
  /** Of an invitation. */
  readonly role: Extract<Role, 'owner' | 'recorder' | 'viewer'> | null;
  /** Of an invitation: the login that its maker expects. */
  readonly login: string | null;
  /** Of a password reset: whose password. */
  readonly accountId: string | null;
  /** The account that made it, and answers for it until it is used. */
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
}
