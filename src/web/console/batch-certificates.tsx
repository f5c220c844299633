import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { sayQuantity } from '../figures.js';
import { batchPartWords as words } from '../words-batches.js';
import { consoleWords } from '../words-console.js';
import { inspectionWords as taskWords } from '../words-inspections.js';
import { correctingWords } from '../words-correcting.js';
import { certificateWords, inspectionWords } from '../words-scan.js';
import { testingWords } from '../words-testing.js';
import { Read, ReadList, useReading } from './answers.js';
import type { Listed } from './api.js';
import { FindingTitle } from './finding-title.js';
import type { Batch, Certificate, Finding, Inspection, LabelSet, Trace } from './batch-shapes.js';
import { KeepButton } from './keep-button.js';
import { At, Card, Chip, Foreign, Table } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';
import { certificateTones, verdictTones } from './tones.js';

/** Certificates, tests, and what the rules found. */
export function CertificatesPart({ batch }: { batch: Batch }): VNode {
  return (
    <>
      <Certificates batch={batch} />
      <Inspections batch={batch} />
      <Findings batch={batch} />
    </>
  );
}

function Certificates({ batch }: { batch: Batch }): VNode {
  const t = useWords();
  const path = `/api/v1/batches/${batch.id}/certificates`;
  const reading = useReading<Listed<Certificate>>(path);
  return (
    <section class="card">
      <ReadList reading={reading}>
        {(items) => (
          <Table
            caption={t(words.certificateTable)}
            isCaptionShown
            rows={items}
            keyOf={({ seq }) => String(seq)}
            empty={words.noCertificates}
            columns={[
              { words: words.certificateName, cell: ({ title }) => <Foreign text={title} /> },
              { words: words.number, cell: ({ number }) => <Foreign text={number ?? '—'} /> },
              { words: words.issuer, cell: ({ issuer }) => <Foreign text={issuer ?? '—'} /> },
              {
                words: words.validity,
                cell: ({ validFrom, validTo }) => `${validFrom ?? '…'} – ${validTo ?? '…'}`,
              },
              {
                words: words.states,
                cell: ({ state }) => <Chip tone={certificateTones[state]}>{t(certificateWords[state])}</Chip>,
              },
              { words: consoleWords.recorded, cell: ({ recordedAt }) => <At time={recordedAt} /> },
              {
                words: words.download,
                cell: ({ seq, type }) =>
                  type === 'compliance' ? (
                    <KeepButton
                      words={words.download}
                      path={`${path}/${seq}/certificate.pdf`}
                      name={`certificate-${seq}.pdf`}
                    />
                  ) : (
                    '—'
                  ),
              },
            ]}
          />
        )}
      </ReadList>
    </section>
  );
}

function Inspections({ batch }: { batch: Batch }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const isOfficial = holds(around, 'inspector', 'regulator');
  const isOwn = around.organization?.id === batch.organization && holds(around, 'owner', 'recorder');
  const reading = useReading<Listed<Inspection>>(`/api/v1/batches/${batch.id}/inspections`);
  return (
    <section class="card">
      {isOfficial || isOwn ? (
        <div class="row">
          {isOfficial ? (
            <a class="button quiet" href={`#/samples/${batch.id}`}>
              {t(testingWords.takeSample)}
            </a>
          ) : null}
          <a class="button quiet" href={`#/reports/${batch.id}`}>
            {t(testingWords.enterReport)}
          </a>
        </div>
      ) : null}
      <ReadList reading={reading}>
        {(items) => (
          <Table
            caption={t(words.inspectionTable)}
            isCaptionShown
            rows={items}
            keyOf={({ seq }) => String(seq)}
            empty={words.noInspections}
            columns={[
              { words: words.laboratory, cell: ({ laboratory }) => <Foreign text={laboratory} /> },
              { words: words.reportNo, cell: ({ reportNo }) => <Foreign text={reportNo ?? '—'} /> },
              { words: words.sampled, cell: ({ sampledOn }) => sampledOn },
              {
                words: words.verdict,
                cell: (inspection) => (
                  <>
                    <Result inspection={inspection} />
                    {isOwn && canObject(inspection) ? (
                      <p>
                        <a href={`#/objections/${batch.id}?report=${inspection.seq}`}>
                          {t(testingWords.object)}
                        </a>{' '}
                        <span class="small">
                          {t(taskWords.objectionUntil)} <At time={inspection.objectionUntil ?? ''} />
                        </span>
                      </p>
                    ) : null}
                  </>
                ),
              },
              { words: consoleWords.recorded, cell: ({ recordedAt }) => <At time={recordedAt} /> },
            ]}
          />
        )}
      </ReadList>
    </section>
  );
}

