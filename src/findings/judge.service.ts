import { performance } from 'node:perf_hooks';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import type { FindingRelease, Judged, Judgement } from '../batches/judgement.js';
import { JudgementsService, nobody, type BatchKey, type Due } from '../batches/judgements.service.js';
import type { JsonObject } from '../ledger/json.js';
import { ListsService } from '../lists/lists.service.js';
import type { ListName, Lists } from '../lists/rows.js';
import { findingsOf, judgementOf, listsKey } from './judging.js';
import { MainThread } from './main-thread.js';
import type { BatchRecord } from './record.js';
import { namesCertification, RecordReader } from './record-reader.js';
import { rulesEdition } from './rules.js';
import { subjectsOfChange } from './subjects.js';

/** How long a record may grow before it is judged, and how often others' records are looked for, in milliseconds. */
const gatherMs = 300;
const everyMs = 1_500;
const pageMax = 200;

/** An act that looks forward, as the entry that it would be. */
export interface Act {
  readonly kind: string;
  /** `org/<uuid>`. */
  readonly issuer: string;
  /** RFC 3339. */
  readonly occurredAt: string;
  readonly data: JsonObject;
}

/** Findings before an act, and with it as the entry `seq`. */
interface JudgedAct {
  readonly before: readonly Judged[];
  readonly after: readonly Judged[];
  readonly seq: number;
}

/** Where an entry stands, and since when. */
interface EntryPlace {
  readonly seq: number;
  /** RFC 3339 in UTC. */
  readonly recordedAt: string;
}

interface Facts {
  readonly record: BatchRecord;
  readonly lists: Lists;
  readonly releases: readonly FindingRelease[];
}

/**
 * Judges the records of batches when they grow, and when a list does (domain.md §4).
 *
 * Appends leave a row for each batch that grew; whichever process comes first judges it. A batch is judged again when its
 * record grew meanwhile, and twice where two processes take it at once: both find the same. What is made of it is judged
 * anew only where what it offers has changed; stops are looked for along the graph (`StopsService`).
 */
