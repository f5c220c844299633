/** How much goes together, and how many groups may be under way at once. */
export interface GatherLimits {
  /** An item that is heavier goes alone. */
  readonly weightMax: number;
  readonly groupsAtOnceMax: number;
}

/**
 * Gathers what arrives while earlier groups are under way, so that many requests share one turn of the database. When
 * nothing is under way a group starts at once: nobody waits for a timer.
 *
 * `settle` answers whoever waits for the items of a group, and never rejects. `weigh` says what an item counts, always
 * the same for the same item; 1 unless told.
 */
export class Gatherer<Item> {
  private readonly waiting: Item[] = [];
  private waitingWeight = 0;
  private underWay = 0;
  private waking = false;

  constructor(
    private readonly limits: GatherLimits,
    private readonly settle: (group: readonly Item[]) => Promise<void>,
    private readonly weigh: (item: Item) => number = () => 1,
  ) {}

  /** The weight of what waits for a group. */
  get weight(): number {
    return this.waitingWeight;
  }

  add(item: Item): void {
    this.waiting.push(item);
    this.waitingWeight += this.weigh(item);
    if (this.waking || this.underWay >= this.limits.groupsAtOnceMax) return;
    this.waking = true;
    // What arrives in the same turn of the event loop joins the group.
    setImmediate(() => {
      this.waking = false;
      this.next();
    });
  }

  private next(): void {
    while (this.underWay < this.limits.groupsAtOnceMax && this.waiting.length > 0) {
      this.underWay += 1;
      void this.settle(this.take()).finally(() => {
        this.underWay -= 1;
        this.next();
      });
    }
  }

  /** The next group, in the order of arrival. Requires that something waits. */
  private take(): Item[] {
    let count = 0;
    let weight = 0;
    for (const item of this.waiting) {
      const next = weight + this.weigh(item);
      if (count > 0 && next > this.limits.weightMax) break;
      weight = next;
      count += 1;
    }
    this.waitingWeight -= weight;
    return this.waiting.splice(0, count);
  }
}

/**
 * Reads of one kind that share queries: `read` answers for all keys of a group, in their order.
 *
 * ```ts
 * const heads = new GatheredRead(limits, (chains) => findHeads(database, chains));
 * const head = await heads.get(chain);
 * ```
 */
export class GatheredRead<Key, Answer> {
  private readonly gatherer: Gatherer<Question<Key, Answer>>;

  constructor(limits: GatherLimits, read: (keys: readonly Key[]) => Promise<readonly Answer[]>) {
    this.gatherer = new Gatherer(limits, async (questions) => {
      try {
        const answers = await read(questions.map(({ key }) => key));
        if (answers.length !== questions.length) throw new Error('a gathered read did not answer every key');
        answers.forEach((answer, index) => questions[index]?.resolve(answer));
      } catch (error) {
        for (const { reject } of questions) reject(error);
      }
    });
  }

  /** The answer for one key; rejects with what the query of its group failed with. */
  get(key: Key): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.gatherer.add({ key, resolve, reject });
    });
  }
}

interface Question<Key, Answer> {
  readonly key: Key;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}
