import { organizationTypes, type OrganizationType } from '../../gs1/vocabulary.js';
import { say, type Language } from '../../gs1/words.js';
import { Choice, Flag, PrivateText, PublicText, RegionCode, Uscc } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

/** The public facts of an organization. */
export class OrganizationRegisteredData {
  @PublicText(120, {
    doc: 'Public name; of a household or family farm a name without a person',
    example: '栖霞示例果业农民专业合作社',
  })
  name!: string;

  @Choice(Object.keys(organizationTypes), { doc: 'What it is', example: 'cooperative' })
  type!: OrganizationType;

  @Uscc({ doc: 'Unified social credit code; a household or family farm may have none', optional: true })
  uscc?: string;

  @RegionCode({ doc: 'County-level region code (GB/T 2260)' })
  region!: string;

  @PrivateText(120, { doc: 'Name of the person who answers for it (private)', optional: true })
  responsible?: string;

  @PrivateText(80, { doc: 'How to reach it (private)', optional: true })
  contact?: string;

  @Flag({ doc: 'That the contact may be shown, masked; absent when not', optional: true })
  contactShown?: true;
}

function sentence(data: OrganizationRegisteredData, language: Language): string {
  const type = say(organizationTypes[data.type], language);
  return language === 'en' ? `${data.name} registered (${type})` : `${data.name}登记入驻（${type}）`;
}

/** First entry of every organization's chain. */
export const organizationRegistered = defineKind<OrganizationRegisteredData>({
  kind: 'organization-registered',
  words: { zh: '主体登记', en: 'Organization registered' },
  chain: 'organization',
  data: OrganizationRegisteredData,
  privateFields: ['/responsible', '/contact'],
  audiences: { '/responsible': 'regulator', '/contact': 'regulator' },
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: {
    name: '栖霞示例果业农民专业合作社',
    type: 'cooperative',
    uscc: '93370686MA3C2E7X7L',
    region: '370686',
  },
});
