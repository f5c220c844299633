// Given to `node --import`: the service without findings, for the bench alone. No entry counts as one that rules look at,
// so that none is judged, answered with findings or queued for it; the rest is the same program.
import { register } from 'node:module';

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function load(url, context, next) {
      const loaded = await next(url, context);
      if (!url.endsWith('/findings/judging.js')) return loaded;
      const head = 'export function isJudged(kind) {';
      const source = String(loaded.source);
      if (!source.includes(head)) throw new Error('isJudged is not where the bench looks for it');
      return { ...loaded, source: source.replace(head, head + ' return false;') };
    }
  `)}`,
);
