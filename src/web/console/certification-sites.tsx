import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { grantWords as words } from '../words-certifications.js';
import { Read, type Act } from './answers.js';
import { sitesMost } from './certification-body.js';
import { Input, ListFault, Select } from './fields.js';
import { useAll } from './gathered.js';
import type { Site } from './own-lists.js';
import { Rows } from './rows.js';
import { useWords } from './surroundings.js';

interface Props {
  readonly act: Act;
  /** Whose sites are offered; null where they are not told, and are named by their numbers. */
  readonly organization: string | null;
  readonly rows: number;
  readonly setRows: (rows: number) => void;
  readonly isOrganic: boolean;
}

/** Sites that are certified; of organic ones since when they are farmed so. */
export function SiteRows({ act, organization, rows, setRows, isOrganic }: Props): VNode {
  const reading = useAll<Site>(
    organization === null ? null : `/api/v1/sites?organization=${organization}&limit=200`,
  );
  const all = (known: readonly Site[] | null): VNode => (
    <Rows rows={rows} setRows={setRows} least={0} most={sitesMost} add={words.addSite} drop={words.dropSite}>
      {(at) => <SiteRow key={at} act={act} at={at} known={known} isOrganic={isOrganic} />}
    </Rows>
  );
  return (
    <>
      {organization === null ? all(null) : <Read reading={reading}>{({ items }) => all(items)}</Read>}
      <ListFault act={act} pointer="/sites" />
    </>
  );
}

interface RowProps extends Pick<Props, 'act' | 'isOrganic'> {
  readonly at: number;
  readonly known: readonly Site[] | null;
}

function SiteRow({ act, at, known, isOrganic }: RowProps): VNode {
  const t = useWords();
  const asked = (name: string): { act: Act; name: string; pointer: string } => ({
    act,
    name: `${name}-${at}`,
    pointer: `/sites/${at}/${name}`,
  });
  return (
    <fieldset class="stack">
      <legend>{fill(t(words.site), { n: at + 1 })}</legend>
      {known === null ? (
        <Input {...asked('site')} words={words.siteNumber} hint={words.siteNumberHint} max={36} isRequired />
      ) : (
        <Select
          {...asked('site')}
          words={words.siteChoice}
          options={known.map(({ id, name }) => ({ value: id, text: name }))}
        />
      )}
      {isOrganic ? (
        <>
          <Input {...asked('conversionFrom')} words={words.conversionFrom} type="date" />
          <Select
            {...asked('crop')}
            words={words.crop}
            options={[
              { value: '', text: t(words.cropUnknown) },
              { value: 'annual', text: t(words.annual) },
              { value: 'perennial', text: t(words.perennial) },
            ]}
          />
        </>
      ) : null}
    </fieldset>
  );
}
