import type { VNode } from 'preact';
import { fill, type Words } from '../../gs1/words.js';
import { auditScreenWords as words } from '../words-audit.js';
import { consoleWords } from '../words-console.js';
import { Read, useReading } from './answers.js';
import { ChainName, Difference } from './audit-parts.js';
import type { Chain, ChainFault, Run } from './audit-run.js';
import { KeepButton } from './keep-button.js';
import { At, Card, Chip, Code, Copyable, Facts, Foreign } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** The chains that a check found at fault: where each goes wrong, how, and who wrote it. */
export function ChainFaults({ runId }: { runId: string }): VNode {
  const t = useWords();
  const reading = useReading<Run>(`/api/v1/audit/runs/${runId}`);
  return (
    <Read reading={reading}>
      {({ faults = [] }) =>
        faults.length === 0 ? null : (
          <Card title={t(words.faults)}>
            <p class="quiet">{t(words.faultsOrder)}</p>
            <ul class="stack">
              {faults.map((chain) => (
                <li class="card" key={chain.chain}>
                  {chain.fault === null ? null : <OneFault chain={chain} fault={chain.fault} />}
                </li>
              ))}
            </ul>
          </Card>
        )
      }
    </Read>
  );
}

function OneFault({ chain, fault }: { chain: Chain; fault: ChainFault }): VNode {
  const t = useWords();
  const { position, logIndex, detail } = fault;
  const { batch, organization } = chain;
  return (
    <>
      <h3>
        <Chip tone="bad">{t(words.failed)}</Chip> <ChainName chain={chain} /> ·{' '}
        <Foreign text={organization.name} />
      </h3>
      <Facts
        facts={[
          [
            words.position,
            <>
              {fill(t(words.positionAt), { n: position })}
              {logIndex === null ? '' : ` · ${fill(t(words.inLog), { n: logIndex })}`}
            </>,
          ],
          [words.why, <Foreign key="why" text={detail} />],
          [words.writtenBy, <Writer key="writer" fault={fault} />],
          [words.signature, fault.writtenBy === null ? null : t(signatureWords(fault.writtenBy.signed))],
        ]}
      />
      <Difference fault={fault} />
      {batch === null || fault.evidence === null ? null : (
        <>
          <EvidenceRow code={batch.code} id={batch.id} path={fault.evidence} />
          <Copyable text={`furrow verify evidence-${batch.code}.json --trust trust.json`} />
        </>
      )}
    </>
  );
}

/** What the signature in the entry tells of which part was changed. */
function signatureWords(signed: boolean | null): Words {
  if (signed === null) return words.signatureUnknown;
  return signed ? words.signatureHolds : words.signatureFails;
}

function Writer({ fault: { writtenBy } }: { fault: ChainFault }): VNode {
  const t = useWords();
  if (writtenBy === null) return <>{t(words.unreadable)}</>;
  const { name, statement, recordedAt, signer, key } = writtenBy;
  return (
    <>
      {name === null ? t(words.elsewhere) : <Foreign text={name} />} · <Foreign text={statement} /> ·{' '}
      {t(consoleWords.recorded)} <At time={recordedAt} />
      <div class="small">
        {signer === null ? t(words.key) : t(words[signer])} <Code code={key} />
      </div>
    </>
  );
}

function EvidenceRow({ code, id, path }: { code: string; id: string; path: string }): VNode {
  const around = useSurroundings();
  const t = useWords();
  return (
    <div class="row">
      <KeepButton words={words.evidence} path={path} name={`evidence-${code}.json`} />
      {holds(around, 'regulator', 'inspector') ? (
        <a class="button quiet" href={`#/exports?template=evidence&batch=${id}`}>
          {t(words.export)}
        </a>
      ) : null}
    </div>
  );
}
