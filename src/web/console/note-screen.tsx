import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { sayQuantity } from '../figures.js';
import { deskWords } from '../words-desk.js';
import { noteWords as words } from '../words-notes.js';
import { testingWords } from '../words-testing.js';
import { FaultNote, Read, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { KeepButton } from './keep-button.js';
import { type Amount } from './own-lists.js';
import { At, Card, ConfirmButton, Facts, WayTo } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Shipment {
  readonly seq: number;
  readonly since: string;
  readonly quantity: Amount;
  readonly open: Amount;
}

/** `#/notes/<batch>?shipment=<number>`: prints the delivery note of a shipment, or voids the one that was printed. */
export function NoteScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const id = encodeURIComponent(place.rest[0] ?? '');
  const asked = Number(place.query.get('shipment') ?? '0');
  const from = `/api/v1/batches/${id}/shipments`;
  const reading = useReading<Listed<Shipment>>(`${from}?limit=1&after=${Math.max(asked - 1, 0)}`);
  return (
    <Screen title={t(words.title)}>
      <Read reading={reading}>
        {({ items: [shipment] }) =>
          shipment?.seq === asked && Number(shipment.open.value) > 0 ? (
            <Note shipment={shipment} path={`${from}/${shipment.seq}/delivery-note`} />
          ) : (
            <p>{t(words.nothingOpen)}</p>
          )
        }
      </Read>
      <WayTo place={`/batches/${id}`} words={testingWords.backToBatch} />
    </Screen>
  );
}

function Note({ shipment, path }: { shipment: Shipment; path: string }): VNode {
  const { api, language } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [isWithdrawn, setWithdrawn] = useState(false);
  const { seq, since, quantity, open } = shipment;
  const withdraw = (): void =>
    void act.act(
      () => api.send('DELETE', path),
      () => {
        setWithdrawn(true);
      },
    );
  return (
    <Card title={`#${seq}`}>
      <Facts
        facts={[
          [deskWords.goods, sayQuantity(quantity, language)],
          [deskWords.sent, <At key="since" time={since} />],
          [deskWords.stillOpen, sayQuantity(open, language)],
        ]}
      />
      <p>{t(words.what)}</p>
      <p>{t(words.once)}</p>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        <KeepButton words={words.keep} path={`${path}.pdf`} name={`delivery-note-${seq}.pdf`} isMain />
        <ConfirmButton
          words={words.withdraw}
          question={words.withdrawSure}
          isDisabled={act.isBusy}
          onConfirm={withdraw}
        />
      </div>
      <p role="status">{isWithdrawn ? t(words.withdrawn) : ''}</p>
    </Card>
  );
}
