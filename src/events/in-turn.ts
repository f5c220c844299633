import { setImmediate } from 'node:timers/promises';

/** Works under way at once for one request: each may wait for the database, which others use, too. */
const atOnceMax = 16;

/**
 * Works on every item, a few at once, and answers in their order. Between two works other requests have their turn.
 * Rejects when a work does.
 */
export async function inTurn<Item, Answer>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const rest = items.entries();
  const walk = async (): Promise<void> => {
    for (const [index, item] of rest) {
      answers[index] = await work(item, index);
      await setImmediate();
    }
  };
  await Promise.all(Array.from({ length: atOnceMax }, walk));
  return answers;
}