@Injectable()
export class Judge implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(Judge.name);
  private readonly thread = new MainThread();
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  /** Batches whose records grew here a moment ago, and those of a moment before, by their ids: they come first. */
  private grown = new Map<string, BatchKey>();
  private first = new Map<string, BatchKey>();
  private readonly stop = new AbortController();
  /** Of the lists that batches were queued for last. */
  private knownKey: string | null = null;

  constructor(
    private readonly batches: BatchesService,
    private readonly judgements: JudgementsService,
    private readonly records: RecordReader,
    private readonly lists: ListsService,
  ) {}

  onApplicationBootstrap(): void {
    this.attempt(() => this.judgements.queueOutdated(rulesEdition));
    this.timer = setInterval(() => {
      this.attempt(() => this.run());
    }, everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort();
    clearInterval(this.timer);
    clearTimeout(this.soon);
    await this.running.catch(() => undefined);
  }

  /** Says that somebody waits; a batch whose record grew here is judged before those that wait since longer. */
  hint(grown: readonly BatchKey[]): void {
    for (const batch of grown) this.grown.set(batch.batchId, batch);
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      for (const [id, batch] of this.grown) this.first.set(id, batch);
      this.grown = new Map();
      this.attempt(() => this.run());
    }, gatherMs).unref();
  }

  /** Judges everything that waits; calls that overlap run one after another. */
  run(): Promise<void> {
    this.running = this.running.catch(() => undefined).then(() => this.runAll());
    return this.running;
  }

  /** What the rules find in a batch's record as it stands now. */
  async judge(batch: BatchIdentity): Promise<Judgement> {
    const { record, lists, releases } = await this.facts(batch);
    return judgementOf(record, lists, releases, Date.now());
  }

  /** What they find now, and what they would find once the act were the entry `seq`. */
  async judgeAct(batch: BatchIdentity, act: Act): Promise<JudgedAct> {
    const { record: known, lists, releases } = await this.facts(batch);
    const record = namesCertification(act) ? await this.records.certified(known) : known;
    const seq = record.entries.length + 1;
    const recordedAt = new Date().toISOString();
    const entry = { ...act, seq, inForce: seq, leafHash: '', concealed: false, recordedAt };
    const acted = { ...record, entries: [...record.entries, entry] };
    return {
      before: findingsOf(record, lists, releases),
      after: findingsOf(acted, lists, releases),
      seq,
    };
  }

  /** What is judged of a batch: as it stands now, or as it stood when an entry was recorded. */
  private async facts(batch: BatchIdentity, at?: EntryPlace): Promise<Facts> {
    const { organizationId, id: batchId } = batch;
    const [record, lists, releases] = await Promise.all([
      this.records.read(batch, at?.seq),
      this.lists.asKnown(at === undefined ? null : new Date(at.recordedAt)),
      this.judgements.releases({ organizationId, batchId }),
    ]);
    return { record, lists, releases: releases.filter(({ seq }) => at === undefined || seq <= at.seq) };
  }

  /**
   * What was found in an entry when it was recorded: the findings that rest on it, of the record as it stood with it and
   * of the lists known then, so that a repetition is answered alike. Null while the service has its hands full: the
   * record is judged within seconds then, and the batch tells.
   */
  async onEntry(batchId: string, { seq, recordedAt }: EntryPlace): Promise<readonly Judged[] | null> {
    if (this.thread.isBusy()) return null;
    try {
      const batch = await this.batches.find(batchId);
      if (batch === null) return null;
      const { record, lists, releases } = await this.facts(batch, { seq, recordedAt });
      const findings = findingsOf(record, lists, releases);
      return findings.filter(({ entries }) => entries.some((entry) => entry.seq === seq));
    } catch (error) {
      // The entry is recorded: that must be answered.
      this.warn(error);
      return null;
    }
  }

  private attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.warn(error);
    });
  }

  private warn(error: unknown): void {
    if (!this.stop.signal.aborted)
      this.log.warn(`records wait to be judged: ${error instanceof Error ? error.message : 'unknown'}`);
  }

  private async runAll(): Promise<void> {
    await this.noticeLists();
    const failures: unknown[] = [];
    // One that fails must not keep the others waiting.
    const judge = (due: Due): Promise<unknown> =>
      this.judgeWaiting(due).catch((error: unknown) => failures.push(error));
    for (let after = nobody; !this.stop.signal.aborted;) {
      const waiting = await this.judgements.due(after, pageMax);
      for (const due of waiting) {
        for (const grown of await this.takeFirst()) await judge(grown);
        await judge(due);
      }
      const last = waiting.at(-1);
      if (last === undefined) break;
      after = last;
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Of the batches that come first those that still wait. */
  private async takeFirst(): Promise<readonly Due[]> {
    if (this.first.size === 0) return [];
    const batches = [...this.first.values()];
    this.first = new Map();
    return this.judgements.dueAmong(batches);
  }

  private async judgeWaiting(due: Due): Promise<void> {
    if (this.stop.signal.aborted) return;
    const startedMs = performance.now();
    const batch = await this.batches.find(due.batchId);
    if (batch === null) await this.judgements.settle(due);
    else await this.judgements.save(await this.judge(batch), due);
    await this.thread.makeWay(performance.now() - startedMs, this.stop.signal);
  }

  /** Queues what rests on what changed in the lists, since they were judged with, or since this process looked last. */
  private async noticeLists(): Promise<void> {
    const lists = await this.lists.asKnown(null);
    const key = listsKey(lists);
    if (this.knownKey === key) return;
    for (const judgedWith of await this.judgements.judgedWith()) {
      if (judgedWith !== key) await this.judgements.queueTouched(await this.changes(judgedWith, lists), key);
    }
    this.knownKey = key;
  }

  /** The subjects that lists newer than those of `judgedWith` change. */
  private async changes(judgedWith: string, lists: Lists): Promise<string[]> {
    const before = new Map(judgedWith.split(' ').map((one) => one.split('@') as [ListName, string]));
    const found: string[] = [];
    for (const list of Object.values(lists)) {
      if (list === null || before.get(list.name) === String(list.version)) continue;
      const version = before.get(list.name);
      const old = version === undefined ? null : await this.lists.version(list.name, Number(version));
      found.push(...subjectsOfChange(old, list));
    }
    return found;
  }
}
