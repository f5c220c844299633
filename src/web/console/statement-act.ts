import type { JsonObject } from '../../ledger/json.js';
import { useAct, type Act } from './answers.js';
import { useEventKey, type EventKey } from './event-key.js';
import { useSurroundings } from './surroundings.js';

/** Stating something on the chain of a batch. */
export interface StatementAct extends Act {
  readonly key: EventKey;
  readonly state: (kind: string, data: JsonObject) => void;
}

/** The statement of one form about a batch: sent again it is the same entry, whose number `onDone` takes. */
export function useStatement(batch: string, onDone: (seq: number) => void): StatementAct {
  const { api } = useSurroundings();
  const act = useAct();
  const key = useEventKey();
  return {
    ...act,
    key,
    state: (kind, data) => {
      const event = { kind, occurredAt: new Date().toISOString(), data };
      void act.act(
        () => api.send<{ seq: number }>('POST', `/api/v1/batches/${batch}/events`, event, key.now()),
        ({ seq }) => {
          key.next();
          onDone(seq);
        },
      );
    },
  };
}
