import type { VNode } from 'preact';
import { findUnit } from '../../gs1/vocabulary.js';
import { fill } from '../../gs1/words.js';
import { captureWords } from '../words-capture.js';
import { convertedWords } from './amounts.js';
import { Choice } from './choice.js';
import { Later } from './later.js';
import { today } from '../app/civil-day.js';
import { batchName } from './forms.js';
import type { AmountQuestion, BatchQuestion, FieldProps, Question } from './questions.js';
import { Typed } from './said.js';
import { useSurroundings, useWords } from './screen.js';

/** Beyond these they stand side by side. */
const manyOptions = 8;

/** A question with its fault, if any, beside it. */
export function QuestionField(props: FieldProps<Question>): VNode {
  const { question, fault } = props;
  const t = useWords();
  return (
    <div class="question">
      <Answer {...props} />
      <p class="fault" role="alert" id={`${question.id}-fault`}>
        {fault === null ? '' : t(fault)}
      </p>
    </div>
  );
}

function Answer({ question, ...rest }: FieldProps<Question>): VNode {
  const t = useWords();
  switch (question.type) {
    case 'batch':
      return <BatchAnswer question={question} {...rest} />;
    case 'choice':
      return (
        <Choices
          question={question}
          {...rest}
          options={Object.entries(question.options).map(([value, words]) => [value, t(words)])}
        />
      );
    case 'amount':
      return <AmountAnswer question={question} {...rest} />;
    case 'party':
      return (
        <Later load={() => import('./party-answer.js')}>
          {({ PartyAnswer }) => <PartyAnswer question={question} {...rest} />}
        </Later>
      );
    case 'text':
    case 'day':
      return <TextAnswer question={question} {...rest} />;
  }
}

/** To the camera, which comes back with the code in the draft. */
export function ScanWay(): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => {
        go('/scan/package');
      }}
    >
      {t(captureWords.scanPackage)}
    </button>
  );
}

function BatchAnswer(props: FieldProps<BatchQuestion>): VNode {
  const { state } = useSurroundings();
  const t = useWords();
  const { question, answers } = props;
  const fitting = state.catalogue.batches.filter((batch) => question.fits(batch, answers));
  return (
    <>
      <Choices
        {...props}
        options={fitting.map((batch) => [batch.id, <Typed key={batch.id} text={batchName(batch)} />])}
      />
      {fitting.length === 0 ? <p>{t(question.none)}</p> : null}
    </>
  );
}

function Choices({
  question,
  answers,
  onAnswer,
  options,
}: FieldProps<Question> & { options: readonly (readonly [value: string, shown: VNode | string])[] }): VNode {
  const t = useWords();
  return (
    <fieldset
      class={question.type === 'choice' && options.length > manyOptions ? 'many' : undefined}
      aria-describedby={`${question.id}-fault`}
    >
      <legend>{t(question.words)}</legend>
      {options.map(([value, shown]) => (
        <Choice
          key={value}
          name={question.id}
          value={value}
          isChosen={value === answers[question.id]}
          onChoose={onAnswer}
        >
          {shown}
        </Choice>
      ))}
    </fieldset>
  );
}

function TextAnswer({ question, answers, fault, onAnswer }: FieldProps<Question>): VNode {
  const t = useWords();
  const { id, hint } = question;
  const isDay = question.type === 'day';
  return (
    <>
      <label for={id}>{t(question.words)}</label>
      {hint === undefined ? null : <p id={`${id}-hint`}>{t(hint)}</p>}
      <input
        id={id}
        type={isDay ? 'date' : 'text'}
        max={isDay ? today() : undefined}
        value={answers[id] ?? ''}
        autocomplete="off"
        aria-describedby={`${hint === undefined ? '' : `${id}-hint `}${id}-fault`}
        aria-invalid={fault !== null}
        onInput={(event) => {
          onAnswer(event.currentTarget.value);
        }}
      />
    </>
  );
}

function AmountAnswer({ question, answers, fault, onAnswer }: FieldProps<AmountQuestion>): VNode {
  const { language, state } = useSurroundings();
  const t = useWords();
  const batch = state.catalogue.batches.find(({ id }) => id === answers[question.of]);
  const units = question.units(batch);
  const [value = '', given = ''] = (answers[question.id] ?? '').split(' ');
  const unit = units.includes(given) ? given : (units[0] ?? '');
  const other = convertedWords({ value, unit }, question.beside ?? batch?.unit ?? unit, language);
  const { id } = question;
  return (
    <>
      <label for={id}>{t(question.words)}</label>
      <input
        id={id}
        inputMode="decimal"
        autocomplete="off"
        maxLength={30}
        value={value}
        aria-describedby={`${id}-other ${id}-fault`}
        aria-invalid={fault !== null}
        onInput={(event) => {
          onAnswer(`${event.currentTarget.value.replaceAll(/\s/g, '')} ${unit}`);
        }}
      />
      <p id={`${id}-other`} aria-live="polite">
        {other === null ? '' : fill(t(captureWords.equals), { amount: other })}
      </p>
      <fieldset class="units">
        <legend>{t(captureWords.unit)}</legend>
        {units.map((code) => (
          <label class="choice" key={code}>
            <input
              type="radio"
              name={`${id}-unit`}
              value={code}
              checked={code === unit}
              onChange={() => {
                onAnswer(`${value} ${code}`);
              }}
            />
            {t(findUnit(code)?.words ?? { zh: code, en: code })}
          </label>
        ))}
      </fieldset>
    </>
  );
}
