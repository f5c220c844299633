import type { VNode } from 'preact';
import { findUnit } from '../../gs1/vocabulary.js';
import { fill, type Words } from '../../gs1/words.js';
import { captureWords } from '../words-capture.js';
import { convertedWords } from './amounts.js';
import { today } from './civil-day.js';
import { batchName, type KnownBatch, type Question } from './forms.js';
import { useSurroundings, useWords } from './screen.js';

interface Props {
  readonly question: Question;
  readonly answer: string;
  /** The batch that is recorded on, once it is chosen. */
  readonly batch: KnownBatch | undefined;
  readonly fault: Words | null;
  readonly onAnswer: (answer: string) => void;
}

/** A question with its fault, if any, beside it. */
export function QuestionField(props: Props): VNode {
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

function Answer(props: Props): VNode {
  switch (props.question.type) {
    case 'batch':
      return <BatchAnswer {...props} />;
    case 'choice':
      return <Choices {...props} options={optionsOf(props)} />;
    case 'amount':
      return <AmountAnswer {...props} />;
    case 'text':
    case 'day':
      return <TextAnswer {...props} />;
  }
}

function optionsOf({ question }: Props): Readonly<Record<string, Words>> {
  return question.type === 'choice' ? question.options : {};
}

function BatchAnswer(props: Props): VNode {
  const { state } = useSurroundings();
  const options = Object.fromEntries(
    state.catalogue.batches.map((batch) => [batch.id, { zh: batchName(batch), en: batchName(batch) }]),
  );
  return <Choices {...props} options={options} />;
}

function Choices({
  question,
  answer,
  onAnswer,
  options,
}: Props & { options: Readonly<Record<string, Words>> }): VNode {
  const t = useWords();
  return (
    <fieldset aria-describedby={`${question.id}-fault`}>
      <legend>{t(question.words)}</legend>
      {Object.entries(options).map(([value, words]) => (
        <label class="choice" key={value}>
          <input
            type="radio"
            name={question.id}
            value={value}
            checked={value === answer}
            onChange={() => {
              onAnswer(value);
            }}
          />
          {t(words)}
        </label>
      ))}
    </fieldset>
  );
}

function TextAnswer({ question, answer, fault, onAnswer }: Props): VNode {
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
        value={answer}
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

function AmountAnswer({ question, answer, batch, fault, onAnswer }: Props): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  if (question.type !== 'amount') throw new Error('no amount is asked for');
  const units = question.units(batch);
  const [value = '', given = ''] = answer.split(' ');
  const unit = units.includes(given) ? given : (units[0] ?? '');
  const other = convertedWords({ value, unit }, batch?.unit ?? unit, language);
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
