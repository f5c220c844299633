import { Fragment, type ComponentChildren, type VNode } from 'preact';
import { units } from '../../gs1/vocabulary.js';
import { fill, type Words } from '../../gs1/words.js';
import { wordsOf } from './vocabulary-words.js';
import type { Act } from './answers.js';
import { faultText } from './answers.js';
import { plainText } from '../safe-text.js';
import { useWords } from './surroundings.js';

interface Asked {
  /** The name in the form; `pointer` has the JSON pointers of the same thing in the body, for its fault. */
  readonly name: string;
  readonly words: Words;
  readonly hint?: Words;
  readonly act: Act;
  readonly pointer?: string | readonly string[];
}

/** Words with the unit in place of `{unit}`. */
export function inUnit(words: Words, unit: string): Words {
  const name = wordsOf(units, unit);
  return { zh: fill(words.zh, { unit: name.zh }), en: fill(words.en, { unit: name.en }) };
}

/** How a field of an event's data is asked for: its name in the form is that in the data. */
export function dataField(act: Act, name: string): { act: Act; name: string; pointer: string } {
  return { act, name, pointer: `/data/${name}` };
}

/** How a field of the item `at` of a list in an event's data is asked for. */
export function itemField(
  act: Act,
  list: string,
  at: number,
  name: string,
): { act: Act; name: string; pointer: string } {
  return { act, name: `${name}-${at}`, pointer: `/data/${list}/${at}/${name}` };
}

/** What was typed under these names, without what was left empty. */
export function typedUnder(
  field: (name: string) => string,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, field(name)] as const).filter(([, text]) => text !== ''),
  );
}

/** What stands on each line that is not empty. */
export function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The fault that the service found in one field, or in an item of it; or an empty text. */
function faultAt(act: Act, pointer: string | readonly string[]): string {
  const pointers = [pointer].flat();
  const found = act.fault?.errors.find(
    (error) =>
      pointers.includes(error.pointer.replace(/\/\d+(\/.*)?$/, '')) || pointers.includes(error.pointer),
  );
  return plainText(found?.detail ?? '');
}

/** The fault of what has no field of its own: of a list as a whole, of the token of a link. */
export function ListFault({ act, pointer }: { act: Act; pointer: string }): VNode {
  const found = act.fault?.errors.find((error) => error.pointer === pointer);
  return (
    <p class="fault" role="alert">
      {plainText(found?.detail ?? '')}
    </p>
  );
}

function Labelled({
  name,
  words,
  hint,
  act,
  pointer = `/${name}`,
  children,
}: Asked & { children: ComponentChildren }): VNode {
  const t = useWords();
  return (
    <div class="field">
      <label for={name}>{t(words)}</label>
      {hint === undefined ? null : (
        <span class="hint" id={`${name}-hint`}>
          {t(hint)}
        </span>
      )}
      {children}
      <p class="fault" role="alert" id={`${name}-fault`}>
        {faultAt(act, pointer)}
      </p>
    </div>
  );
}

function described({ name, hint, act, pointer = `/${name}` }: Asked) {
  return {
    id: name,
    name,
    'aria-describedby': `${hint === undefined ? '' : `${name}-hint `}${name}-fault`,
    'aria-invalid': faultAt(act, pointer) !== '',
  };
}

interface InputProps extends Asked {
  readonly type?: 'text' | 'date' | 'password' | 'search' | 'datetime-local';
  readonly isRequired?: boolean;
  readonly max?: number;
  readonly inputMode?: 'decimal' | 'numeric' | 'text';
  readonly value?: string;
  readonly complete?: string;
}

/** One line to type. */
export function Input(props: InputProps): VNode {
  const { type = 'text', isRequired = false, max = 200, inputMode, value, complete = 'off' } = props;
  return (
    <Labelled {...props}>
      <input
        {...described(props)}
        type={type}
        required={isRequired}
        maxLength={max}
        inputMode={inputMode}
        defaultValue={value}
        autocomplete={complete}
      />
    </Labelled>
  );
}

interface FileInputProps extends Asked {
  /** Media types to choose among, as the attribute has them. */
  readonly accept: string;
  readonly onChoose: (file: File | null) => void;
}

/** One file to choose. */
export function FileInput(props: FileInputProps): VNode {
  const { accept, onChoose } = props;
  return (
    <Labelled {...props}>
      <input
        {...described(props)}
        type="file"
        accept={accept}
        onClick={(event) => {
          // The same file once more, changed since, would be no change.
          event.currentTarget.value = '';
          onChoose(null);
        }}
        onChange={(event) => {
          onChoose(event.currentTarget.files?.[0] ?? null);
        }}
      />
    </Labelled>
  );
}

/** Lines to type. */
export function Lines(props: Asked & { max?: number; isRequired?: boolean; value?: string }): VNode {
  const { max = 1_000, isRequired = false, value } = props;
  return (
    <Labelled {...props}>
      <textarea {...described(props)} rows={4} maxLength={max} required={isRequired} defaultValue={value} />
    </Labelled>
  );
}

interface SelectProps extends Asked {
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly value?: string;
  readonly onChoose?: (value: string) => void;
}

/** One of a list. */
export function Select(props: SelectProps): VNode {
  const { options, value, onChoose } = props;
  return (
    <Labelled {...props}>
      <select
        {...described(props)}
        onChange={(event) => {
          onChoose?.(event.currentTarget.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {plainText(option.text)}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

interface ChoicesProps extends Asked {
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly chosen: readonly string[];
  readonly choose: (chosen: readonly string[]) => void;
}

/** Any number of a list. */
export function Choices(props: ChoicesProps): VNode {
  const { name, words, act, pointer = `/${name}`, options, chosen, choose } = props;
  const t = useWords();
  return (
    <fieldset aria-describedby={`${name}-fault`}>
      <legend>{t(words)}</legend>
      {options.map(({ value, text }) => (
        <label class="choice" key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) => {
              const others = chosen.filter((one) => one !== value);
              choose(event.currentTarget.checked ? [...others, value] : others);
            }}
          />
          {plainText(text)}
        </label>
      ))}
      <p class="fault" role="alert" id={`${name}-fault`}>
        {faultAt(act, pointer)}
      </p>
    </fieldset>
  );
}

interface FormProps {
  readonly act: Act;
  readonly submit: Words;
  readonly onSubmit: (fields: (name: string) => string) => void;
  /** With each other one the fields are as at the beginning: what was added is not added again by another press. */
  readonly round?: number;
  readonly children: ComponentChildren;
}

/** A form with the fault of the whole of it, its fields' faults beside them, and one button. */
export function Form({ act, submit, onSubmit, round = 0, children }: FormProps): VNode {
  const t = useWords();
  const { fault, isBusy } = act;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        // Half a date or time counts as none: the browser says so beside it.
        if (
          [...form.querySelectorAll('input')].some(
            (input) => input.validity.badInput && !input.reportValidity(),
          )
        )
          return;
        const data = new FormData(form);
        onSubmit((name) => {
          const value = data.get(name);
          return typeof value === 'string' ? value.trim() : '';
        });
      }}
    >
      <Fragment key={round}>{children}</Fragment>
      <p class="fault" role="alert">
        {fault === null ? '' : faultText(fault, t)}
      </p>
      <div class="row">
        <button type="submit" disabled={isBusy}>
          {t(submit)}
        </button>
      </div>
    </form>
  );
}
