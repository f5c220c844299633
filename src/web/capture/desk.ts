import type {
  Attachment,
  AttachmentPlace,
  AttachmentReport,
  FurrowClient,
  KeyStore,
  QueueItem,
  SendReport,
  Telling,
} from '../../client/client.js';
import { fetchCatalogue, keptCatalogue, type Catalogue, type KnownOrganization } from './catalogue.js';
import { keptFacts, readFacts, type Facts } from './facts.js';
import { forget, recall, recallObject, remember } from '../app/memory.js';
import { Network } from './network.js';
import { mayPhotosGo, onOtherNetwork } from './photo-network.js';
import { setPositionOn } from './position.js';
import { Session, type SignInFault } from '../app/session.js';

const readableMs = 90 * 86_400_000;
const trustAddress = '/.well-known/furrow/trust.json';

/** What the screens show. `key`: whether this phone's signatures count. */
export interface DeskState {
  readonly organization: KnownOrganization | null;
  readonly catalogue: Catalogue;
  readonly facts: Facts;
  readonly items: readonly QueueItem[];
  /** Photos that are on this phone only, and those that the service does not take. */
  readonly photos: readonly AttachmentPlace[];
  readonly refusedPhotos: AttachmentReport['refused'];
  readonly isOnline: boolean;
  readonly isSending: boolean;
  readonly stopped: SendReport['stopped'];
  readonly key: 'approved' | 'pending' | 'missing';
  /** How far the phone's clock is ahead, in milliseconds; 0 when it is right, or nobody knows. */
  readonly skewMs: number;
}

/**
 * What the app does, without its screens: keeps what is told before it says so, and sends whenever it can. Several tabs
 * may do so at once: the queue takes each step once.
 */
export class Desk {
  readonly network = new Network();
  readonly session = new Session(this.network.fetch);
  private client: FurrowClient | null = null;
  private keys: KeyStore | null = null;
  private isAskedAgain = false;
  private isLearning = false;
  private now: DeskState = {
    organization: keptOrganization(),
    catalogue: keptCatalogue(),
    facts: keptFacts(),
    items: [],
    photos: [],
    refusedPhotos: [],
    isOnline: navigator.onLine,
    isSending: false,
    stopped: null,
    key: recall('key') === 'approved' ? 'approved' : 'missing',
    skewMs: this.network.skewMs,
  };

  constructor(private readonly show: (state: DeskState) => void) {}

  get state(): DeskState {
    return this.now;
  }

  /** Opens what is kept; sends when there is a network, and each time it comes back. */
  async open(): Promise<void> {
    for (const name of ['online', 'offline'])
      addEventListener(name, () => {
        this.change({ isOnline: navigator.onLine });
        if (navigator.onLine) void this.send();
      });
    onOtherNetwork(() => void this.sendPhotos(false));
    await this.connect();
    void this.send();
  }

  async signIn(login: string, password: string, code: string): Promise<SignInFault | null> {
    const fault = await this.session.signIn(login, password, code);
    this.change({ skewMs: this.network.skewMs });
    if (fault === null && this.now.organization !== null) {
      this.change({ stopped: null });
      void this.send();
    }
    return fault;
  }

  /** For whom this phone records from now on. */
  async choose(organization: KnownOrganization): Promise<void> {
    remember('organization', { id: organization.id, name: organization.name });
    this.change({ organization });
    await navigator.storage.persist().catch(() => false);
    await this.connect();
    void this.send();
  }

  async signOut(): Promise<void> {
    await this.session.signOut();
    for (const name of ['organization', 'catalogue', 'facts', 'key']) forget(name);
    setPositionOn(false);
    this.client = null;
    this.change({
      organization: null,
      catalogue: keptCatalogue(),
      facts: keptFacts(),
      key: 'missing',
    });
  }

  /**
   * Keeps what was told, and begins to send it.
   *
   * @throws what IndexedDB throws when it cannot be kept; ClientError, LedgerError for what no statement can say.
   */
  async tell(telling: Telling): Promise<void> {
    if (this.client === null) throw new Error('nobody records here');
    await this.client.tell(telling);
    await this.refresh();
    void this.send();
  }

  /** Sends what waits, beginning with the batch of `first`; asked while it sends, it sends once more afterwards. */
  async send(first?: string): Promise<void> {
    if (this.client === null) await this.connect();
    const { client, now } = this;
    if (client === null || now.organization === null || !navigator.onLine) return;
    this.isAskedAgain = now.isSending;
    if (now.isSending) return;
    this.change({ isSending: true });
    try {
      await this.enrol(client);
      const { stopped } = await client.send(first);
      this.change({ stopped });
      await this.forgetOld(client);
      await this.refresh();
      this.change({ catalogue: await fetchCatalogue(this.session, now.organization.id) });
      void this.learn();
      void this.sendPhotos(false);
    } finally {
      this.change({ isSending: false, skewMs: this.network.skewMs });
      await this.refresh();
    }
    if (this.isAskedAgain) await this.send();
  }

