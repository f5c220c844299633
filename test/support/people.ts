import type { ScanEvent, ScanView } from '../../src/web/scan-view.js';
import { made, type Answer, type Caller, type Cooperative } from './cooperative.js';

/** A person of a cooperative. */
export interface Someone {
  readonly id: string;
  /** `person/<uuid>`. */
  readonly reference: string;
  /** Where the service keeps what is known of the person. */
  readonly path: string;
}

/** Takes a person in. */
export async function takeIn(
  { owner, organizationId }: Pick<Cooperative, 'owner' | 'organizationId'>,
  details: { readonly name: string; readonly contact?: string; readonly member?: string },
): Promise<Someone> {
  const people = `/api/v1/organizations/${organizationId}/people`;
  const { id, reference } = await made(owner.post(people, details));
  return { id: String(id), reference: String(reference), path: `${people}/${String(id)}` };
}

/** A request without a body. */
export function ask(
  caller: Caller,
  method: 'PUT' | 'DELETE' | 'POST' | 'GET',
  path: string,
): Promise<Response> {
  return caller.open(path, { method });
}

/** What everybody gets who scans the code of a batch. */
export async function scanned(farm: Cooperative, batch: string): Promise<ScanView> {
  const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
  const answer = await fetch(`${farm.service.url}/t/${String(body.code)}`, {
    headers: { accept: 'application/json' },
  });
  return (await answer.json()) as ScanView;
}

/** The newest entry of a batch's public timeline. */
export async function lastScanned(farm: Cooperative, batch: string): Promise<ScanEvent> {
  const { timeline } = await scanned(farm, batch);
  return timeline.at(-1)!;
}

/** An item of a batch's timeline as a reader gets it. */
export interface Listed {
  readonly seq: number;
  readonly kind: string;
  readonly data: Record<string, unknown>;
  readonly people: readonly {
    readonly field: string;
    readonly person: string;
    readonly name: string | null;
  }[];
  readonly withheld: readonly {
    readonly field: string | null;
    readonly reason: string;
    readonly visibleTo: readonly string[];
  }[];
}

/** The entries of a batch, as a reader sees them. */
export async function listed(reader: Caller, batch: string): Promise<readonly Listed[]> {
  const answer: Answer = await reader.get(`/api/v1/batches/${batch}/events`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body['items'] as Listed[];
}
