import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatNoteLine } from '../ledger/note.js';
import type { Cosigner } from './witness-key.js';
import type { WitnessState } from './witness-state.js';
import {
  checkGrowth,
  readSubmission,
  type Refusal,
  type Submission,
  submissionBytesMax,
  type WitnessedLogs,
} from './witness.js';

export interface WitnessOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly logs: WitnessedLogs;
  readonly cosigner: Cosigner;
  readonly state: WitnessState;
  /** Hears what the operator should know: storage that failed. */
  readonly warn: (line: string) => void;
}

export interface RunningWitness {
  readonly url: string;
  /** Answers what has arrived, then ends. */
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const connectionsMax = 256;
const requestMs = 10_000;
const stopMs = 5_000;
const idleMs = 100;
const headerBytesMax = 8_192;
const monitorPath = /^\/([0-9a-f]{64})\/checkpoint$/;

/**
 * A C2SP tlog-witness over HTTP: `POST /add-checkpoint`, and `GET /<origin hash>/checkpoint` for monitors.
 *
 * Submissions of one origin are decided one after the other, from what the disk holds. A cosignature leaves the process
 * only after the checkpoint under it is stored durably. When storing fails, what the disk holds is in doubt: the
 * witness then refuses everything until it is started again.
 *
 * @throws Error of the listener (`EADDRINUSE`, …).
 */
export async function startWitness(options: WitnessOptions): Promise<RunningWitness> {
  const witness = new WitnessService(options);
  const server = createServer(
    { requestTimeout: requestMs, headersTimeout: requestMs, maxHeaderSize: headerBytesMax },
    (request, response) => void serve(witness, request, response),
  );
  server.maxConnections = connectionsMax;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return { url: urlOf(server), stop: () => stop(server) };
}

class WitnessService {
  private readonly turns = new Map<string, Promise<unknown>>();
  private failed = false;

  constructor(private readonly options: WitnessOptions) {}

  async addCheckpoint(body: Uint8Array): Promise<Answer> {
    const submission = readSubmission(body, this.options.logs);
    if ('status' in submission) return refused(submission);
    return this.inTurn(submission.checkpoint.origin, () => this.decide(submission));
  }

  async findCheckpoint(hash: string): Promise<Answer> {
    const text = await this.options.state.findByHash(hash);
    return text === null ? { status: 404, body: 'no checkpoint\n' } : { status: 200, body: text };
  }

  warn(error: unknown): void {
    this.options.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  private async decide(submission: Submission): Promise<Answer> {
    const { origin } = submission.checkpoint;
    const { cosigner, state } = this.options;
    if (this.failed) return storageFailed;
    const latest = await state.find(origin);
    const refusal = checkGrowth(submission, latest?.checkpoint ?? null);
    if (refusal) return refused(refusal);
    const { text, signatures } = submission.note;
    const cosignature = cosigner.cosign(text, Math.floor(Date.now() / 1000));
    try {
      // The commit point. Before it nothing was promised; after it the cosignature may go out, or be lost.
      await state.store(origin, { text, signatures: [...signatures, cosignature] });
    } catch (error) {
      this.failed = true;
      this.warn(error);
      return storageFailed;
    }
    return { status: 200, body: `${formatNoteLine(cosignature)}\n` };
  }

  /** Runs after whatever was begun for the origin before; the map holds known origins only. */
  private async inTurn<T>(origin: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(origin) ?? Promise.resolve()).then(act);
    this.turns.set(
      origin,
      turn.catch(() => undefined),
    );
    return turn;
  }
}

const storageFailed: Answer = { status: 500, body: 'storage failed\n' };

function refused({ status, reason, size }: Refusal): Answer {
  if (size === undefined) return { status, body: `${reason}\n` };
  return { status, body: `${size}\n`, headers: { 'content-type': 'text/x.tlog.size' } };
}

async function serve(
  witness: WitnessService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    reply(response, await answer(witness, request));
  } catch (error) {
    // A client that went away while it spoke is nobody's fault.
    if (request.destroyed && !request.complete) return;
    witness.warn(error);
    reply(response, { status: 500, body: 'internal error\n' });
  }
}

async function answer(witness: WitnessService, request: IncomingMessage): Promise<Answer> {
  const hash = monitorPath.exec(request.url ?? '')?.[1];
  if (hash !== undefined) return request.method === 'GET' ? witness.findCheckpoint(hash) : notAllowed('GET');
  if (request.url !== '/add-checkpoint') return { status: 404, body: 'not found\n' };
  if (request.method !== 'POST') return notAllowed('POST');
  const body = await readBody(request);
  if (body === null) return { status: 413, body: 'too large\n', headers: { connection: 'close' } };
  return witness.addCheckpoint(body);
}

function notAllowed(allow: string): Answer {
  return { status: 405, body: 'method not allowed\n', headers: { allow } };
}

/** The whole body; null as soon as it is too large. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  if (Number(request.headers['content-length'] ?? 0) > submissionBytesMax) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > submissionBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function stop(server: Server): Promise<void> {
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, idleMs);
  const late = setTimeout(() => {
    server.closeAllConnections();
  }, stopMs);
  return new Promise((resolve) => {
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
  });
}
