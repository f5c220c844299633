import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { sayQuantity } from '../figures.js';
import { deskWords } from '../words-desk.js';
import { ReadList, useReading } from './answers.js';
import type { Listed } from './api.js';
import { BatchChoice, type OwnBatch } from './batch-choice.js';
import { CertificateIssue } from './certificate-issue.js';
import { type Amount } from './own-lists.js';
import { KeepButton } from './keep-button.js';
import { Chip, Foreign, Table } from './parts.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords } from './surroundings.js';
import { certificateTones } from './tones.js';

interface Certificate {
  readonly seq: number;
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
          {(items) => <CertificateTable items={items} batch={batch} mayRevoke={mayIssue} />}
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
}

function CertificateTable({ items, batch, mayRevoke }: TableProps): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  return (
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
          cell: (certificate) => <Acts batch={batch} certificate={certificate} mayRevoke={mayRevoke} />,
        },
      ]}
    />
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

function Acts({
  batch,
  certificate,
  mayRevoke,
}: Omit<TableProps, 'items'> & { certificate: Certificate }): VNode {
  const t = useWords();
  const { seq, state } = certificate;
  return (
    <div class="row">
      <KeepButton
        words={deskWords.print}
        path={`/api/v1/batches/${batch.id}/certificates/${seq}/certificate.pdf`}
        name={`certificate-${seq}.pdf`}
      />
      {mayRevoke && state !== 'revoked' ? (
        <a class="button quiet" href={`#/revocations/${batch.id}?certificate=${seq}`}>
          {t(deskWords.revokeCertificate)}
        </a>
      ) : null}
    </div>
  );
}
