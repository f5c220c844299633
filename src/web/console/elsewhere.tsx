import type { ComponentChildren, VNode } from 'preact';
import { Read, useReading } from './answers.js';
import { Foreign } from './parts.js';
import { SurroundingsContext, useSurroundings, type KnownOrganization } from './surroundings.js';

interface Props {
  readonly of: string;
  readonly children: ComponentChildren;
}

/** Under its name, parts of a screen as they are for another organization than the one that is acted for. */
export function Elsewhere({ of, children }: Props): VNode {
  const around = useSurroundings();
  const reading = useReading<KnownOrganization>(`/api/v1/organizations/${encodeURIComponent(of)}`);
  return (
    <Read reading={reading}>
      {(organization) => (
        <SurroundingsContext.Provider value={{ ...around, organization }}>
          <h2>
            <Foreign text={organization.name} />
          </h2>
          {children}
        </SurroundingsContext.Provider>
      )}
    </Read>
  );
}
