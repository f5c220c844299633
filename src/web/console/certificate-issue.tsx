import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { certificateBases } from '../../gs1/vocabulary.js';
import type { JsonObject } from '../../ledger/json.js';
import { today } from '../app/civil-day.js';
import { deskWords } from '../words-desk.js';
import { testingWords } from '../words-testing.js';
import { Read, useReading, type Act } from './answers.js';
import type { OwnBatch } from './batch-choice.js';
import { testingOf, useChain, type Testing } from './chain-entries.js';
import { Choices, Form, Input, inUnit, Select } from './fields.js';
import type { Amount } from './own-lists.js';
import { Card } from './parts.js';
import { referenceTo } from './report.js';
import { useStatement } from './statement-act.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Bases that say the lot was tested: they rest on reports that are entries (rule R53). */
const tested: readonly string[] = ['self-tested', 'commission-tested'];

/** One more compliance certificate of a batch. */
export function CertificateIssue({ batch, again }: { batch: OwnBatch; again: () => void }): VNode {
  const t = useWords();
  const site = useReading<{ publicName: string }>(`/api/v1/sites/${batch.site}`);
  const chain = useChain(batch.id);
  return (
    <Card title={t(deskWords.issue)}>
      <Read reading={site}>
        {({ publicName }) => (
          <Read reading={chain}>
            {(entries) => (
              <IssueForm
                batch={batch}
                origin={publicName}
                reports={testingOf(entries).reports}
                again={again}
              />
            )}
          </Read>
        )}
      </Read>
    </Card>
  );
}

interface IssueProps {
  readonly batch: OwnBatch;
  readonly origin: string;
  readonly reports: Testing['reports'];
  readonly again: () => void;
}

function IssueForm({ batch, origin, reports, again }: IssueProps): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  const act = useStatement(batch.id, again);
  const [basis, setBasis] = useState<readonly string[]>(['quality-control']);
  const [chosen, choose] = useState<readonly string[]>([]);
  return (
    <Form
      act={act}
      submit={deskWords.issue}
      onSubmit={(field) => {
        act.state('certificate', {
          action: 'issue',
          type: 'compliance',
          style: field('style') === '2' ? 2 : 1,
          product: batch.productName,
          quantity: { value: field('quantity'), unit: batch.unit },
          origin,
          issuer: organization?.name ?? '',
          contact: field('contact'),
          basis: [...basis],
          ...reportsNamed(basis, reports, chosen),
          issuedOn: field('issuedOn'),
        });
      }}
    >
      <IssueFields act={act} available={batch.balance.available} />
      <Choices
        act={act}
        name="basis"
        pointer="/data/basis"
        words={deskWords.basis}
        options={Object.entries(certificateBases).map(([value, name]) => ({ value, text: t(name) }))}
        chosen={basis}
        choose={setBasis}
      />
      {basis.some((one) => tested.includes(one)) ? (
        <Reports act={act} batch={batch.id} reports={reports} chosen={chosen} choose={choose} />
      ) : null}
    </Form>
  );
}

const passed = (reports: Testing['reports']): Testing['reports'] =>
  reports.filter(({ data }) => data.verdict === 'pass');

/** What the certificate says of the reports that it rests on; nothing where no basis says tested. */
function reportsNamed(
  basis: readonly string[],
  reports: Testing['reports'],
  chosen: readonly string[],
): JsonObject {
  if (!basis.some((one) => tested.includes(one))) return {};
  const named = passed(reports).filter(({ seq }) => chosen.includes(String(seq)));
  const reportNo = named.find(({ data }) => data.reportNo !== undefined)?.data.reportNo;
  return {
    ...(reportNo === undefined ? {} : { reportNo }),
    ...(named.length === 0 ? {} : { inspections: named.map(referenceTo) }),
  };
}

interface ReportsProps {
  readonly act: Act;
  readonly batch: string;
  readonly reports: Testing['reports'];
  readonly chosen: readonly string[];
  readonly choose: (chosen: readonly string[]) => void;
}

function Reports({ act, batch, reports, chosen, choose }: ReportsProps): VNode {
  const t = useWords();
  const options = passed(reports).map(({ seq, data }) => ({
    value: String(seq),
    text: [`#${seq}`, data.laboratory.name, data.reportNo ?? ''].filter((part) => part !== '').join(' · '),
  }));
  return (
    <>
      {options.length === 0 ? <p class="note">{t(testingWords.noReports)}</p> : null}
      <Choices
        act={act}
        name="inspections"
        pointer="/data/inspections"
        words={testingWords.reports}
        options={options}
        chosen={chosen}
        choose={choose}
      />
      <p>
        <a href={`#/reports/${batch}`}>{t(testingWords.enterReport)}</a>
      </p>
    </>
  );
}

function IssueFields({ act, available }: { act: Act; available: Amount }): VNode {
  const t = useWords();
  const styles = [
    { value: '1', text: t(deskWords.style1) },
    { value: '2', text: t(deskWords.style2) },
  ];
  return (
    <>
      <Input
        act={act}
        name="quantity"
        pointer="/data/quantity/value"
        words={inUnit(deskWords.quantity, available.unit)}
        value={available.value}
        inputMode="decimal"
        isRequired
      />
      <Input act={act} name="contact" pointer="/data/contact" words={deskWords.contact} max={60} isRequired />
      <Input
        act={act}
        name="issuedOn"
        pointer="/data/issuedOn"
        type="date"
        words={deskWords.issuedOn}
        value={today()}
        isRequired
      />
      <Select act={act} name="style" words={deskWords.style} options={styles} />
    </>
  );
}
