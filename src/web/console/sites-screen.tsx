import type { VNode } from 'preact';
import type { JsonObject } from '../../ledger/json.js';
import { Screen } from '../app/screen.js';
import { sayQuantity } from '../figures.js';
import { grantWords } from '../words-certifications.js';
import { deskWords } from '../words-desk.js';
import { ReadList, useAct } from './answers.js';
import { useEventKey } from './event-key.js';
import { Form, Input, Lines } from './fields.js';
import { useOwn, type Site } from './own-lists.js';
import { Card, Foreign, Table } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** The plots and other places of an organization. */
export function SitesScreen(): VNode {
  const around = useSurroundings();
  const t = useWords();
  const reading = useOwn<Site>('sites');
  return (
    <Screen title={t(deskWords.sites)}>
      <section class="card">
        <ReadList reading={reading}>
          {(items) => (
            <Table
              caption={t(deskWords.sites)}
              rows={items}
              keyOf={({ id }) => id}
              empty={deskWords.noSites}
              columns={[
                { words: deskWords.siteName, cell: ({ name }) => <Foreign text={name} /> },
                { words: deskWords.publicName, cell: ({ publicName }) => <Foreign text={publicName} /> },
                { words: deskWords.region, cell: ({ region }) => region },
                {
                  words: deskWords.areaTold,
                  isNumber: true,
                  cell: ({ area }) => (area === null ? '—' : sayQuantity(area, around.language)),
                },
                { words: grantWords.siteNumber, cell: ({ id }) => <span class="mono">{id}</span> },
              ]}
            />
          )}
        </ReadList>
      </section>
      {holds(around, 'owner') ? <NewSite again={reading.again} /> : null}
    </Screen>
  );
}

/** A closed GeoJSON ring of lines `longitude,latitude`; the service says what is wrong with it. */
export function outlineOf(lines: string): JsonObject | null {
  const points = lines
    .split(/\r?\n/)
    .map((line) => line.split(/[,，\s]+/).filter((part) => part !== ''))
    .filter((point) => point.length > 0);
  const [first] = points;
  if (first === undefined) return null;
  const isClosed = points.length > 1 && points.at(-1)?.join() === first.join();
  return { type: 'Polygon', coordinates: [isClosed ? points : [...points, first]] };
}

function NewSite({ again }: { again: () => void }): VNode {
  const { api, organization } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const add = (field: (name: string) => string): void => {
    const outline = outlineOf(field('outline'));
    const body = {
      organization: organization?.id ?? '',
      name: field('name'),
      publicName: field('publicName'),
      region: field('region'),
      ...(field('area') === '' ? {} : { area: { value: field('area'), unit: 'CN-MU' } }),
      ...(outline === null ? {} : { polygon: outline }),
    };
    void act.act(
      () => api.send('POST', '/api/v1/sites', body, key.now()),
      () => {
        key.next();
        again();
      },
    );
  };
  return (
    <Card title={t(deskWords.newSite)}>
      <Form act={act} submit={deskWords.newSite} onSubmit={add} round={key.done}>
        <Input act={act} name="name" words={deskWords.siteName} hint={deskWords.siteNameHint} isRequired />
        <Input act={act} name="publicName" words={deskWords.publicName} isRequired />
        <Input
          act={act}
          name="region"
          words={deskWords.region}
          hint={deskWords.regionHint}
          value={organization?.region ?? ''}
          inputMode="numeric"
          isRequired
        />
        <Input act={act} name="area" pointer="/area/value" words={deskWords.area} inputMode="decimal" />
        <Lines
          act={act}
          name="outline"
          pointer="/polygon"
          words={deskWords.outline}
          hint={deskWords.outlineHint}
          max={20_000}
        />
      </Form>
    </Card>
  );
}
