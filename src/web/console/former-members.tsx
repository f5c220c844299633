import type { VNode } from 'preact';
import { roleWords } from '../words-console.js';
import { deskWords } from '../words-desk.js';
import { formerWords as words } from '../words-former.js';
import { EndedActs } from './account-acts.js';
import { FaultNote, ReadList, useAct, useReading, type Reading } from './answers.js';
import type { Listed } from './api.js';
import { Card, Foreign, Table } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/** A member of an organization, in force or not any more. */
export interface Member {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly since: string;
}

/** Whose membership of the organization was ended, for those who decide about members. */
export function useFormerMembers(): Reading<Listed<Member>> {
  const around = useSurroundings();
  const { organization } = around;
  const isTold = organization !== null && holds(around, 'owner', 'admin');
  return useReading(isTold ? `/api/v1/members?organization=${organization.id}&state=ended&limit=200` : null);
}

interface Props {
  readonly reading: Reading<Listed<Member>>;
  /** Reads all members anew. */
  readonly again: () => void;
}

/** Former members, who are taken back; admins erase their accounts. */
export function FormerMembers({ reading, again }: Props): VNode {
  const t = useWords();
  const act = useAct();
  return (
    <Card title={t(words.former)}>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <ReadList reading={reading}>
        {(items) => (
          <Table
            caption={t(words.former)}
            rows={items}
            keyOf={({ id }) => id}
            empty={words.none}
            columns={[
              { words: deskWords.memberName, cell: ({ name }) => <Foreign text={name} /> },
              { words: deskWords.login, cell: ({ login }) => <Foreign text={login} /> },
              { words: deskWords.role, cell: ({ role }) => t(wordsOf(roleWords, role)) },
              {
                words: deskWords.memberActs,
                cell: ({ id }) => (
                  <EndedActs path={`/api/v1/members/${id}`} act={act} onTakenBack={again} onErased={again} />
                ),
              },
            ]}
          />
        )}
      </ReadList>
    </Card>
  );
}
