import { unreached, type Api, type Fault } from './api.js';

/** A fault of a chain, as the API tells it (docs/audit.md). */
export interface ChainFault {
  readonly position: number;
  readonly logIndex: number | null;
  readonly detail: string;
  readonly expected: string | null;
  readonly found: string | null;
  readonly writtenBy: {
    readonly organization: string;
    readonly name: string | null;
    readonly key: string;
    readonly signer: 'participant' | 'custodial' | null;
    readonly statement: string;
    readonly recordedAt: string;
    readonly signed: boolean | null;
  } | null;
  readonly evidence: string | null;
}

/** A chain with what the newest check found of it. */
export interface Chain {
  readonly chain: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly batch: {
    readonly id: string;
    readonly code: string;
    readonly lot: string | null;
    readonly product: string;
  } | null;
  readonly entries: number;
  readonly recordedAt: string;
  readonly state: 'failed' | 'passed' | 'unchecked';
  readonly checked: { readonly at: string | null; readonly entries: number } | null;
  readonly fault: ChainFault | null;
}

/** A check of all chains. */
export interface Run {
  readonly id: string;
  readonly state: 'running' | 'passed' | 'failed' | 'interrupted';
  readonly endedAt: string | null;
  readonly size: number;
  readonly read: number;
  readonly counts: {
    readonly chains: number;
    readonly entries: number;
    readonly passed: number;
    readonly failed: number;
  } | null;
  readonly fault: {
    readonly detail: string;
    readonly expected: string | null;
    readonly found: string | null;
  } | null;
  readonly faults?: readonly Chain[];
}

const askAgainMs = 1_000;

/**
 * Follows a run to its end by server-sent events, and asks again where the stream breaks: `tell` hears each state, and of
 * a broken connection. Ends when `signal` is aborted.
 */
export async function followRun(
  api: Api,
  id: string,
  tell: (heard: Run | null, fault: Fault | null) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    if (await followOnce(api, id, tell, signal)) return;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
}

/** Whether the run ended before the stream did. */
async function followOnce(
  api: Api,
  id: string,
  tell: (heard: Run | null, fault: Fault | null) => void,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const headers = { accept: 'text/event-stream', 'accept-language': api.language };
    const response = await api.session.ask(`/api/v1/audit/runs/${id}`, { headers, signal });
    for await (const run of runsIn(response?.body ?? null)) {
      tell(run, null);
      if (run.state !== 'running') return true;
    }
  } catch {
    if (!signal.aborted) tell(null, unreached);
  }
  return false;
}

/** The runs that events of a stream tell. */
async function* runsIn(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Run> {
  if (body === null) return;
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  for (let text = ''; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (text + value).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Run;
    }
  }
}
