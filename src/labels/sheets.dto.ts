import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsNumber, IsString } from 'class-validator';
import { Choice, Count } from '../events/kinds/fields.js';
import { labelUnitsMax } from '../events/kinds/label.js';
import { field } from '../events/kinds/rules.js';
import type { Language } from '../gs1/words.js';
import { labelsPerPage, layouts, type Dpi } from './layouts.js';
import type { ModuleLight } from './layout-fit.js';
import { offsetMax } from './sheet-place.js';

export const sheetLayoutUsual = 'a4-70x37';
export const rollLayoutUsual = 'roll-60x40';
const startMax = Math.max(...layouts.map(labelsPerPage));

/** Text of a query as a number; what is none becomes NaN, which no rule lets pass. */
const AsNumber = (): PropertyDecorator => Type(() => Number);

function Layout(usual: string, ids: readonly string[]): PropertyDecorator {
  const schema = { type: String, enum: [...ids], default: usual };
  return field({ doc: 'Label stock', example: usual, optional: true }, schema, [IsString()]);
}

function Resolution(dpis: readonly Dpi[], usual: string): PropertyDecorator {
  const choice = Choice(dpis, {
    doc: `Dots per inch of the printer: modules are whole dots; without it ${usual}`,
    optional: true,
  });
  return (target, property) => {
    AsNumber()(target, property);
    choice(target, property);
  };
}

function Offset(direction: string): PropertyDecorator {
  const schema = { type: 'number' as const, minimum: -offsetMax, maximum: offsetMax, default: 0 };
  const doc = `Moves everything ${direction} by so many mm, as read off the calibration page`;
  return field({ doc, example: 0, optional: true }, schema, [IsNumber()]);
}

const everyLayout = layouts.map(({ id }) => id);
const rolls = layouts.filter(({ medium }) => medium === 'roll').map(({ id }) => id);

/** Words that the law asks for beside the code. */
function LabelWords(): PropertyDecorator {
  return Choice(['none', 'certificate'], {
    doc: '`certificate`: prints 承诺达标合格证 with the code, where the batch has such a certificate that holds today',
    optional: true,
  });
}

/** Which labels of a set. */
export class LabelRangeQuery {
  @AsNumber()
  @Count(1, labelUnitsMax, { doc: 'Number of the first label; 1 without it', example: 1, optional: true })
  from?: number;

  @AsNumber()
  @Count(1, labelUnitsMax, {
    doc: 'Number of the last label, included; the last of the set without it',
    example: 24,
    optional: true,
  })
  to?: number;
}

/** What all printed files have in common. */
export class PrintQuery extends LabelRangeQuery {
  @Choice(['zh-CN', 'en'], { doc: 'Language of the words on the label', optional: true })
  lang: Language = 'zh-CN';

  @LabelWords()
  words: 'none' | 'certificate' = 'none';

  @AsNumber()
  @Offset('right')
  offsetX = 0;

  @AsNumber()
  @Offset('down')
  offsetY = 0;
}

export class PdfQuery extends PrintQuery {
  @Layout(sheetLayoutUsual, everyLayout)
  layout = sheetLayoutUsual;

  @AsNumber()
  @Count(1, startMax, {
    doc: 'Place of the first label on the first sheet, row by row from 1: the ones before it are used up',
    example: 1,
    optional: true,
  })
  start = 1;

  @Resolution([203, 300, 600], 'that of the printers the stock is made for')
  dpi?: Dpi;
}

export class ZplQuery extends PrintQuery {
  @Layout(rollLayoutUsual, rolls)
  layout = rollLayoutUsual;

  @Resolution([203, 300], '203')
  dpi: 203 | 300 = 203;
}

/** A picture of one label, or of its code alone. */
class PictureQuery {
  @AsNumber()
  @Count(1, labelUnitsMax, { doc: 'Number of the label', example: 1, optional: true })
  number = 1;

  @Layout(sheetLayoutUsual, everyLayout)
  layout = sheetLayoutUsual;

  @Choice(['zh-CN', 'en'], { doc: 'Language of the words on the label', optional: true })
  lang: Language = 'zh-CN';

  @LabelWords()
  words: 'none' | 'certificate' = 'none';
}

export class PngQuery extends PictureQuery {
  @Choice(['label', 'code'], {
    doc: '`label`: the label in its true size; `code`: the code alone with its quiet zone, for artwork of your own',
    optional: true,
  })
  part: 'label' | 'code' = 'label';

  @Resolution([203, 300, 600], '300')
  dpi: Dpi = 300;
}

export class SvgQuery extends PictureQuery {
  @Choice(['label', 'code', 'page'], {
    doc: '`label`, `code`: as for PNG; `page`: the first sheet, from label `number` on, as a preview',
    optional: true,
  })
  part: 'label' | 'code' | 'page' = 'label';

  @AsNumber()
  @Count(1, startMax, { doc: 'Of a page: as for PDF', example: 1, optional: true })
  start = 1;
}

export class LayoutsQuery {
  @Resolution([203, 300, 600], 'that of the printers each stock is made for')
  dpi?: Dpi;
}

export class CalibrationQuery {
  @Layout(sheetLayoutUsual, everyLayout)
  layout = sheetLayoutUsual;
}

export class SizeDto {
  @ApiProperty({ example: 70, description: 'mm' })
  width!: number;

  @ApiProperty({ example: 37, description: 'mm' })
  height!: number;
}

export class LayoutDto {
  @ApiProperty({ example: sheetLayoutUsual })
  id!: string;

  @ApiProperty({
    example: 'A4, 24 labels of 70 × 37 mm (Avery 3474)',
    description: 'In the reader’s language.',
  })
  name!: string;

  @ApiProperty({ enum: ['sheet', 'roll'] })
  medium!: 'sheet' | 'roll';

  @ApiProperty()
  page!: SizeDto;

  @ApiProperty()
  label!: SizeDto;

  @ApiProperty({ example: 24 })
  labelsPerPage!: number;

  @ApiProperty({ example: 0.551, description: 'Edge of a module of this set’s codes, in mm.' })
  moduleMm!: number;

  @ApiProperty({ example: 29.21, description: 'Edge of the code with its quiet zone, in mm.' })
  codeMm!: number;

  @ApiProperty({
    enum: ['green', 'amber', 'red'],
    description:
      '`green`: from 0.396 mm, phones and tills; `amber`: from 0.33 mm, phones, tills not assured; `red`: too fine or too large for the stock, not printed.',
  })
  light!: ModuleLight;
}

/** Every stock there is: a list that needs no pages. */
export class LayoutListDto {
  @ApiProperty({ type: [LayoutDto] })
  items!: LayoutDto[];
}
