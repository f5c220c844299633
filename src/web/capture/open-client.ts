import type { FurrowClient, KeyStore } from '../../client/client.js';
import { recall, remember } from '../app/memory.js';
import { answerMs, type Session } from '../app/session.js';

const trustAddress = '/.well-known/furrow/trust.json';

/** What signs, keeps and sends for one organization, and where its keys are. */
export interface OpenedClient {
  readonly client: FurrowClient;
  readonly keys: KeyStore;
}

/**
 * The client of an organization; null while the trust file was never seen, or what signs is not on this phone.
 *
 * @throws what IndexedDB throws when nothing may be kept.
 */
export async function openClient(
  organizationId: string,
  session: Session,
  fetcher: typeof fetch,
): Promise<OpenedClient | null> {
  const trust = await pinnedTrust();
  const parts = trust === null ? null : await clientParts().catch(() => null);
  if (trust === null || parts === null) return null;
  const [{ FurrowClient }, stores] = parts;
  const { queue, keys } = await stores.openBrowserStores(`furrow-${organizationId}`);
  const url = location.origin;
  const client = new FurrowClient({
    url,
    organizationId,
    tokens: session,
    keys,
    queue,
    trust,
    fetch: fetcher,
  });
  return { client, keys };
}

/** What signs, keeps and checks: more than all screens weigh, and loaded behind them. */
function clientParts() {
  return Promise.all([import('../../client/client.js'), import('../../client/browser/indexed-db.js')]);
}

/** The trust file that this browser saw first; null before there was a network. */
async function pinnedTrust(): Promise<string | null> {
  const kept = recall('trust');
  if (typeof kept === 'string') return kept;
  try {
    const answer = await fetch(trustAddress, { redirect: 'error', signal: AbortSignal.timeout(answerMs) });
    if (!answer.ok) return null;
    const text = await answer.text();
    remember('trust', text);
    return text;
  } catch {
    return null;
  }
}
