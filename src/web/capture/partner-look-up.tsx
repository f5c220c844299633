import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { capturePartnerWords as words } from '../words-capture-partners.js';
import { findPartner } from './find-partner.js';
import type { Partner } from './party.js';
import { useSurroundings, useWords } from './screen.js';

interface Props {
  /** The question that it is part of. */
  readonly id: string;
  readonly onFound: (partner: Partner) => void;
}

/** Brings an organization of the ledger to hand, by its credit code. */
export function PartnerLookUp({ id, onFound }: Props): VNode {
  const { desk, language, state } = useSurroundings();
  const t = useWords();
  const [code, setCode] = useState('');
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const look = async (): Promise<void> => {
    const uscc = code.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
    if (uscc === '' || isBusy) return;
    setBusy(true);
    const found = await findPartner(desk.session, uscc, language);
    setBusy(false);
    setSaid(found === null ? t(words.unreachable) : typeof found === 'string' ? found : '');
    if (found === null || typeof found === 'string') return;
    desk.keepPartner(found);
    setCode('');
    onFound(found);
  };
  return (
    <details>
      <summary>{t(words.lookUp)}</summary>
      <label for={`${id}-uscc`}>{t(words.uscc)}</label>
      <p id={`${id}-uscc-hint`}>{t(words.usccHint)}</p>
      <input
        id={`${id}-uscc`}
        type="text"
        value={code}
        maxLength={40}
        autocomplete="off"
        autocapitalize="characters"
        aria-describedby={`${id}-uscc-hint ${id}-uscc-said`}
        onInput={(event) => {
          setCode(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // It would go on to the next question.
          event.preventDefault();
          void look();
        }}
      />
      <p class="fault" role="alert" id={`${id}-uscc-said`}>
        {said}
      </p>
      <button type="button" class="quiet" disabled={isBusy || !state.isOnline} onClick={() => void look()}>
        {t(words.find)}
      </button>
    </details>
  );
}
