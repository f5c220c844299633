import { say, type Language } from '../../gs1/words.js';
import { captureWords } from '../words-capture.js';

/** An organization of the ledger that something can be addressed to. */
export interface Partner {
  readonly id: string;
  readonly name: string;
}

/** A party as the data of an event name it. */
export type Party = { readonly organization: string } | { readonly party: { readonly name: string } };

const ofPartner = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.*)$/su;

/** The partner that was answered; null where a name was. */
export function partnerOf(answer: string | undefined): Partner | null {
  const [, id, name = ''] = ofPartner.exec(answer ?? '') ?? [];
  return id === undefined ? null : { id, name };
}

/** The answer that names a partner. */
export function answerOfPartner({ id, name }: Partner): string {
  return `${id} ${name}`;
}

/** What an answer says in the data of an event. */
export function partyOf(answer: string | undefined): Party {
  const partner = partnerOf(answer);
  return partner === null ? { party: { name: answer ?? '' } } : { organization: partner.id };
}

/** The answer that was given when the data were made. */
export function partyAnswer(party: Party, partners: readonly Partner[]): string {
  if (!('organization' in party)) return party.party.name;
  const id = party.organization;
  return answerOfPartner({ id, name: partners.find((partner) => partner.id === id)?.name ?? '' });
}

/** What a party is called. */
export function nameOfParty(answer: string | undefined, language: Language): string {
  const partner = partnerOf(answer);
  if (partner === null) return answer ?? '';
  return partner.name === '' ? say(captureWords.unknownPartner, language) : partner.name;
}
