import type { VNode } from 'preact';
import { organizationTypes } from '../../gs1/vocabulary.js';
import { Screen } from '../app/screen.js';
import { deskWords } from '../words-desk.js';
import { formerWords as words } from '../words-former.js';
import { householdWords } from '../words-households.js';
import { machineWords } from '../words-machines.js';
import { ReadList, useReading } from './answers.js';
import type { Listed } from './api.js';
import { Elsewhere } from './elsewhere.js';
import { MembersOf } from './members-of.js';
import { Card, Foreign, Table, WayTo } from './parts.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords, type KnownOrganization } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/**
 * `#/members`: who belongs to the organization, and inviting more; for admins also the way to those of each other one.
 * `#/members?of=<organization>`: those of that one.
 */
export function MembersScreen({ place }: { place: Place }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const of = place.query.get('of');
  if (of !== null)
    return (
      <Screen title={t(deskWords.members)}>
        <Elsewhere key={of} of={of}>
          <MembersOf />
          <WayTo place={`/machines?of=${of}`} words={machineWords.toMachines} />
        </Elsewhere>
        <WayTo place="/members" words={words.back} />
      </Screen>
    );
  const isCooperative = around.organization?.kind === 'cooperative' && holds(around, 'owner');
  return (
    <Screen title={t(deskWords.members)}>
      {around.organization === null ? null : <MembersOf />}
      {isCooperative ? <WayTo place="/households" words={householdWords.households} /> : null}
      {holds(around, 'admin') ? <EveryOrganization /> : null}
    </Screen>
  );
}

/** Every organization, and the way to its members. */
function EveryOrganization(): VNode {
  const t = useWords();
  const reading = useReading<Listed<KnownOrganization>>('/api/v1/organizations?limit=200');
  return (
    <Card title={t(words.elsewhere)}>
      <p>{t(words.elsewhereWhat)}</p>
      <ReadList reading={reading}>
        {(items) => (
          <Table
            caption={t(words.elsewhere)}
            rows={items}
            keyOf={({ id }) => id}
            empty={words.noOrganization}
            columns={[
              {
                words: words.organization,
                cell: ({ id, name }) => (
                  <a href={`#/members?of=${id}`}>
                    <Foreign text={name} />
                  </a>
                ),
              },
              { words: words.kind, cell: ({ kind }) => t(wordsOf(organizationTypes, kind)) },
              { words: words.region, cell: ({ region }) => region },
            ]}
          />
        )}
      </ReadList>
    </Card>
  );
}
