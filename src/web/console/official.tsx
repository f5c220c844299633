import type { VNode } from 'preact';
import { officialWords as words } from '../words-officials.js';
import { Foreign } from './parts.js';
import { useWords } from './surroundings.js';

/** Roles over a region or over the service. */
export const officialRoles = ['inspector', 'regulator', 'certifier', 'admin'] as const;
export type OfficialRole = (typeof officialRoles)[number];

/** An account with such a role, and the organization that it records for. */
export interface Official {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: OfficialRole;
  readonly region: string | null;
  readonly organization: string | null;
  readonly since: string;
}

/** Where a role counts, for one that counts in a region. */
export function RegionOf({ official: { region } }: { official: Official }): VNode {
  const t = useWords();
  return <>{region === null ? '—' : region === '' ? t(words.country) : region}</>;
}

interface BodyProps {
  readonly official: Official;
  /** Names of organizations by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** In whose name the person records; an admin in nobody's. */
export function BodyOf({ official: { role, organization }, names }: BodyProps): VNode {
  const t = useWords();
  if (organization === null) return <>{role === 'admin' ? '—' : t(words.onlyLooks)}</>;
  return <Foreign text={names.get(organization) ?? '—'} />;
}
