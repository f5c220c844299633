import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import type { JsonObject } from '../../ledger/json.js';
import { Screen } from '../app/screen.js';
import { sayBytes } from '../figures.js';
import { roleWords } from '../words-console.js';
import { exportWords as words } from '../words-audit.js';
import { FaultNote, ReadList, useAct, useReading, type Act } from './answers.js';
import type { Listed } from './api.js';
import { useEventKey } from './event-key.js';
import { Form, Input, Lines, Select } from './fields.js';
import { At, Card, Chip, Code, Facts, Foreign, keepFile, type Tone } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

const templates = ['regulator-table', 'trace-table', 'evidence'] as const;
type Template = (typeof templates)[number];

interface Person {
  readonly role: string;
  readonly person: string | null;
}

interface Export {
  readonly id: string;
  readonly template: Template;
  readonly direction: 'backward' | 'forward' | null;
  readonly state: 'waiting' | 'ready' | 'failed' | 'expired';
  readonly reason: 'interrupted' | 'too-large' | 'not-in-log' | 'broken' | null;
  readonly askedAt: string;
  readonly askedBy: Person;
  readonly file: {
    readonly url: string;
    readonly name: string;
    readonly size: number;
    readonly sha256: string;
    readonly rows: number;
    readonly complete: boolean;
  } | null;
  readonly expiresAt: string;
  readonly downloads: readonly (Person & { readonly at: string })[];
}

/** How often exports that are being made are asked for, in milliseconds. */
const askAgainMs = 1_000;

/** What officials take out, with hash and who took it (faces.md S11). `#/exports?template=…&batch=…`. */
export function ExportsScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const reading = useReading<Listed<Export>>('/api/v1/exports?limit=50');
  const { answer, again } = reading;
  useEffect(() => {
    const isMaking = answer?.fault === null && answer.body.items.some(({ state }) => state === 'waiting');
    const timer = isMaking ? setTimeout(again, askAgainMs) : undefined;
    return () => {
      clearTimeout(timer);
    };
  }, [answer]);
  return (
    <Screen title={t(words.title)}>
      <p>{t(words.lead)}</p>
      <NewExport place={place} again={again} />
      <Card title={t(words.list)}>
        <ReadList reading={reading}>{(items) => <Exports items={items} again={again} />}</ReadList>
      </Card>
    </Screen>
  );
}

function NewExport({ place, again }: { place: Place; again: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const [isOrdered, setOrdered] = useState(false);
  const [template, setTemplate] = useState<Template>(
    templates.find((one) => one === place.query.get('template')) ?? 'regulator-table',
  );
  const batch = place.query.get('batch') ?? '';
  return (
    <Card title={t(words.make)}>
      <Form
        act={act}
        submit={words.submit}
        onSubmit={(field) =>
          void act.act(
            () => api.send('POST', '/api/v1/exports', bodyOf(template, field), key.now()),
            () => {
              key.next();
              setOrdered(true);
              again();
            },
          )
        }
      >
        <Select
          act={act}
          name="template"
          words={words.template}
          value={template}
          options={templates.map((value) => ({ value, text: t(words[value]) }))}
          onChoose={(value) => {
            key.next();
            setTemplate(templates.find((one) => one === value) ?? 'regulator-table');
          }}
        />
        <Details template={template} act={act} batch={batch} />
      </Form>
      <p role="status">{isOrdered && act.fault === null ? t(words.ordered) : ''}</p>
    </Card>
  );
}

function Details({ template, act, batch }: { template: Template; act: Act; batch: string }): VNode {
  const t = useWords();
  const format = (
    <Select
      act={act}
      name="format"
      words={words.format}
      options={(['xlsx', 'csv'] as const).map((value) => ({ value, text: t(words[value]) }))}
    />
  );
  if (template === 'regulator-table') return format;
  if (template === 'evidence')
    return (
      <Lines
        act={act}
        name="batches"
        words={words.batch}
        hint={words.batchHint}
        value={batch}
        max={2_000}
        isRequired
      />
    );
  return (
    <>
      <Input
        act={act}
        name="batch"
        words={words.batch}
        hint={words.batchHint}
        value={batch}
        max={36}
        isRequired
      />
      <Select
        act={act}
        name="direction"
        words={words.direction}
        options={(['forward', 'backward'] as const).map((value) => ({ value, text: t(words[value]) }))}
      />
      {format}
    </>
  );
}

function bodyOf(template: Template, field: (name: string) => string): JsonObject {
  if (template === 'regulator-table') return { template, format: field('format') };
  if (template === 'trace-table')
    return { template, batch: field('batch'), direction: field('direction'), format: field('format') };
  return {
    template,
    batches: field('batches')
      .split(/\s+/)
      .filter((id) => id !== ''),
  };
}

const tones: Readonly<Record<Export['state'], Tone>> = {
  waiting: 'plain',
  ready: 'good',
  failed: 'bad',
  expired: 'plain',
};

function Exports({ items, again }: { items: readonly Export[]; again: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const taking = useAct();
  const take = ({ file }: Export): void => {
    if (file === null) return;
    void taking.act(
      () => api.file(file.url),
      (content) => {
        keepFile(file.name, content);
        again();
      },
    );
  };
  return (
    <>
      {taking.fault === null ? null : <FaultNote fault={taking.fault} />}
      {items.length === 0 ? <p class="quiet">{t(words.none)}</p> : null}
      <ul class="stack">
        {items.map((one) => (
          <li class="card" key={one.id}>
            <OneExport one={one} />
            {one.file === null ? null : (
              <div class="row">
                <button
                  type="button"
                  disabled={taking.isBusy}
                  aria-label={`${t(words.download)} ${one.file.name}`}
                  onClick={() => {
                    take(one);
                  }}
                >
                  {t(words.download)}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function OneExport({ one }: { one: Export }): VNode {
  const t = useWords();
  const { template, direction, state, reason, askedAt, askedBy, file, expiresAt } = one;
  return (
    <>
      <h3>
        {t(words[template])} {direction === null ? '' : `· ${t(words[direction])}`}
      </h3>
      <p>
        <Chip tone={tones[state]}>{t(words[state])}</Chip> {reason === null ? '' : t(words[reason])}
        {file === null || file.complete ? '' : t(words.incomplete)}
      </p>
      <Facts
        facts={[
          [
            words.asked,
            <>
              <At time={askedAt} /> · <Who who={askedBy} />
            </>,
          ],
          [words.size, file === null ? null : `${sayBytes(file.size)} · ${contentText(one, t)}`],
          [words.hash, file === null ? null : <Code code={file.sha256} />],
          [words.expires, state === 'ready' ? <At time={expiresAt} /> : null],
          [words.downloads, <Downloads key="downloads" one={one} />],
        ]}
      />
    </>
  );
}

function contentText({ template, file }: Export, t: ReturnType<typeof useWords>): string {
  return fill(t(template === 'evidence' ? words.files : words.rows), { n: file?.rows ?? 0 });
}

function Who({ who: { role, person } }: { who: Person }): VNode {
  const t = useWords();
  return (
    <>
      {person === null ? null : <Foreign text={person} />} {t(wordsOf(roleWords, role))}
    </>
  );
}

function Downloads({ one: { downloads } }: { one: Export }): VNode {
  const t = useWords();
  if (downloads.length === 0) return <span class="quiet">{t(words.noDownloads)}</span>;
  return (
    <ul>
      {downloads.map((download) => (
        <li key={download.at}>
          <At time={download.at} /> <Who who={download} />
        </li>
      ))}
    </ul>
  );
}
