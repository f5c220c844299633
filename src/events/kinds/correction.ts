import { reverseMove, sumMoves, type MoveEffect } from '../../batches/balance.js';
import { isSaid, marksOf, type Effect } from '../../batches/effect.js';
import { say, type Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import type { Audience } from './audience.js';
import { fault } from './faults.js';
import { AnyObject, Choice, EntryNumber, Hash32, Nested, PublicText } from './fields.js';
import {
  defineKind,
  neverForward,
  noReferences,
  type DataClass,
  type EntryFacts,
  type Kind,
  type KindContext,
  type References,
} from './kind.js';
import { findOwnEntry, isFault, ownEntry } from './references.js';
import { isFaults, validateData } from './validate.js';

/** What a correction says; the class is made by `correctionOf`, which knows the kinds. */
export interface CorrectionData {
  readonly corrects: { readonly kind: string; readonly seq: number; readonly leafHash: string };
  readonly reason: string;
  /** The whole data of the corrected kind, as it is true now. */
  readonly data: object;
}

/**
 * The kind `correction`, for these kinds.
 *
 * A correction names an entry of the same chain and issuer, never another correction, and gives its whole data anew.
 * It takes the moves of the data in force back and applies those of the new data, whose edges, changes of a mixed lot and
 * codes of inputs take the place of the earlier ones. Other effects cannot be taken back: where they would differ, the correction is
 * refused and a new event is the way. Both entries stay.
 */
export function correctionOf(kinds: readonly Kind[]): Kind<CorrectionData> {
  const correctable = new Map(kinds.filter((kind) => kind.correctable).map((kind) => [kind.kind, kind]));
  return defineKind<CorrectionData>({
    kind: 'correction',
    words: { zh: '更正', en: 'Correction' },
    chain: 'batch',
    data: classOf([...correctable.keys()]),
    privateFields: privateFieldsOf(correctable),
    audiences: audiencesOf(correctable),
    partner: ({ corrects, data }) => correctable.get(corrects.kind)?.partner?.(data) ?? null,
    correctable: false,
    forward: neverForward,
    references: (data, home) => referencesOf(data, home, correctable),
    further: (data, home, entry) => {
      const before = entry(ownEntry(data.corrects, home));
      const kind = correctable.get(data.corrects.kind);
      return before === undefined || kind?.kind !== before.kind
        ? noReferences
        : kind.references(before.data, home);
    },
    check: (data, context) => checkCorrection(data, context, correctable),
    effect: (data, context) => effectOf(data, context, correctable),
    sentence: (data, language) => sentence(data, language, correctable),
    example: {
      corrects: { kind: 'harvest', seq: 3, leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' },
      reason: '过磅后更正',
      data: { quantity: { value: '31180', unit: 'KGM' }, startedOn: '2026-10-18', stoppedOn: '2026-10-18' },
    },
  });
}

type Correctable = ReadonlyMap<string, Kind>;

function classOf(names: readonly string[]): DataClass<CorrectionData> {
  class CorrectedEntryDto {
    @Choice(names, { doc: 'Kind of the entry' })
    kind!: string;

    @EntryNumber({ doc: 'Number of the entry in this chain', example: 3 })
    seq!: number;

    @Hash32({ doc: 'Leaf hash of the entry' })
    leafHash!: string;
  }

  /** An earlier entry of this chain was wrong. */
  class CorrectionData {
    @Nested(() => CorrectedEntryDto, { doc: 'The entry that was wrong' })
    corrects!: CorrectedEntryDto;

    @PublicText(200, { doc: 'Why it was wrong', example: '过磅后更正' })
    reason!: string;

    @AnyObject({ doc: 'The whole data of that kind, as it is true' })
    data!: object;
  }
  return CorrectionData;
}

/** Every private field of every correctable kind, below `/data`: no kind has a public field of such a name. */
function privateFieldsOf(correctable: Correctable): string[] {
  const fields = [...correctable.values()].flatMap((kind) => kind.privateFields);
  return [...new Set(fields)].map((pointer) => `/data${pointer}`);
}

/** A field of one name is for the same audience in every kind that has it. */
function audiencesOf(correctable: Correctable): Record<string, Audience> {
  const all = [...correctable.values()].flatMap((kind) => Object.entries(kind.audiences ?? {}));
  return Object.fromEntries(all.map(([pointer, audience]) => [`/data${pointer}`, audience]));
}

function referencesOf(data: CorrectionData, home: string, correctable: Correctable): References {
  const own = ownEntry(data.corrects, home);
  const kind = correctable.get(data.corrects.kind);
  if (kind === undefined || isFaults(validateData(kind.data, data.data)))
    return { entries: [own], batches: [] };
  const inner = kind.references(data.data, home);
  return { entries: [own, ...inner.entries], batches: inner.batches };
}

function checkCorrection(data: CorrectionData, context: KindContext, correctable: Correctable): FieldFault[] {
  const kind = correctable.get(data.corrects.kind);
  if (kind === undefined) return [fault('/data/corrects/kind', 'not-correctable')];
  const pointer = '/data/corrects';
  const entry = findOwnEntry(ownEntry(data.corrects, context.home.id), [kind.kind], pointer, context);
  if (isFault(entry)) return [entry];
  const inner = validateData(kind.data, data.data, '/data/data');
  if (isFaults(inner)) return [...inner];
  const malformed = kind.check(inner, context).map(below);
  if (malformed.length > 0) return malformed;
  return checkUndoable(kind, entry, inner, context);
}

/** The kind's own checks point below `/data`, which lies one level deeper here. */
function below(found: FieldFault): FieldFault {
  return found.pointer.startsWith('/data') ? { ...found, pointer: `/data${found.pointer}` } : found;
}

/** The old data can be taken back: its batches are known, and nothing but moves changes. */
function checkUndoable(kind: Kind, entry: EntryFacts, data: object, context: KindContext): FieldFault[] {
  const home = context.home.id;
  const { entries, batches } = kind.references(entry.data, home);
  const named = [...entries.map((reference) => reference.batch), ...batches];
  if (named.some((batch) => context.batch(batch) === undefined))
    return [fault('/data/data', 'not-correctable')];
  const before = others(kind.effect(entry.data, context));
  const after = others(kind.effect(data, context));
  return before === after ? [] : [fault('/data/data', 'not-correctable')];
}

/** The effects that cannot be put in the place of others, as comparable text. */
function others(effects: readonly Effect[]): string {
  return JSON.stringify(marksOf(effects), (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

function moves(effects: readonly Effect[]): MoveEffect[] {
  return effects.filter((effect) => effect.type === 'move');
}

function effectOf(data: CorrectionData, context: KindContext, correctable: Correctable): Effect[] {
  const batch = context.home.id;
  const kind = correctable.get(data.corrects.kind);
  const entry = context.entry(ownEntry(data.corrects, batch));
  if (kind === undefined || entry === undefined) return [];
  const undone = moves(kind.effect(entry.data, context)).map(reverseMove);
  const anew = kind.effect(data.data, context);
  const sums = sumMoves([...undone, ...moves(anew)]);
  return [
    ...sums.map((move) => ({ ...move, at: '/data/data' })),
    ...anew.flatMap((effect) => standingOn(entry.seq, effect)),
    { type: 'correction', batch, entry: entry.seq, replaces: entry.inForce },
  ];
}

/** What is said anew goes on standing on the entry that is corrected. */
function standingOn(entry: number, effect: Effect): Effect[] {
  if (effect.type === 'edge') return [{ ...effect, entry, at: `/data${effect.at}` }];
  return isSaid(effect) ? [{ ...effect, entry }] : [];
}

function sentence(data: CorrectionData, language: Language, correctable: Correctable): string {
  const kind = correctable.get(data.corrects.kind);
  const now = kind === undefined ? '' : kind.sentence(data.data, language);
  const name = kind === undefined ? data.corrects.kind : say(kind.words, language);
  return language === 'en'
    ? `Corrects entry ${data.corrects.seq} (${name}): ${data.reason}. Now: ${now}`
    : `更正第 ${data.corrects.seq} 条（${name}）：${data.reason}。现为：${now}`;
}
