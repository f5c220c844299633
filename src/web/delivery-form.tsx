import type { VNode } from 'preact';
import { returnReasonNames, returnReasons } from '../gs1/return-reasons.js';
import { findUnit } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import type { DeliveryField, DeliveryForm } from './delivery-view.js';
import { displayAddress, inLanguage, type PageView } from './page.js';
import { plainText } from './safe-text.js';
import { deliveryWords, type DeliveryWord } from './words-delivery.js';

/** Longest text of a field. */
export const typedMax = 80;

interface FieldProps {
  readonly form: DeliveryForm;
  readonly name: DeliveryField;
  readonly hint?: DeliveryWord;
  readonly language: Language;
}

/** The ids of what is said about a field, for `aria-describedby`. */
function describedBy({ form, name, hint }: FieldProps): string | undefined {
  const ids = [
    ...(form.faults[name] === undefined ? [] : [`${name}-fault`]),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
}

function About(props: FieldProps): VNode {
  const { form, name, hint, language } = props;
  const fault = form.faults[name];
  return (
    <>
      <label for={name}>{say(deliveryWords[name], language)}</label>
      {fault === undefined ? null : (
        <p class="late badge" id={`${name}-fault`}>
          {fault}
        </p>
      )}
      {hint === undefined ? null : (
        <p class="small quiet" id={`${name}-hint`}>
          {say(deliveryWords[hint], language)}
        </p>
      )}
    </>
  );
}

function Input(props: FieldProps & { readonly numeric: boolean }): VNode {
  const { form, name, numeric } = props;
  return (
    <div>
      <About {...props} />
      <input
        id={name}
        name={name}
        inputMode={numeric ? 'decimal' : 'text'}
        maxLength={typedMax}
        autocomplete="off"
        value={plainText(form.typed[name], typedMax)}
        aria-describedby={describedBy(props)}
        aria-invalid={form.faults[name] === undefined ? undefined : 'true'}
      />
    </div>
  );
}

/** One of a few, as buttons: a list that opens is hard to hit and its text cannot be enlarged. */
function Choices(props: FieldProps & { readonly options: readonly (readonly [string, string])[] }): VNode {
  const { form, name, language, options } = props;
  const fault = form.faults[name];
  return (
    <fieldset aria-describedby={describedBy(props)}>
      <legend>{say(deliveryWords[name], language)}</legend>
      {fault === undefined ? null : (
        <p class="late badge" id={`${name}-fault`}>
          {fault}
        </p>
      )}
      {options.map(([value, words]) => (
        <label class="choice">
          <input type="radio" name={name} value={value} checked={value === form.typed[name]} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

/** What was taken over, sent back and did not arrive; it posts to the code's own address and needs no script. */
export function ConfirmForm({ page, form }: { readonly page: PageView; readonly form: DeliveryForm }): VNode {
  const { language, elder } = page;
  const t = inLanguage(language);
  const given = { form, language };
  const units = form.units.map((code) => {
    const words = findUnit(code)?.words;
    return [code, words === undefined ? code : t(words)] as const;
  });
  const reasons = returnReasonNames.map((name) => [name, t(returnReasons[name])] as const);
  return (
    <form action={displayAddress(`/d/${form.code}`, language, elder)} method="post" class="fields">
      <Input {...given} name="taken" hint="takenHint" numeric />
      <Choices {...given} name="unit" options={units} />
      <Input {...given} name="back" hint="backHint" numeric />
      <Choices {...given} name="reason" options={reasons} />
      <Input {...given} name="missing" hint="missingHint" numeric />
      <Input {...given} name="receiver" hint="receiverHint" numeric={false} />
      <button type="submit">{t(deliveryWords.confirm)}</button>
    </form>
  );
}
