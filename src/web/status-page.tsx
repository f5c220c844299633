import type { VNode } from 'preact';
import { fill, say, type Words } from '../gs1/words.js';
import { sayTime } from './figures.js';
import { Icon } from './icon.js';
import { inLanguage, renderPage, type PageView } from './page.js';
import { plainText } from './safe-text.js';
import { statusWords } from './words-auditors.js';
import type { IconName, Tone } from './words-verdict.js';

/** `troubles`: what needs a person, in plain words. */
export interface ServiceStanding {
  readonly state: 'ok' | 'degraded' | 'down';
  readonly troubles: readonly string[];
}

/** The published log. Sizes in entries, times RFC 3339. */
export interface LogStanding {
  readonly origin: string;
  readonly published: { readonly size: number; readonly at: string } | null;
  /** Names of those who are asked. */
  readonly witnesses: readonly string[];
  readonly witnessed: { readonly size: number; readonly count: number; readonly at: string } | null;
}

interface Status {
  readonly service: ServiceStanding;
  /** Null when it cannot be read. */
  readonly log: LogStanding | null;
  /** RFC 3339. */
  readonly at: string;
}

const looks: Readonly<Record<ServiceStanding['state'], { tone: Tone; icon: IconName; heading: Words }>> = {
  ok: { tone: 'good', icon: 'check', heading: statusWords.ok },
  degraded: { tone: 'warn', icon: 'alert', heading: statusWords.degraded },
  down: { tone: 'bad', icon: 'cross', heading: statusWords.down },
};
const paths = ['/livez', '/readyz', '/log/checkpoint'];

function Log({ page, log }: { readonly page: PageView; readonly log: LogStanding | null }): VNode {
  const t = inLanguage(page.language);
  if (log === null) return <p>{t(statusWords.logUnknown)}</p>;
  const { published, witnessed, witnesses } = log;
  const witnessedText =
    witnessed === null
      ? t(statusWords.notWitnessed)
      : fill(t(statusWords.witnessedWhat), {
          count: witnessed.count,
          size: witnessed.size,
          time: sayTime(witnessed.at),
        });
  return (
    <dl class="facts">
      <dt>{t(statusWords.log)}</dt>
      <dd>
        <bdi class="mono">{log.origin}</bdi>
      </dd>
      <dt>{t(statusWords.size)}</dt>
      <dd>
        {published === null ? t(statusWords.none) : fill(t(statusWords.entries), { count: published.size })}
      </dd>
      {published === null ? null : (
        <>
          <dt>{t(statusWords.lastCheckpoint)}</dt>
          <dd>
            <time datetime={published.at}>{sayTime(published.at)}</time>
          </dd>
        </>
      )}
      <dt>{t(statusWords.witnesses)}</dt>
      <dd>{witnesses.length === 0 ? t(statusWords.noWitnesses) : <bdi>{witnesses.join(' · ')}</bdi>}</dd>
      <dt>{t(statusWords.witnessed)}</dt>
      <dd>{witnessedText}</dd>
    </dl>
  );
}

/** `/status`: whether the service can work, how large its log is, and who watches it. */
export function renderStatusPage(page: PageView, { service, log, at }: Status): string {
  const t = inLanguage(page.language);
  const { tone, icon, heading } = looks[service.state];
  return renderPage({
    ...page,
    title: t(statusWords.title),
    body: (
      <>
        <section class={`card verdict ${tone}`}>
          <div class="band">
            <Icon name={icon} />
            <div>
              <h1>{t(heading)}</h1>
              <p>{fill(t(statusWords.asOf), { time: sayTime(at) })}</p>
            </div>
          </div>
          <div class="inner">
            {service.state === 'degraded' ? (
              <ul>
                {service.troubles.map((trouble) => (
                  <li>{plainText(trouble)}</li>
                ))}
              </ul>
            ) : (
              <p>{say(service.state === 'ok' ? statusWords.okWhat : statusWords.downWhat, page.language)}</p>
            )}
          </div>
        </section>
        <section class="card">
          <h2>{t(statusWords.log)}</h2>
          <Log page={page} log={log} />
        </section>
        <section class="card">
          <h2>{t(statusWords.machine)}</h2>
          <ul>
            {paths.map((path) => (
              <li>
                <a class="tap mono" href={path}>
                  {path}
                </a>
              </li>
            ))}
          </ul>
        </section>
      </>
    ),
  });
}
