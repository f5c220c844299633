import { readTyped } from '../typed-slip.js';
import type { ScanView } from '../scan-view.js';
import { breakGlassWords as words } from '../words-break-glass.js';
import { gathered } from './answers.js';
import { refusedHere, type Answer, type Api } from './api.js';
import { uuid } from './batch-finding.js';
import type { Batch } from './batch-shapes.js';
import type { useWords } from './surroundings.js';

/** By what one finds whose data is to be seen; each is a name in the address, too. */
export const targetWays = ['code', 'uscc', 'organization', 'batch'] as const;
export type TargetWay = (typeof targetWays)[number];

/** What is asked to be seen; null what the reader is not told of it. */
export interface Target {
  readonly as: 'organization' | 'batch';
  readonly id: string;
  readonly organization: { readonly id: string; readonly name: string | null } | null;
  readonly product: string | null;
  readonly lot: string | null;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Which one the address names, and by what; null where it names none. */
export function askedIn(query: URLSearchParams): { readonly by: TargetWay; readonly find: string } | null {
  const by = targetWays.find((way) => query.has(way));
  return by === undefined ? null : { by, find: query.get(by) ?? '' };
}

/** Finds what is meant, among what is public of all organizations and what the reader sees. */
export function findTarget(
  api: Api,
  t: ReturnType<typeof useWords>,
  { by, find }: { readonly by: TargetWay; readonly find: string },
): Promise<Answer<Target>> {
  const refuse = (
    why: (typeof words)['notFilled' | 'notACode' | 'noSuchCode' | 'notAnId'],
  ): Promise<Answer<never>> => refusedHere(t(why), '/find', t(why));
  if (find === '') return refuse(words.notFilled);
  if (by === 'code') return byCode(api, find, refuse);
  if (by === 'uscc') return byUscc(api, find);
  if (!uuid.test(find)) return refuse(words.notAnId);
  const id = find.toLowerCase();
  return by === 'batch' ? byBatch(api, id) : byOrganization(api, id);
}

/** The batch whose code it is, or that of the label, as everybody who scans it is told. */
async function byCode(
  api: Api,
  find: string,
  refuse: (why: (typeof words)['notACode' | 'noSuchCode']) => Promise<Answer<never>>,
): Promise<Answer<Target>> {
  const isAddress = /^https?:/i.test(find);
  const typed = readTyped(find);
  if (!isAddress && !('code' in typed)) return refuse(words.notACode);
  const uri = 'code' in typed ? `/t/${typed.code}` : find;
  const answer = await api.sendAsNobody<ScanView>('/api/v1/verify', { uri });
  if (answer.fault !== null) return answer;
  const { batch, organization, product } = answer.body;
  if (batch === null) return refuse(words.noSuchCode);
  return gathered({
    as: 'batch',
    id: batch.id,
    organization,
    product: product?.name ?? null,
    lot: batch.lot,
  });
}

async function byUscc(api: Api, find: string): Promise<Answer<Target>> {
  const answer = await api.get<Named>(`/api/v1/partners/${encodeURIComponent(find.toUpperCase())}`);
  return answer.fault === null ? gathered(ofOrganization(answer.body)) : answer;
}

/** What the reader may not see is there all the same, as far as anybody knows before it is asked for. */
async function byOrganization(api: Api, id: string): Promise<Answer<Target>> {
  const answer = await api.get<Named>(`/api/v1/organizations/${id}`);
  if (answer.fault === null) return gathered(ofOrganization(answer.body));
  return answer.fault.status === 404 ? gathered(ofOrganization({ id, name: null })) : answer;
}

async function byBatch(api: Api, id: string): Promise<Answer<Target>> {
  const answer = await api.get<Batch>(`/api/v1/batches/${id}`);
  if (answer.fault === null) {
    const { organization, lot } = answer.body;
    return gathered({ as: 'batch', id, organization: { id: organization, name: null }, product: null, lot });
  }
  if (answer.fault.status !== 404) return answer;
  return gathered({ as: 'batch', id, organization: null, product: null, lot: null });
}

function ofOrganization(organization: { readonly id: string; readonly name: string | null }): Target {
  return { as: 'organization', id: organization.id, organization, product: null, lot: null };
}
