import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { capturePartnerWords as words } from '../words-capture-partners.js';
import { answerOfPartner, partnerOf, type Partner } from './party.js';
import type { Asked } from './question-field.js';
import type { PartyQuestion } from './questions.js';
import { Typed } from './said.js';
import { useSurroundings, useWords } from './screen.js';

/** To whom: an organization of the ledger that is at hand, one that is looked up, or a name. */
export function PartyAnswer({ question, answers, fault, onAnswer }: Asked<PartyQuestion>): VNode {
  const { state } = useSurroundings();
  const t = useWords();
  const { id } = question;
  const answer = answers[id] ?? '';
  const chosen = partnerOf(answer);
  const { partners } = state.catalogue;
  return (
    <>
      {partners.length === 0 ? null : (
        <fieldset aria-describedby={`${id}-ledger`}>
          <legend>{t(question.words)}</legend>
          {partners.map((partner) => (
            <Choice
              key={partner.id}
              name={`${id}-of`}
              isChosen={partner.id === chosen?.id}
              onChoose={() => {
                onAnswer(answerOfPartner(partner));
              }}
            >
              <Typed text={partner.name} />
            </Choice>
          ))}
          <Choice
            name={`${id}-of`}
            isChosen={chosen === null}
            onChoose={() => {
              onAnswer('');
            }}
          >
            {t(words.outside)}
          </Choice>
          <p id={`${id}-ledger`}>{t(words.ledgerHint)}</p>
        </fieldset>
      )}
      {chosen === null ? (
        <ByName
          id={id}
          label={t(partners.length === 0 ? question.words : words.name)}
          name={answer}
          isWrong={fault !== null}
          onName={onAnswer}
        />
      ) : null}
      <LookUp
        id={id}
        onFound={(partner) => {
          onAnswer(answerOfPartner(partner));
        }}
      />
    </>
  );
}

interface ByNameProps {
  readonly id: string;
  readonly label: string;
  readonly name: string;
  readonly isWrong: boolean;
  readonly onName: (name: string) => void;
}

function ByName({ id, label, name, isWrong, onName }: ByNameProps): VNode {
  const t = useWords();
  return (
    <>
      <label for={id}>{label}</label>
      <p id={`${id}-hint`}>{t(words.nameHint)}</p>
      <input
        id={id}
        type="text"
        value={name}
        autocomplete="off"
        aria-describedby={`${id}-hint ${id}-fault`}
        aria-invalid={isWrong}
        onInput={(event) => {
          onName(event.currentTarget.value);
        }}
      />
    </>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: VNode | string;
}

function Choice({ name, isChosen, onChoose, children }: ChoiceProps): VNode {
  return (
    <label class="choice">
      <input type="radio" name={name} checked={isChosen} onChange={onChoose} />
      <span>{children}</span>
    </label>
  );
}

/** Brings an organization of the ledger to hand, by its credit code. */
function LookUp({ id, onFound }: { id: string; onFound: (partner: Partner) => void }): VNode {
  const { desk, language, state } = useSurroundings();
  const t = useWords();
  const [code, setCode] = useState('');
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const look = async (): Promise<void> => {
    const uscc = code.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
    if (uscc === '' || isBusy) return;
    setBusy(true);
    const found = await desk.findPartner(uscc, language);
    setBusy(false);
    setSaid(found === null ? t(words.unreachable) : typeof found === 'string' ? found : '');
    if (found === null || typeof found === 'string') return;
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
