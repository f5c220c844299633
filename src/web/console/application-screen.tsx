import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { organizationTypes } from '../../gs1/vocabulary.js';
import { Screen } from '../app/screen.js';
import { sayBytes } from '../figures.js';
import { applicationDocumentWords, applicationWords as words } from '../words-applications.js';
import { FaultNote, Read, useAct } from './answers.js';
import { ApplicationChip, useListed, type Application } from './application.js';
import { ApplicationDecision, type Decided } from './application-decision.js';
import { Typed } from './batch-names.js';
import { KeepButton } from './keep-button.js';
import { At, Card, Code, Facts, Foreign, Table } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

interface AddedDocument {
  readonly sha256: string;
  readonly type: string;
  readonly mediaType: 'application/pdf' | 'image/jpeg' | 'image/png';
  readonly size: number;
  readonly addedAt: string;
}

/** What is personal of an application. */
interface Personal {
  readonly responsible: string;
  readonly contact: string;
  readonly documents: readonly AddedDocument[];
}

/** One application: what is not personal, what is on request, and the decision about it. */
export function ApplicationScreen({ id }: { id: string }): VNode {
  const t = useWords();
  const reading = useListed(id);
  return (
    <Screen title={t(words.one)}>
      <p>
        <a href="#/applications">{t(words.back)}</a>
      </p>
      <Read reading={reading}>
        {(application) =>
          application === null ? (
            <p>{t(words.notHere)}</p>
          ) : (
            <Shown application={application} again={reading.again} />
          )
        }
      </Read>
    </Screen>
  );
}

function Shown({ application, again }: { application: Application; again: () => void }): VNode {
  const [decided, setDecided] = useState<Decided | null>(null);
  const now = decided ?? application;
  return (
    <>
      <Told application={now} />
      <PersonalCard id={now.id} />
      <ApplicationDecision application={now} decided={decided} again={again} onDecided={setDecided} />
    </>
  );
}

function Told({ application }: { application: Application }): VNode {
  const t = useWords();
  const { name, kind, uscc, region, state, reason, createdAt, changedAt } = application;
  return (
    <section class="card">
      <p>
        <ApplicationChip state={state} />
      </p>
      <Facts
        facts={[
          [words.name, <Typed key="name" text={name} />],
          [words.kind, t(organizationTypes[kind])],
          [words.uscc, uscc === null ? null : <Code key="uscc" code={uscc} />],
          [words.region, region],
          [words.sent, <At key="sent" time={createdAt} />],
          [words.changed, changedAt === createdAt ? null : <At key="changed" time={changedAt} />],
          [words.reason, reason === null ? null : <Foreign key="reason" text={reason} />],
        ]}
      />
    </section>
  );
}

function PersonalCard({ id }: { id: string }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const looking = useAct();
  const [personal, setPersonal] = useState<Personal | null>(null);
  return (
    <Card title={t(words.personal)}>
      {personal === null ? (
        <>
          <p>{t(words.lookHint)}</p>
          {looking.fault === null ? null : <FaultNote fault={looking.fault} />}
          <div class="row">
            <button
              type="button"
              class="quiet"
              disabled={looking.isBusy}
              onClick={() =>
                void looking.act(() => api.get<Personal>(`/api/v1/applications/${id}`), setPersonal)
              }
            >
              {t(words.look)}
            </button>
          </div>
        </>
      ) : (
        <>
          <Facts
            facts={[
              [words.responsible, <Foreign key="responsible" text={personal.responsible} />],
              [words.contact, <Foreign key="contact" text={personal.contact} />],
            ]}
          />
          <Documents id={id} documents={personal.documents} />
        </>
      )}
    </Card>
  );
}

function Documents({ id, documents }: { id: string; documents: readonly AddedDocument[] }): VNode {
  const t = useWords();
  return (
    <>
      {documents.length === 0 ? null : <p>{t(words.documentsHint)}</p>}
      <Table
        caption={t(words.documents)}
        rows={documents}
        keyOf={({ sha256 }) => sha256}
        empty={words.noDocuments}
        columns={[
          { words: words.document, cell: ({ type }) => t(wordsOf(applicationDocumentWords, type)) },
          { words: words.added, cell: ({ addedAt }) => <At time={addedAt} /> },
          { words: words.size, cell: ({ size }) => sayBytes(size), isNumber: true },
          {
            words: words.keep,
            cell: (document) => (
              <KeepButton
                words={words.keep}
                path={`/api/v1/applications/${id}/documents/${document.sha256}`}
                name={fileName(document)}
              />
            ),
          },
        ]}
      />
    </>
  );
}

function fileName({ type, sha256, mediaType }: AddedDocument): string {
  return `${type}-${sha256.slice(0, 8)}.${mediaType === 'image/jpeg' ? 'jpg' : mediaType.slice(-3)}`;
}
