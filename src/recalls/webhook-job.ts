import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { unseal } from '../config/master-key.js';
import { webhookSecretLabel } from '../database/sealed-places.js';
import { NoticesStore, type Notice } from './notices.store.js';
import { RecallReader } from './recall-reader.js';
import { WebhookSender, type Message } from './webhook-sender.js';
import { WebhooksStore } from './webhooks.store.js';

const everyMs = 5_000;
const atOnceMax = 8;
/** How long after each attempt the next one follows; after the last, two days later, a notice is given up. */
const pausesS = [10, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400];
/** As many batches of a notice are named; the receiver asks for the rest. */
const batchesMax = 100;

/**
 * Sends notices to the webhooks of holders, each until it is taken or given up.
 *
 * An attempt is claimed before it is made, so that of several processes one sends; a crash in between costs the pause.
 * A receiver may hear of a notice twice: `webhook-id` is the same.
 */
@Injectable()
export class WebhookJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(WebhookJob.name);
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly notices: NoticesStore,
    private readonly webhooks: WebhooksStore,
    private readonly reader: RecallReader,
    private readonly sender: WebhookSender,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.hint();
    }, everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running.catch(() => undefined);
  }

  /** Says that notices were made. */
  hint(): void {
    this.run().catch((error: unknown) => {
      this.log.warn(`notices wait to be sent: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  }

  /** Sends everything that is due by `now`; calls that overlap run one after another. */
  run(now = new Date()): Promise<void> {
    this.running = this.running.catch(() => undefined).then(() => this.runAll(now.getTime()));
    return this.running;
  }

  private async runAll(nowMs: number): Promise<void> {
    for (;;) {
      const due = await this.notices.due(nowMs, atOnceMax);
      await Promise.all(due.map((notice) => this.attempt(notice, nowMs)));
      if (due.length < atOnceMax) return;
    }
  }

  private async attempt(notice: Notice, nowMs: number): Promise<void> {
    const pauseS = pausesS[notice.attempts];
    const nextAtMs = nowMs + (pauseS ?? everyMs) * 1_000;
    if (!(await this.notices.claim(notice, nowMs, nextAtMs))) return;
    const message = await this.messageOf(notice);
    if (message === null) {
      await this.notices.settle(notice, 'failed', 'no webhook');
      return;
    }
    const { isTaken, isGone, outcome } = await this.sender.send(message);
    const isLast = isGone || pauseS === undefined;
    await this.notices.settle(notice, isTaken ? 'delivered' : isLast ? 'failed' : 'waiting', outcome);
  }

  private async messageOf(notice: Notice): Promise<Message | null> {
    const { organizationId, id, recallId, madeAtMs } = notice;
    const webhook = await this.webhooks.findSealed(organizationId);
    const recall = await this.reader.find(recallId);
    if (webhook === null || recall === null) return null;
    const { masterKey } = this.config;
    const secret = unseal(masterKey, webhookSecretLabel(organizationId), webhook.sealedSecret).toString();
    const batches = await this.notices.batchesOf(organizationId, [id]);
    const { reason, advice = null, basis = null, phone = null } = recall.said;
    const data = {
      ...{ notice: id, recall: recallId, organization: organizationId, issuer: recall.issuerId },
      ...{ reason, advice, basis, phone, openedAt: recall.openedAt },
      batches: batches.slice(0, batchesMax).map(({ batch, code, lot }) => ({ batch, code, lot })),
      batchCount: batches.length,
    };
    const timestamp = new Date(madeAtMs).toISOString();
    return { url: webhook.url, secret, id, body: JSON.stringify({ type: 'recall.notice', timestamp, data }) };
  }
}