  /** As `send`, and photos go, too, by whatever network: somebody asked for it. */
  async sendByHand(first?: string): Promise<void> {
    await this.send(first);
    await this.sendPhotos(true);
  }

  /** What of a record's photos is still on this phone. */
  async photosOf(id: string): Promise<readonly Attachment[]> {
    return (await this.client?.attachmentsOf(id)) ?? [];
  }

  async retry(id: string): Promise<void> {
    await this.client?.retry(id);
    await this.refresh();
    void this.send();
  }

  /**
   * Takes another key in place of the revoked one, and lets what came back for it wait to be signed by it. The key counts
   * as the first one did: at once for an owner, else when an owner approves it.
   */
  async replaceKey(): Promise<void> {
    if (this.client === null) return;
    await this.keys?.remove('current');
    forget('key');
    this.change({ key: 'missing' });
    for (const { id } of this.now.items.filter(isOfRevokedKey)) await this.client.retry(id);
    await this.refresh();
    void this.send();
  }

  async drop(id: string): Promise<void> {
    await this.client?.forget(id);
    await this.refresh();
  }

  /** The queue as a file that another device can import. */
  async exported(): Promise<Blob> {
    return new Blob([(await this.client?.exportQueue()) ?? ''], { type: 'application/json' });
  }

  /** The client of the chosen organization, once its trust file was seen; the first one seen is kept. */
  private async connect(): Promise<void> {
    const { organization } = this.now;
    const trust = await pinnedTrust();
    if (organization === null || trust === null) return;
    const parts = await clientParts().catch(() => null);
    if (parts === null) return;
    const [client, stores] = parts;
    const { queue, keys } = await stores.openBrowserStores(`furrow-${organization.id}`);
    this.keys = keys;
    this.client = new client.FurrowClient({
      url: location.origin,
      organizationId: organization.id,
      tokens: this.session,
      keys,
      queue,
      trust,
      fetch: this.network.fetch,
    });
    await this.refresh();
  }

  private async enrol(client: FurrowClient): Promise<void> {
    if (this.now.key === 'approved') return;
    const name = /Android|iPhone|Mobile/.test(navigator.userAgent) ? 'phone' : 'browser';
    const state = await client.enrol({ name, kind: 'phone' }).catch(() => null);
    if (state === null) return;
    this.change({ key: state === 'approved' ? 'approved' : 'pending' });
    if (state === 'approved') remember('key', 'approved');
  }

  /** Reads on what warnings rest on. */
  private async learn(): Promise<void> {
    if (this.isLearning) return;
    this.isLearning = true;
    try {
      const { facts, catalogue } = this.now;
      this.change({ facts: await readFacts(this.session, facts, catalogue.batches) });
    } finally {
      this.isLearning = false;
    }
  }

  /** Photos go by themselves, after the records that name them: a slow network is not kept from the next record. */
  private async sendPhotos(byHand: boolean): Promise<void> {
    const { client } = this;
    if (client === null || !navigator.onLine || !(byHand || mayPhotosGo())) return;
    const { refused } = await client.sendAttachments(() => void this.refresh());
    this.change({ refusedPhotos: refused });
    await this.refresh();
  }

  /** What the ledger took is readable for 90 days by the service's clock; the phone's may be wrong. */
  private async forgetOld(client: FurrowClient): Promise<void> {
    const { servedMs } = this.network;
    const items = await client.items();
    const { refusedPhotos } = this.now;
    const unsent = (await client.waitingAttachments()).filter(
      ({ event }) => !refusedPhotos.some((refused) => refused.event === event),
    );
    for (const item of items) {
      if (unsent.some(({ event }) => event === item.id)) continue;
      const isOld = item.state === 'recorded' && Date.parse(item.recordedAt) < (servedMs ?? 0) - readableMs;
      if (isOld) await client.forget(item.id);
    }
    this.network.keepTriesOf(items.map(({ id }) => id));
  }

  private async refresh(): Promise<void> {
    const { client } = this;
    if (client === null) return;
    this.change({ items: await client.items(), photos: await client.waitingAttachments() });
  }

  private change(part: Partial<DeskState>): void {
    this.now = { ...this.now, ...part };
    this.show(this.now);
  }
}

/** Whether it came back because the key that signed it counts no more. */
export function isOfRevokedKey(item: QueueItem): boolean {
  return item.state === 'refused' && item.problem.type.endsWith('/key-not-accepted');
}

function keptOrganization(): KnownOrganization | null {
  const { id, name } = recallObject('organization');
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : null;
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
    const answer = await fetch(trustAddress, { redirect: 'error' });
    if (!answer.ok) return null;
    const text = await answer.text();
    remember('trust', text);
    return text;
  } catch {
    return null;
  }
}
