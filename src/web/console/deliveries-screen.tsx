import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { sayQuantity } from '../figures.js';
import { consoleWords } from '../words-console.js';
import { deskWords } from '../words-desk.js';
import { ReadList } from './answers.js';
import { DeliveryConfirm, type Delivery } from './delivery-confirm.js';
import { useOwn } from './own-lists.js';
import { At, Facts, Foreign } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** Goods on their way to the organization, and taking them over. */
export function DeliveriesScreen(): VNode {
  const around = useSurroundings();
  const t = useWords();
  const reading = useOwn<Delivery>('deliveries');
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Screen title={t(deskWords.deliveries)}>
      <p>{t(deskWords.deliveryHint)}</p>
      <ReadList reading={reading}>
        {(items) =>
          items.length === 0 ? (
            <p class="quiet">{t(deskWords.noDeliveries)}</p>
          ) : (
            items.map((delivery) => (
              <DeliveryCard
                key={delivery.leafHash}
                delivery={delivery}
                mayConfirm={holds(around, 'owner', 'recorder')}
                again={reading.again}
                isOpen={delivery.leafHash === open}
                onToggle={(isOpen) => {
                  setOpen((before) =>
                    isOpen ? delivery.leafHash : before === delivery.leafHash ? null : before,
                  );
                }}
              />
            ))
          )
        }
      </ReadList>
    </Screen>
  );
}

interface CardProps {
  readonly delivery: Delivery;
  readonly mayConfirm: boolean;
  readonly again: () => void;
  /** One at a time: fields are named by what they ask for. */
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}

function DeliveryCard({ delivery, mayConfirm, again, isOpen, onToggle }: CardProps): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const { shipper, product, lot, since, recordedAt, quantity, open, data } = delivery;
  const carrier = [data.carrier?.name, data.vehicle].filter((text) => text !== undefined).join(' · ');
  return (
    <section class="card">
      <h2>
        <Foreign text={product} /> {sayQuantity(open, language)}
      </h2>
      <Facts
        facts={[
          [deskWords.from, <Foreign key="from" text={shipper.name} />],
          [deskWords.lot, lot === null ? null : <Foreign key="lot" text={lot} />],
          [deskWords.sent, sayQuantity(quantity, language)],
          [deskWords.stillOpen, sayQuantity(open, language)],
          [consoleWords.happened, <At key="since" time={since} />],
          [consoleWords.recorded, <At key="recorded" time={recordedAt} />],
          [deskWords.carrier, carrier === '' ? null : <Foreign key="carrier" text={carrier} />],
        ]}
      />
      {mayConfirm ? (
        <details
          open={isOpen}
          onToggle={(event) => {
            onToggle(event.currentTarget.open);
          }}
        >
          <summary>{t(deskWords.confirmDelivery)}</summary>
          {isOpen ? <DeliveryConfirm delivery={delivery} again={again} /> : null}
        </details>
      ) : null}
    </section>
  );
}
