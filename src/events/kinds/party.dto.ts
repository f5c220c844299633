import { PrivateText, PublicText, Uuid, RegionCode, Uscc } from './fields.js';

/** A place as the public may know it: a name down to the township or the market, never coordinates. */
export class PlaceDto {
  @PublicText(120, { doc: 'Name of the place', example: '上海示例批发市场' })
  name!: string;

  @RegionCode({ doc: 'County-level region code (GB/T 2260)', example: '310115', optional: true })
  region?: string;

  @Uuid({ doc: 'Site of the organization, when it is one', optional: true })
  site?: string;
}

/** A party outside the ledger, kept private. */
export class PartyDto {
  @PrivateText(120, { doc: 'Name', example: '上海示例批发市场' })
  name!: string;

  @Uscc({ doc: 'Unified social credit code', optional: true })
  uscc?: string;

  @PrivateText(80, { doc: 'How to reach it', example: '021-00000000', optional: true })
  contact?: string;

  @PrivateText(200, { doc: 'Address', optional: true })
  address?: string;
}

/** A laboratory, carrier or other body that answers for something, by its public names. */
export class BodyDto {
  @PublicText(120, { doc: 'Name', example: '示例农产品检测中心' })
  name!: string;

  @Uscc({ doc: 'Unified social credit code', example: '91370600MA3GT1M59B', optional: true })
  uscc?: string;

  @PublicText(60, { doc: 'Number of its accreditation (CMA, CATL)', example: '示例CMA号', optional: true })
  cma?: string;
}

/** A paper or electronic document that goes with the goods. */
export class DocumentDto {
  @PublicText(60, { doc: 'Kind of document', example: '送货单' })
  type!: string;

  @PublicText(60, { doc: 'Its number', example: 'SH-20261120-07' })
  number!: string;
}
