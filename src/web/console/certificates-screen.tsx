import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { sayQuantity } from '../figures.js';
import { deskWords } from '../words-desk.js';
import { FaultNote, ReadList, useAct, useReading, type Act, type Listed } from './answers.js';
import { BatchChoice, type OwnBatch } from './batch-choice.js';
import { CertificateIssue } from './certificate-issue.js';
import { useEventKey } from './event-key.js';
import { type Amount } from './own-lists.js';
import { KeepButton } from './keep-button.js';
import { Chip, ConfirmButton, Foreign, Table } from './parts.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords } from './surroundings.js';
import { certificateTones } from './tones.js';

interface Certificate {
  readonly seq: number;
  readonly leafHash: string;
  readonly title: string;
  readonly quantity: Amount | null;
  readonly issuedOn: string | null;
  readonly state: 'valid' | 'expired' | 'suspended' | 'revoked' | 'challenged';
  readonly doubts: readonly { readonly detail: string }[];
}

/** Compliance certificates (承诺达标合格证) of a batch: those there are, and one more. `#/certificates/<batch>`. */
export function CertificatesScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  return (
    <Screen title={t(deskWords.certificates)}>
      <BatchChoice place={place}>{(batch) => <Certificates key={batch.id} batch={batch} />}</BatchChoice>
    </Screen>
  );
}

function Certificates({ batch }: { batch: OwnBatch }): VNode {
  const around = useSurroundings();
  const reading = useReading<Listed<Certificate>>(`/api/v1/batches/${batch.id}/certificates?limit=200`);
  const mayIssue = holds(around, 'owner', 'recorder');
  return (
    <>
      <section class="card">
        <ReadList reading={reading}>
          {(items) => (
            <CertificateTable items={items} batch={batch} mayRevoke={mayIssue} again={reading.again} />
          )}
        </ReadList>
      </section>
      {mayIssue ? <CertificateIssue batch={batch} again={reading.again} /> : null}
    </>
  );
}

interface TableProps {
  readonly items: readonly Certificate[];
  readonly batch: OwnBatch;
  readonly mayRevoke: boolean;
  readonly again: () => void;
}

function CertificateTable({ items, batch, mayRevoke, again }: TableProps): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const act = useAct();
  return (
    <>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <Table
        caption={t(deskWords.certificates)}
        rows={items}
        keyOf={({ seq }) => String(seq)}
        empty={deskWords.noCertificates}
        columns={[
          { words: deskWords.certificate, cell: ({ title }) => <Foreign text={title} /> },
          {
            words: deskWords.covered,
            cell: ({ quantity }) => (quantity === null ? '—' : sayQuantity(quantity, language)),
          },
          { words: deskWords.issuedOn, cell: ({ issuedOn }) => issuedOn ?? '—' },
          { words: deskWords.state, cell: (certificate) => <Standing certificate={certificate} /> },
          {
            words: deskWords.print,
            cell: (certificate) => (
              <Acts act={act} batch={batch} certificate={certificate} mayRevoke={mayRevoke} again={again} />
            ),
          },
        ]}
      />
    </>
  );
}

function Standing({ certificate: { state, doubts } }: { certificate: Certificate }): VNode {
  const t = useWords();
  return (
    <>
      <Chip tone={certificateTones[state]}>{t(deskWords[`certificate-${state}`])}</Chip>
      {doubts.map(({ detail }) => (
        <p class="small" key={detail}>
          <Foreign text={detail} />
        </p>
      ))}
    </>
  );
}

interface ActsProps extends Pick<TableProps, 'batch' | 'mayRevoke' | 'again'> {
  readonly act: Act;
  readonly certificate: Certificate;
}

function Acts({ act, batch, certificate, mayRevoke, again }: ActsProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const key = useEventKey();
  const { seq, leafHash, state } = certificate;
  const revoke = (): void => {
    const reason = t(deskWords.revokeCertificateReason);
    const data = { action: 'revoke', type: 'compliance', certificate: { seq, leafHash }, reason };
    const body = { kind: 'certificate', occurredAt: new Date().toISOString(), data };
    void act.act(
      () => api.send('POST', `/api/v1/batches/${batch.id}/events`, body, key.now()),
      () => {
        key.next();
        again();
      },
    );
  };
  return (
    <div class="row">
      <KeepButton
        words={deskWords.print}
        path={`/api/v1/batches/${batch.id}/certificates/${seq}/certificate.pdf`}
        name={`certificate-${seq}.pdf`}
      />
      {mayRevoke && state !== 'revoked' ? (
        <ConfirmButton
          words={deskWords.revokeCertificate}
          question={deskWords.revokeCertificateSure}
          isDisabled={act.isBusy}
          onConfirm={revoke}
        />
      ) : null}
    </div>
  );
}
