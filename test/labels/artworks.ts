import type { LabelArtwork, LabelForm } from '../../src/labels/artwork.js';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A serial that looks like those issued; the same for the same seed. */
export function codeOf(seed: number): string {
  let state = (seed * 2654435761 + 12345) % 4294967296;
  let code = '';
  for (let index = 0; index < 17; index += 1) {
    state = (state * 1664525 + 1013904223) % 4294967296;
    code += crockford.charAt(Math.floor(state / 134217728));
  }
  return code;
}

/** 155 digits as a signature has; the same for the same seed. */
export function digitsOf(seed: number): string {
  let state = (seed * 40503 + 7) % 4294967296;
  let digits = '1';
  while (digits.length < 155) {
    state = (state * 1664525 + 1013904223) % 4294967296;
    digits += Math.floor(state / 429496730).toString();
  }
  return digits;
}

/** The label with this number of an apple batch. */
export function appleLabel(
  number: number,
  form: LabelForm = 'signed',
  host = 'https://zs.example.cn',
): LabelArtwork {
  const code = codeOf(number);
  const link = `${host}/01/06937001000019/10/APP-20261018-01/21/${code}`;
  return {
    uri: form === 'signed' ? `${link}?s=A7K${digitsOf(number)}` : link,
    code,
    readable: ['(01)06937001000019', '(10)APP-20261018-01', `(21)${code}`],
    gtin: '06937001000019',
    product: '烟台红富士苹果',
    net: '5 kg',
    lot: 'APP-20261018-01',
    producer: '栖霞市官道镇果香苹果专业合作社',
    words: ['承诺达标合格证'],
    number,
  };
}

/** Labels 1 to `count`, made one by one as they are asked for. */
export function* appleLabels(count: number, form: LabelForm = 'signed'): Generator<LabelArtwork> {
  for (let number = 1; number <= count; number += 1) yield appleLabel(number, form);
}
