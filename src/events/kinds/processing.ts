import type { EdgeEffect, EntryReference, LotChangeEffect } from '../../batches/effect.js';
import type { MoveEffect } from '../../batches/balance.js';
import { sharesOfStep, type Amount } from '../../batches/step-shares.js';
import { processes, type ProcessName } from '../../gs1/vocabulary.js';
import { say, type Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { formatDecimal, parseDecimal } from '../../ledger/quantity.js';
import { amountIn, checkAmount, checkLosses, quantityText, sumLosses } from './amounts.js';
import { Attachments, type AttachmentDto } from './attachments.js';
import { checkSpan } from './dates.js';
import { fault } from './faults.js';
import {
  Choice,
  CivilDate,
  EntryNumber,
  Hash32,
  Nested,
  NestedList,
  PrivateText,
  PublicText,
  Uuid,
  FoodLicence,
} from './fields.js';
import { defineKind, neverForward, type KindContext, type References } from './kind.js';
import { lotChange } from './lot-changes.js';
import { Position, type PositionDto } from './position.js';
import { LossDto, MeasurementDto, NamedQuantityDto, QuantityDto } from './quantity.js';
import { checkOwnBatch } from './references.js';

/** A batch that goes in, at the state of the entry that the processing builds on. */
export class ProcessingInputDto {
  @Uuid({ doc: 'Batch that goes in' })
  batch!: string;

  @EntryNumber({ doc: 'Number of the entry it builds on', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry it builds on' })
  leafHash!: string;

  @Nested(() => QuantityDto, { doc: 'How much goes in' })
  quantity!: QuantityDto;
}

/** A batch that comes out; its own chain credits it with a receipt, unless it is the home batch. */
export class ProcessingOutputDto {
  @Uuid({ doc: 'Batch that comes out' })
  batch!: string;

  @Nested(() => QuantityDto, { doc: 'How much comes out' })
  quantity!: QuantityDto;
}

/** What was done with one or several batches, and what became of them. */
export class ProcessingData {
  @Choice(Object.keys(processes), { doc: 'Process', example: 'grade' })
  process!: ProcessName;

  @NestedList(() => ProcessingInputDto, 1, 100, { doc: 'What goes in' })
  inputs!: ProcessingInputDto[];

  @NestedList(() => ProcessingOutputDto, 1, 50, { doc: 'What comes out as batches' })
  outputs!: ProcessingOutputDto[];

  @NestedList(() => NamedQuantityDto, 1, 30, {
    doc: 'What comes out and is not kept as a batch',
    optional: true,
  })
  byproducts?: NamedQuantityDto[];

  @NestedList(() => LossDto, 1, 20, {
    doc: 'What the batch of the event loses; it must be an input',
    optional: true,
  })
  losses?: LossDto[];

  @PublicText(120, { doc: 'Line or equipment', optional: true })
  equipment?: string;

  @NestedList(() => MeasurementDto, 1, 30, { doc: 'Conditions and results', optional: true })
  conditions?: MeasurementDto[];

  @FoodLicence({ doc: 'Food production licence', optional: true })
  licence?: string;

  @CivilDate({ doc: 'First day', optional: true })
  startedOn?: string;

  @CivilDate({ doc: 'Last day', optional: true })
  stoppedOn?: string;

  @PrivateText(80, { doc: 'Who did it (private)', optional: true })
  operator?: string;

  @Position()
  position?: PositionDto;

  @Attachments()
  attachments?: AttachmentDto[];
}

function references(data: ProcessingData, home: string): References {
  const entries: EntryReference[] = data.inputs.map(({ batch, seq, leafHash }) => ({ batch, seq, leafHash }));
  const batches = data.outputs.map((output) => output.batch).filter((batch) => batch !== home);
  return { entries, batches };
}

function checkInputs(data: ProcessingData, context: KindContext): FieldFault[] {
  const seen = new Set<string>();
  return data.inputs.flatMap((item, index) => {
    const pointer = `/data/inputs/${index}`;
    const repeated = seen.has(item.batch);
    seen.add(item.batch);
    if (repeated) return [fault(`${pointer}/batch`, 'repeated')];
    const foreign = checkOwnBatch(item.batch, `${pointer}/batch`, context);
    if (foreign.length > 0) return foreign;
    if (context.entry(item) === undefined) return [fault(pointer, 'unknown-entry')];
    // Its chain alone must say what was drawn from it.
    if (item.batch !== context.home.id && (context.batch(item.batch)?.mixing ?? null) !== null)
      return [fault(`${pointer}/batch`, 'mixed-elsewhere')];
    return checkAmount(item.quantity, unitOf(item.batch, context), `${pointer}/quantity`);
  });
}

function checkOutputs(data: ProcessingData, context: KindContext): FieldFault[] {
  const inputs = new Set(data.inputs.map((item) => item.batch));
  const seen = new Set<string>();
  return data.outputs.flatMap((item, index) => {
    const pointer = `/data/outputs/${index}`;
    const repeated = seen.has(item.batch);
    seen.add(item.batch);
    if (repeated) return [fault(`${pointer}/batch`, 'repeated')];
    if (inputs.has(item.batch)) return [fault(`${pointer}/batch`, 'cycle')];
    const foreign = checkOwnBatch(item.batch, `${pointer}/batch`, context);
    return foreign.length > 0
      ? foreign
      : checkAmount(item.quantity, unitOf(item.batch, context), `${pointer}/quantity`);
  });
}

function checkHome(data: ProcessingData, context: KindContext): FieldFault[] {
  const { id, unit } = context.home;
  const source = data.inputs.find((item) => item.batch === id);
  if (source === undefined) {
    const isOutput = data.outputs.some((item) => item.batch === id);
    if (!isOutput) return [fault('/data/inputs', 'home-missing')];
    return data.losses === undefined ? [] : [fault('/data/losses', 'not-applicable')];
  }
  const malformed = checkLosses(data.losses, unit);
  if (malformed.length > 0 || checkAmount(source.quantity, unit, '').length > 0) return malformed;
  const amount = amountIn(source.quantity, unit);
  return sumLosses(data.losses, unit) > amount
    ? [fault('/data/losses', 'exceeds', [formatDecimal(amount)])]
    : [];
}

function unitOf(batch: string, context: KindContext): string {
  return context.batch(batch)?.unit ?? context.home.unit;
}

/** Inputs: available → consumed, losses of the home batch → lost. Home output: produced and available rise. */
function movesOf(data: ProcessingData, context: KindContext): MoveEffect[] {
  const { id, unit } = context.home;
  const taken = data.inputs.map((item, index): MoveEffect => {
    const amount = amountIn(item.quantity, unitOf(item.batch, context));
    const lost = item.batch === id ? sumLosses(data.losses, unit) : 0n;
    const delta = { available: -amount, consumed: amount - lost, ...(lost === 0n ? {} : { lost }) };
    const at = `/data/inputs/${index}/quantity`;
    return { type: 'move', batch: item.batch, delta, requires: 'available', at };
  });
  const made = data.outputs
    .filter((item) => item.batch === id)
    .map((item): MoveEffect => {
      const amount = amountIn(item.quantity, unit);
      return { type: 'move', batch: id, delta: { produced: amount, available: amount } };
    });
  return [...taken, ...made];
}

/** An edge from every input to every output. */
function edgesOf(data: ProcessingData, context: KindContext): EdgeEffect[] {
  const { id, unit: homeUnit } = context.home;
  const amountOf = ({ batch, quantity }: ProcessingOutputDto): Amount => {
    const unit = unitOf(batch, context);
    return { value: amountIn(quantity, unit), unit };
  };
  const shares = sharesOfStep({
    inputs: data.inputs.map((item) => ({
      ...amountOf(item),
      lost: item.batch === id ? sumLosses(data.losses, homeUnit) : 0n,
    })),
    outputs: data.outputs.map(amountOf),
    byproducts: (data.byproducts ?? []).map(({ quantity: { value, unit } }) => ({
      value: parseDecimal(value),
      unit,
    })),
  });
  return data.inputs.flatMap(({ batch, seq }, input) =>
    data.outputs.map((output, at): EdgeEffect => {
      const { taken, made } = shares[input]?.[at] ?? { taken: null, made: null };
      const pointer = `/data/inputs/${input}/batch`;
      return { type: 'edge', parent: { batch, seq }, child: output.batch, taken, made, at: pointer };
    }),
  );
}

function changesOf(data: ProcessingData, context: KindContext): LotChangeEffect[] {
  const { id, unit } = context.home;
  const ofHome = ({ batch }: { readonly batch: string }): boolean => batch === id;
  const [input, output] = [data.inputs.find(ofHome), data.outputs.find(ofHome)];
  if (input !== undefined) return lotChange(context, 'out', amountIn(input.quantity, unit));
  return output === undefined ? [] : lotChange(context, 'in', amountIn(output.quantity, unit));
}

function sentence(data: ProcessingData, language: Language): string {
  const name = say(processes[data.process].words, language);
  const inputs = data.inputs.map((item) => quantityText(item.quantity, language));
  const outputs = data.outputs.map((item) => quantityText(item.quantity, language));
  const losses = (data.losses ?? []).map((item) => `${item.reason} ${quantityText(item.quantity, language)}`);
  if (language === 'en') {
    const lost = losses.length === 0 ? '' : `; lost: ${losses.join(', ')}`;
    return `${name}: ${inputs.join(' + ')} into ${outputs.join(' + ')}${lost}`;
  }
  const lost = losses.length === 0 ? '' : `；损耗：${losses.join('、')}`;
  return `${name}：投入 ${inputs.join('、')}，产出 ${outputs.join('、')}${lost}`;
}

/**
 * Any step that turns batches into batches. The home batch is one of its inputs or outputs, all batches are of one
 * organization. That more comes out than goes in is implausible, not malformed: it is left to the findings.
 */
export const processing = defineKind<ProcessingData>({
  kind: 'processing',
  words: { zh: '加工', en: 'Processing' },
  chain: 'batch',
  data: ProcessingData,
  privateFields: ['/operator', '/position'],
  audiences: { '/operator': 'regulator', '/position': 'nobody' },
  forward: neverForward,
  correctable: true,
  references,
  check: (data, context) => [
    ...checkInputs(data, context),
    ...checkOutputs(data, context),
    ...checkHome(data, context),
    ...checkSpan(data, context),
  ],
  effect: (data, context) => [
    ...movesOf(data, context),
    ...edgesOf(data, context),
    ...changesOf(data, context),
  ],
  sentence,
  example: {
    process: 'grade',
    inputs: [
      {
        batch: '0d7c2f38-5b0e-4a3e-8f43-1b7a6e2c9d05',
        seq: 4,
        leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
        quantity: { value: '31250', unit: 'KGM' },
      },
    ],
    outputs: [
      { batch: '7e1b9a64-2c3d-4f58-9b6a-3f0c8d2e1a47', quantity: { value: '24300', unit: 'KGM' } },
      { batch: 'c5a3e0d9-8f17-4b62-a1d4-6e9b7c3f2058', quantity: { value: '5600', unit: 'KGM' } },
    ],
    losses: [{ reason: '分级剔除', quantity: { value: '1350', unit: 'KGM' } }],
    startedOn: '2026-10-19',
    stoppedOn: '2026-10-19',
  },
});
