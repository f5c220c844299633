import type { Caller } from './cooperative.js';
import { until } from './until.js';

/** A chain as an audit tells it. */
export interface ToldChain {
  readonly chain: string;
  readonly state: string;
  readonly entries: number;
  readonly batch: { readonly id: string; readonly code: string } | null;
  readonly checked: { readonly run: string; readonly entries: number } | null;
  readonly fault: Readonly<Record<string, unknown>> | null;
}

/** A run as it is told. */
export interface ToldRun {
  readonly id: string;
  readonly state: string;
  readonly size: number;
  readonly read: number;
  readonly counts: Readonly<Record<string, number>> | null;
  readonly fault: Readonly<Record<string, unknown>> | null;
  readonly faults: readonly ToldChain[];
}

/** Asks for a check of all chains: the status, and the id of the run. */
export async function startAudit(caller: Caller): Promise<{ readonly status: number; readonly id: string }> {
  const answer = await caller.open('/api/v1/audit/runs', { method: 'POST' });
  const { id } = (await answer.json()) as { id?: string };
  return { status: answer.status, id: id ?? '' };
}

/** Has all chains checked, and waits for the end of it. */
export async function audited(caller: Caller): Promise<ToldRun> {
  const { id } = await startAudit(caller);
  return ended(caller, id);
}

/** Waits for the end of a run. */
export async function ended(caller: Caller, id: string): Promise<ToldRun> {
  return until(async () => {
    const { body } = await caller.get(`/api/v1/audit/runs/${id}`);
    return body['state'] !== 'running' && (body as unknown as ToldRun);
  });
}
