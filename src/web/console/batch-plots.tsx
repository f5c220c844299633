import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { sayQuantity } from '../figures.js';
import { plainText } from '../safe-text.js';
import { batchPartWords as words } from '../words-batches.js';
import { Read, gathered, useGathered } from './answers.js';
import type { Answer, Api } from './api.js';
import { Typed } from './batch-names.js';
import type { Batch, Site, Trace } from './batch-shapes.js';
import { groundOf, scaleLength } from './outline.js';
import { Facts } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Origins whose sites are asked for. */
const originsMax = 20;

interface Sites {
  readonly sites: readonly Site[];
  /** How many the reader is not told. */
  readonly refused: number;
}

/** The site of a batch and those of its origins, each once. */
async function sitesOf(api: Api, batch: Batch): Promise<Answer<Sites>> {
  const trace = await api.get<Trace>(`/api/v1/batches/${batch.id}/trace?direction=backward`);
  const keys =
    trace.fault === null ? (trace.body.origins ?? []).map(({ node }) => node.split('/')[0] ?? '') : [];
  const others = [...new Set(keys)].filter((id) => id !== batch.id).slice(0, originsMax);
  const origins = await Promise.all(others.map((id) => api.get<Batch>(`/api/v1/batches/${id}`)));
  const known = origins.flatMap((origin) => (origin.fault === null ? [origin.body.site] : []));
  const ids = [...new Set([batch.site, ...known])];
  const answers = await Promise.all(ids.map((id) => api.get<Site>(`/api/v1/sites/${id}`)));
  const sites = answers.flatMap((site) => (site.fault === null ? [site.body] : []));
  return gathered({ sites, refused: ids.length - sites.length + origins.length - known.length });
}

/** Where the goods grew or were made: outlines on blank ground, with a scale and north. No map of anybody is asked. */
export function PlotsPart({ batch }: { batch: Batch }): VNode {
  const t = useWords();
  const reading = useGathered(`sites ${batch.id}`, (api) => sitesOf(api, batch));
  return (
    <section class="card">
      <Read reading={reading}>
        {({ sites, refused }) => (
          <>
            {sites.length === 0 ? <p class="quiet">{t(words.noSites)}</p> : null}
            <ul class="cards">
              {sites.map((site) => (
                <li key={site.id}>
                  <Plot site={site} />
                </li>
              ))}
            </ul>
            {refused === 0 ? null : <p class="quiet">{fill(t(words.sitesRefused), { count: refused })}</p>}
          </>
        )}
      </Read>
    </section>
  );
}

function Plot({ site }: { site: Site }): VNode {
  const { language } = useSurroundings();
  return (
    <figure class="stack plot">
      <figcaption>
        <h3>
          <Typed text={site.name} />
        </h3>
        <Facts
          facts={[
            [words.place, <Typed key="place" text={site.publicName} />],
            [words.area, site.area === null ? null : sayQuantity(site.area, language)],
          ]}
        />
      </figcaption>
      <Outline site={site} />
    </figure>
  );
}

/** Room around an outline, of its larger side. */
const around = 0.12;

function Outline({ site }: { site: Site }): VNode {
  const t = useWords();
  const ground = groundOf(site);
  if (ground === null) return <p class="quiet">{t(words.noOutline)}</p>;
  const side = Math.max(ground.width, ground.height, 1);
  const edge = side * around;
  const [width, height] = [side + 2 * edge, side + 3 * edge];
  const unit = width / 100;
  const length = scaleLength(side);
  const path = ground.rings
    .map((ring) => `M${ring.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}Z`)
    .join('');
  const left = (side - ground.width) / 2 + edge;
  const top = (side - ground.height) / 2 + edge;
  const bottom = side + 2.2 * edge;
  return (
    <svg
      role="img"
      aria-label={fill(t(words.plotOf), { name: plainText(site.name) })}
      viewBox={`0 0 ${width.toFixed(2)} ${height.toFixed(2)}`}
    >
      <path
        class="ground"
        d={path}
        transform={`translate(${left} ${top})`}
        stroke-width={unit}
        fill-rule="evenodd"
      />
      <g transform={`translate(${width - edge} ${edge * 0.9})`} class="compass">
        <path d={`M0 ${-6 * unit}L${2.5 * unit} ${2 * unit}L0 0L${-2.5 * unit} ${2 * unit}Z`} />
        <text y={8 * unit} text-anchor="middle" font-size={5.5 * unit}>
          {t(words.north)}
        </text>
      </g>
      <g class="scale">
        <path
          d={`M${edge} ${bottom - 2 * unit}v${2 * unit}h${length}v${-2 * unit}`}
          stroke-width={unit * 0.8}
          fill="none"
        />
        <text x={edge + length + 2 * unit} y={bottom} font-size={5.5 * unit}>
          {fill(t(words.metres), { length: Number(length.toPrecision(3)) })}
        </text>
      </g>
    </svg>
  );
}
