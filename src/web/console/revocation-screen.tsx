import type { VNode } from 'preact';
import { deskWords as words } from '../words-desk.js';
import { testingWords } from '../words-testing.js';
import type { Batch } from './batch-shapes.js';
import { Typed } from './batch-names.js';
import type { ChainEntry } from './chain-entries.js';
import { dataField, Form, Lines } from './fields.js';
import { Card } from './parts.js';
import type { Place } from './place.js';
import { referenceTo } from './report.js';
import { useStatement } from './statement-act.js';
import { EntriesStatementScreen } from './statement-screen.js';
import { useWords } from './surroundings.js';

/** `#/revocations/<batch>?certificate=<number>`: who issued a compliance certificate revokes it, and says why. */
export function RevocationScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const id = place.rest[0] ?? '';
  const back = { place: `/certificates/${id}`, words: words.backToCertificates };
  return (
    <EntriesStatementScreen
      title={words.revokeCertificateTitle}
      batch={id}
      done={testingWords.done}
      back={back}
    >
      {(batch, entries, onDone) => {
        const certificate = inForce(entries, place.query.get('certificate'));
        return certificate === null ? (
          <p>{t(words.noCertificate)}</p>
        ) : (
          <Revocation batch={batch} certificate={certificate} onDone={onDone} />
        );
      }}
    </EntriesStatementScreen>
  );
}

interface CertificateData {
  readonly action: string;
  readonly certificate?: { readonly seq: number };
}

/** The entry of this number, where it issued a certificate that no other one revoked. */
function inForce(entries: readonly ChainEntry[], seq: string | null): ChainEntry | null {
  const certificates = entries
    .filter(({ kind }) => kind === 'certificate')
    .map((entry) => ({ entry, data: entry.data as unknown as CertificateData }));
  const isRevoked = certificates.some(
    ({ data }) => data.action === 'revoke' && String(data.certificate?.seq) === seq,
  );
  const issued = certificates.find(({ entry, data }) => data.action === 'issue' && String(entry.seq) === seq);
  return isRevoked ? null : (issued?.entry ?? null);
}

interface Props {
  readonly batch: Batch;
  readonly certificate: ChainEntry;
  readonly onDone: (seq: number) => void;
}

function Revocation({ batch, certificate, onDone }: Props): VNode {
  const t = useWords();
  const statement = useStatement(batch.id, onDone);
  return (
    <Card title={`#${certificate.seq}`}>
      <p>
        <Typed text={certificate.sentence} />
      </p>
      <p>{t(words.revokeCertificateWhat)}</p>
      <Form
        act={statement}
        submit={words.revokeCertificate}
        onSubmit={(field) => {
          statement.state('certificate', {
            action: 'revoke',
            type: 'compliance',
            certificate: referenceTo(certificate),
            reason: field('reason'),
          });
        }}
      >
        <Lines
          {...dataField(statement, 'reason')}
          words={words.revokeCertificateReason}
          hint={words.revokeCertificateReasonHint}
          max={200}
          isRequired
        />
      </Form>
    </Card>
  );
}