/** Whether there is time left to object to a result that nobody objected to yet. */
function canObject({ objectionUntil, objections }: Inspection): boolean {
  return objectionUntil !== null && objections.length === 0 && Date.parse(objectionUntil) > Date.now();
}

/** What came out, what was objected, and by what it was replaced. */
function Result({ inspection: { verdict, objections, replacedBy } }: { inspection: Inspection }): VNode {
  const t = useWords();
  return (
    <>
      <Chip tone={verdictTones[verdict]}>{t(inspectionWords[verdict])}</Chip>{' '}
      {objections.length === 0 || replacedBy !== null ? null : t(testingWords.isObjected)}
      {replacedBy === null ? null : fill(t(words.replaced), { seq: replacedBy })}
    </>
  );
}

/** Whether a finding stops the batch. */
function stops({ effect, outcome, released }: Finding): boolean {
  return effect === 'hold' && outcome === 'fail' && released === null;
}

/** Where an authority lets a batch go that a finding stopped. */
function releaseOf(batch: string, { rule, entries }: Finding): string {
  return `#/releases/${batch}?rule=${rule}&entries=${entries.map(({ seq }) => seq).join()}`;
}

function Findings({ batch: { id, findings } }: { batch: Batch }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const isOfficial = holds(around, 'inspector', 'regulator');
  if (findings === null)
    return (
      <Card title={t(words.findingTable)}>
        <p>{t(words.notJudged)}</p>
      </Card>
    );
  return (
    <section class="card">
      <Table
        caption={t(words.findingTable)}
        isCaptionShown
        rows={findings}
        keyOf={({ rule, detail }) => `${rule} ${detail}`}
        empty={words.noFindings}
        columns={[
          {
            words: words.finding,
            cell: (finding) => (
              <>
                <FindingTitle finding={finding} />
                {isOfficial && stops(finding) ? (
                  <p>
                    <a href={releaseOf(id, finding)}>{t(correctingWords.letGo)}</a>
                  </p>
                ) : null}
              </>
            ),
          },
          { words: words.why, cell: ({ detail }) => <Foreign text={detail} /> },
          { words: words.basis, cell: ({ source }) => <Foreign text={source} /> },
        ]}
      />
    </section>
  );
}

/** Label sets with how many of their labels are in which state. */
export function LabelsPart({ batch }: { batch: Batch }): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const reading = useReading<Listed<LabelSet>>(`/api/v1/batches/${batch.id}/labels?limit=200`);
  const counted = useReading<Trace>(
    `/api/v1/batches/${batch.id}/trace?direction=forward&depth=1&limit=1`,
  ).answer;
  const states = new Map(
    counted?.fault === null ? (counted.body.labels ?? []).map((set) => [set.set, set.states]) : [],
  );
  return (
    <section class="card">
      <Read reading={reading}>
        {({ items }) => (
          <Table
            caption={t(words.labelTable)}
            isCaptionShown
            rows={items}
            keyOf={({ id }) => id}
            empty={words.noLabels}
            columns={[
              { words: words.labelSet, cell: ({ seq }) => `#${seq}` },
              { words: words.units, isNumber: true, cell: ({ units }) => units.toLocaleString(language) },
              { words: words.net, isNumber: true, cell: ({ net }) => sayQuantity(net, language) },
              { words: words.form, cell: ({ form }) => t(words[form]) },
              {
                words: words.states,
                cell: ({ id }) => {
                  const count = states.get(id) ?? null;
                  return count === null ? t(words.notCounted) : fill(t(words.stateCounts), count);
                },
              },
            ]}
          />
        )}
      </Read>
      <div class="row">
        <a class="button quiet" href={`#/labels/${batch.id}`}>
          {t(words.print)}
        </a>
      </div>
    </section>
  );
}
