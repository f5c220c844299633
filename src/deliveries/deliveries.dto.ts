import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { confirmationMeans, type ConfirmationMeans } from '../gs1/handover-words.js';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { Id } from '../parties/fields.js';

/** A decimal string and its unit. */
export class ShippedAmountDto {
  @ApiProperty({ description: 'Decimal string.', example: '600' })
  value!: string;

  @ApiProperty({ description: 'UN/CEFACT Rec 20 code.', example: 'KGM' })
  unit!: string;
}

/** A shipment and how far it is, in the unit of the shipper’s batch. */
export class ShipmentDto {
  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  batch!: string;

  @ApiProperty({ type: 'integer', description: 'Number of its entry.', example: 6 })
  seq!: number;

  @ApiProperty({
    description: 'Leaf hash of its entry: a receipt names it.',
    example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  })
  leafHash!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The organization that it is addressed to; null: a party outside the ledger.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
  })
  consignee!: string | null;

  @ApiProperty({
    format: 'date-time',
    description: 'Under way since: said by the shipper.',
    example: '2026-11-20T14:05:00+08:00',
  })
  since!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:12.040Z' })
  recordedAt!: string;

  @ApiProperty({ type: ShippedAmountDto })
  quantity!: ShippedAmountDto;

  @ApiProperty({ type: ShippedAmountDto, description: 'Taken over, as far as somebody confirmed it.' })
  confirmed!: ShippedAmountDto;

  @ApiProperty({
    enum: confirmationMeans,
    isArray: true,
    description:
      'By what: a receipt on the consignee’s own chain, signed in its name, or the code of the delivery note, whoever had it.',
    example: ['receipt'],
  })
  confirmedBy!: ConfirmationMeans[];

  @ApiProperty({ type: ShippedAmountDto, description: 'Came back, or comes back.' })
  returned!: ShippedAmountDto;

  @ApiProperty({ type: ShippedAmountDto, description: 'Neither confirmed nor back: frozen.' })
  open!: ShippedAmountDto;
}

export class ShipmentPageDto {
  @ApiProperty({ type: [ShipmentDto] })
  items!: ShipmentDto[];
}

/** Who ships. */
export class ShipperDto {
  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  id!: string;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;
}

/** A shipment as the organization that it is addressed to sees it. */
export class AwaitedDeliveryDto extends ShipmentDto {
  @ApiProperty({ type: ShipperDto })
  shipper!: ShipperDto;

  @ApiProperty({ example: '苹果' })
  product!: string;

  @ApiProperty({ type: String, nullable: true, example: 'APP-20261018-01' })
  lot!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'What the shipper says of it now, with the private fields that are for the other side of the trade.',
    example: {
      quantity: { value: '600', unit: 'KGM' },
      consignee: { organization: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' },
      carrier: { name: '示例冷链物流有限公司' },
      vehicle: '鲁F·示例1',
    },
  })
  data!: object;
}

export class AwaitedDeliveryPageDto {
  @ApiProperty({ type: [AwaitedDeliveryDto] })
  items!: AwaitedDeliveryDto[];
}

/** Whose deliveries, and which page of them. */
export class DeliveriesQuery {
  @Id({
    description: 'The organization that they are addressed to.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
  })
  organization!: string;

  @ApiProperty({
    required: false,
    description: 'Where the page begins: from the Link header of the page before.',
    example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11_6',
  })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  cursor?: string;

  @PageLimit()
  limit = defaultLimit;
}
