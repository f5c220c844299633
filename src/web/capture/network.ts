import { forget, recallObject, remember } from '../app/memory.js';

/** A clock that differs by less than this is right (rule R14 takes as much). */
const skewMsMax = 5 * 60_000;

/**
 * What requests tell beside their answers: how far the phone's clock is from the service's, and how often each record
 * was sent.
 */
export class Network {
  /** By event id; kept, so that a phone that was switched off goes on counting. */
  private tries = recallObject('tries') as Readonly<Record<string, number>>;
  /** The phone's clock less the service's, in milliseconds. */
  private skew = skewAtStart();
  private served: number | null = null;

  readonly fetch: typeof fetch = async (input, init) => {
    this.count(new Headers(init?.headers).get('idempotency-key'));
    const askedAt = Date.now();
    const answer = await fetch(input, init);
    this.compare(answer.headers.get('date'), askedAt);
    return answer;
  };

  /** How far the phone's clock is ahead of the service's, in milliseconds; 0 when it is right, or nobody knows. */
  get skewMs(): number {
    return Math.abs(this.skew) > skewMsMax ? this.skew : 0;
  }

  /** The service's clock at its last answer, in milliseconds since 1970; null before the first since the start. */
  get servedMs(): number | null {
    return this.served;
  }

  triesOf(id: string): number {
    return this.tries[id] ?? 0;
  }

  /** Forgets the tries of records that are not among these. */
  keepTriesOf(ids: readonly string[]): void {
    this.tries = Object.fromEntries(Object.entries(this.tries).filter(([id]) => ids.includes(id)));
    if (Object.keys(this.tries).length === 0) forget('tries');
    else remember('tries', this.tries);
  }

  private count(id: string | null): void {
    if (id === null) return;
    this.tries = { ...this.tries, [id]: this.triesOf(id) + 1 };
    remember('tries', this.tries);
  }

  /** The service says whole seconds; an answer that took long tells no less than that it was after the question. */
  private compare(date: string | null, askedAt: number): void {
    const served = Date.parse(date ?? '');
    if (Number.isNaN(served)) return;
    this.served = served;
    this.skew = (askedAt + Date.now()) / 2 - served;
    remember('clock', { servedAt: new Date(served).toISOString() });
  }
}

/** Before the first answer: a clock that shows a time before the last answer of an earlier day is behind. */
function skewAtStart(): number {
  const { servedAt } = recallObject('clock');
  const last = typeof servedAt === 'string' ? Date.parse(servedAt) : 0;
  return Date.now() < last ? Date.now() - last : 0;
}
