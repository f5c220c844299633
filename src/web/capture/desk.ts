import type { Attachment, FurrowClient, KeyStore, Telling } from '../../client/client.js';
import { say } from '../../gs1/words.js';
import { forget, recallObject, remember } from '../app/memory.js';
import { Session, type SignInFault } from '../app/session.js';
import { captureWords } from '../words-capture.js';
import { fetchCatalogue, keepPartner, type KnownOrganization } from './catalogue.js';
import { isOfRevokedKey, isWaiting, stateAtStart, type DeskState } from './desk-state.js';
import { readFacts } from './facts.js';
import { forgetDraft } from './forget-draft.js';
import { forgetAnswers } from './last-answers.js';
import { Network } from './network.js';
import { openClient } from './open-client.js';
import type { Partner } from './party.js';
import { mayPhotosGo, onOtherNetwork } from './photo-network.js';
import { setPositionOn } from './position.js';

const readableMs = 90 * 86_400_000;
/** Between two looks for what waits, in milliseconds. */
const againMs = 60_000;

/**
 * What the app does, without its screens: keeps what is told before it says so, and sends whenever it can. Several tabs
 * may do so at once: the queue takes each step once.
 */
export class Desk {
  readonly network = new Network();
  readonly session = new Session(this.network.fetch);
  private client: FurrowClient | null = null;
  private keys: KeyStore | null = null;
  private connecting: Promise<void> | null = null;
  private isAskedAgain = false;
  private isLearning = false;
  private now: DeskState = stateAtStart(this.network.skewMs);

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
    // A phone that wakes up, a service that was away, an approval that came: nobody else says so.
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) void this.send();
    });
    setInterval(() => {
      if (isWaiting(this.now)) void this.send();
    }, againMs);
    await this.send();
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
    void this.send();
  }

  /** What is kept stays kept; what was answered is nobody's else to see. */
  async signOut(): Promise<void> {
    await this.session.signOut();
    forgetDraft(recallObject('draft'));
    forgetAnswers();
    for (const name of ['organization', 'catalogue', 'facts', 'key']) forget(name);
    setPositionOn(false);
    this.client = null;
    this.change(stateAtStart(this.now.skewMs));
  }

  /**
   * Keeps what was told, and begins to send it. Answers false, and keeps nothing, while what keeps it is not on this
   * phone.
   *
   * @throws what IndexedDB throws when it cannot be kept; ClientError, LedgerError for what no statement can say.
   */
  async tell(telling: Telling): Promise<boolean> {
    await this.connect();
    if (this.client === null) return false;
    await this.client.tell(telling);
    await this.refresh();
    void this.send();
    return true;
  }

  /** Sends what waits, beginning with the batch of `first`; asked while it sends, it sends once more afterwards. */
  async send(first?: string): Promise<void> {
    // Where nothing may be kept, `tell` says so.
    await this.connect().catch(() => undefined);
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
   * Takes another key in place of one that was revoked or refused, and lets what came back for it wait to be signed by it.
   * The key counts as the first one did: at once for an owner, else when an owner approves it.
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

  /** The id of this phone's key, as the owner who approves it sees it; null before there is one. */
  async keyId(): Promise<string | null> {
    await this.connect().catch(() => undefined);
    return (await this.client?.keyId()) ?? null;
  }

  /** Has an organization of the ledger at hand from now on, also without a network. */
  keepPartner(partner: Partner): void {
    this.change({ catalogue: keepPartner(partner) });
  }

  async drop(id: string): Promise<void> {
    await this.client?.forget(id);
    await this.refresh();
  }

  /** The queue as a file that another device can import. */
  async exported(): Promise<Blob> {
    return new Blob([(await this.client?.exportQueue()) ?? ''], { type: 'application/json' });
  }

  /** Once at a time; what is connected stays so until somebody signs out. */
  private connect(): Promise<void> {
    if (this.client !== null) return Promise.resolve();
    this.connecting ??= this.connectAnew().finally(() => {
      this.connecting = null;
    });
    return this.connecting;
  }

  private async connectAnew(): Promise<void> {
    const { organization } = this.now;
    if (organization === null) return;
    const opened = await openClient(organization.id, this.session, this.network.fetch);
    if (opened === null || this.now.organization?.id !== organization.id) return;
    ({ client: this.client, keys: this.keys } = opened);
    await this.refresh();
  }

  private async enrol(client: FurrowClient): Promise<void> {
    if (this.now.key === 'approved' || this.now.key === 'refused') return;
    const isPhone = /Android|iPhone|Mobile/.test(navigator.userAgent);
    const language = document.documentElement.lang === 'en' ? 'en' : 'zh-CN';
    const name = say(isPhone ? captureWords.asPhone : captureWords.asBrowser, language);
    const state = await client.enrol({ name, kind: 'phone' }).catch(() => null);
    if (state === null) return;
    this.change({ key: state });
    if (state !== 'pending') remember('key', state);
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
    this.change({
      items: await client.items(),
      photos: await client.waitingAttachments(),
      isRead: true,
    });
  }

  private change(part: Partial<DeskState>): void {
    this.now = { ...this.now, ...part };
    this.show(this.now);
  }
}
