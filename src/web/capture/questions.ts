import type { Words } from '../../gs1/words.js';

/** A batch that can be recorded on, as it was fetched last. */
export interface KnownBatch {
  readonly id: string;
  readonly code: string;
  readonly lot: string | null;
  readonly product: string;
  readonly gtin: string | null;
  readonly unit: string;
  readonly available: string;
  /** Its newest entry then, which a processing builds on. */
  readonly seq: number;
  readonly leafHash: string;
  /** How a mixed lot is drawn from; null for any other. */
  readonly mixing: string | null;
}

/** The batch with an id, where the phone knows it. */
export type FindBatch = (id: string) => KnownBatch | undefined;

/**
 * Answers by question; amounts as `<value> <unit>`, days as `YYYY-MM-DD`, organizations as `<id> <name>`. `batch` is the
 * one that is recorded on.
 */
export type Answers = Readonly<Record<string, string>>;

interface Asked {
  readonly id: string;
  readonly words: Words;
  readonly hint?: Words;
}

/** A batch out of those that may stand there, given the answers before. */
export type BatchQuestion = Asked & {
  readonly type: 'batch';
  readonly fits: (batch: KnownBatch, answers: Answers) => boolean;
  /** Said where no batch fits. */
  readonly none: Words;
};

/**
 * An amount of the batch that the question `of` names. `units` by what it is kept in; `beside`: the unit it is told in
 * beside the chosen one, that of the batch unless told.
 */
export type AmountQuestion = Asked & {
  readonly type: 'amount';
  readonly of: string;
  readonly units: (batch: KnownBatch | undefined) => readonly string[];
  readonly beside?: string;
  readonly optional?: boolean;
};

/** `scan`: a code on a package gives the answer, each time another one. */
export type TextQuestion = Asked & {
  readonly type: 'text';
  readonly max: number;
  readonly optional?: boolean;
  readonly scan?: boolean;
};

/** To whom: a name, or an organization of the ledger that is at hand (party.ts). */
export type PartyQuestion = Asked & { readonly type: 'party'; readonly max: number };

export type Question =
  | BatchQuestion
  | AmountQuestion
  | (Asked & { readonly type: 'day' })
  | TextQuestion
  | PartyQuestion
  | (Asked & { readonly type: 'choice'; readonly options: Readonly<Record<string, Words>> });

/** A screen asks one question; what may be said beside it is folded away. */
export type Screenful = readonly [Question, ...TextQuestion[]];

/** What draws a question is given. */
export interface FieldProps<Kind extends Question> {
  readonly question: Kind;
  readonly answers: Answers;
  readonly fault: Words | null;
  readonly onAnswer: (answer: string) => void;
}
