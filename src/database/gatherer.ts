/** How much goes together, and how many groups may be under way at once. */
export interface GatherLimits {
  readonly itemsMax: number;
  readonly groupsAtOnceMax: number;
}

/**
 * Gathers what arrives while earlier groups are under way, so that many requests share one turn of the database. When
 * nothing is under way a group starts at once: nobody waits for a timer.
 *
 * `settle` answers whoever waits for the items of a group, and never rejects.
 */
export class Gatherer<Item> {
  private readonly waiting: Item[] = [];
  private underWay = 0;
  private waking = false;

  constructor(
    private readonly limits: GatherLimits,
    private readonly settle: (group: readonly Item[]) => Promise<void>,
  ) {}

  /** Items that wait for a group. */
  get length(): number {
    return this.waiting.length;
  }

  add(item: Item): void {
    this.waiting.push(item);
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
      void this.settle(this.waiting.splice(0, this.limits.itemsMax)).finally(() => {
        this.underWay -= 1;
        this.next();
      });
    }
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
