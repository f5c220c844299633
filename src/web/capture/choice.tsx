import type { VNode } from 'preact';

interface Props {
  /** Of the choices of which one is made. */
  readonly name: string;
  readonly value: string;
  readonly isChosen: boolean;
  readonly onChoose: (value: string) => void;
  readonly children: VNode | string;
}

/** One of several answers. */
export function Choice({ name, value, isChosen, onChoose, children }: Props): VNode {
  return (
    <label class="choice">
      <input
        type="radio"
        name={name}
        value={value}
        checked={isChosen}
        onChange={() => {
          onChoose(value);
        }}
      />
      <span>{children}</span>
    </label>
  );
}
