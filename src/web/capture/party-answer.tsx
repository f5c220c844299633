import type { VNode } from 'preact';
import { capturePartnerWords as words } from '../words-capture-partners.js';
import { Choice } from './choice.js';
import { PartnerLookUp } from './partner-look-up.js';
import { answerOfPartner, partnerOf } from './party.js';
import type { FieldProps, PartyQuestion } from './questions.js';
import { Typed } from './said.js';
import { useSurroundings, useWords } from './screen.js';

/** To whom: an organization of the ledger that is at hand, one that is looked up, or a name. */
export function PartyAnswer({ question, answers, fault, onAnswer }: FieldProps<PartyQuestion>): VNode {
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
              value={answerOfPartner(partner)}
              isChosen={partner.id === chosen?.id}
              onChoose={onAnswer}
            >
              <Typed text={partner.name} />
            </Choice>
          ))}
          <Choice name={`${id}-of`} value="" isChosen={chosen === null} onChoose={onAnswer}>
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
      <PartnerLookUp
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
