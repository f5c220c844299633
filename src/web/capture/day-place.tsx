import type { VNode } from 'preact';
import type { Words } from '../../gs1/words.js';
import { today } from '../app/civil-day.js';
import { formWords } from '../words-capture.js';
import { faultOf } from './answers.js';
import type { DraftPart } from './draft.js';
import { dayQuestion } from './forms.js';
import type { Answers } from './questions.js';
import { QuestionField } from './question-field.js';
import { useWords } from './screen.js';

/** Why the day of a record cannot stand, or null. */
export function dayFault(answers: Answers): Words | null {
  return faultOf(dayQuestion, { answers, batches: [], today: today() });
}

/** Another day than today, for who asks for it; it lies open where it is told for another one. */
export function DayPlace({ draft, change }: DraftPart): VNode {
  const t = useWords();
  const { answers } = draft;
  return (
    <details class="card" open={answers[dayQuestion.id] !== today()}>
      <summary>{t(formWords.notToday)}</summary>
      <QuestionField
        question={dayQuestion}
        answers={answers}
        fault={dayFault(answers)}
        onAnswer={(answer) => {
          change({ answers: { ...answers, [dayQuestion.id]: answer } });
        }}
      />
    </details>
  );
}
