import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { sayDistance } from '../figures.js';
import { positionWords } from '../words-position.js';
import { FaultNote, useAct } from './answers.js';
import type { Batch, BatchEvent } from './batch-shapes.js';
import { ConfirmButton } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** Where an entry was recorded, for who is shown it; owners of who says it may erase that. */
export function EntryPosition({ batch, event }: { batch: Batch; event: BatchEvent }): VNode | null {
  const around = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [isErased, setErased] = useState(false);
  const { position = event.data.data?.position } = event.data;
  if (position === undefined) return null;
  if (isErased)
    return (
      <p class="small quiet" role="status">
        {t(positionWords.erased)}
      </p>
    );
  const { latitude, longitude, accuracy } = position;
  const distance = sayDistance(accuracy, around.language);
  const isOwn = event.issuer === `org/${around.organization?.id ?? ''}` && holds(around, 'owner');
  const erase = (): void => {
    void act.act(
      () => around.api.send('DELETE', `/api/v1/batches/${batch.id}/events/${event.seq}/position`),
      () => {
        setErased(true);
      },
    );
  };
  return (
    <>
      <p class="small">
        {fill(t(positionWords.within), { distance })} · {latitude}, {longitude}
      </p>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      {isOwn ? (
        <div class="row">
          <ConfirmButton
            words={positionWords.erase}
            question={positionWords.eraseQuestion}
            isDisabled={act.isBusy}
            onConfirm={erase}
          />
        </div>
      ) : null}
    </>
  );
}
