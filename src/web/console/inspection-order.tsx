import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { JsonObject } from '../../ledger/json.js';
import { Screen } from '../app/screen.js';
import { inspectionWords } from '../words-inspections.js';
import { Read, useAct, useReading, type Act } from './answers.js';
import { useEventKey } from './event-key.js';
import { ColleagueSelect, useColleagues } from './colleagues.js';
import { Form, Input, Lines, linesOf, Select } from './fields.js';
import { kindsWithoutGoods } from './menu.js';
import { Code } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Named {
  readonly id: string;
  readonly name: string;
}
interface Listed {
  readonly items: readonly (Named & { readonly kind?: string })[];
}

/** Orders an inspection: of one batch where it is named, else of goods of an organization. */
export function InspectionOrder({ batch }: { batch: string | null }): VNode {
  const { api, go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const colleagues = useColleagues();
  const [organization, setOrganization] = useState('');
  const order = (field: (name: string) => string): void => {
    void act.act(
      () => api.send<Named>('POST', '/api/v1/inspection-tasks', bodyOf(batch, field), key.now()),
      ({ id }) => {
        go(`/inspections/${id}`);
      },
    );
  };
  return (
    <Screen title={t(inspectionWords.order)}>
      <p>
        <a href="#/inspections">{t(inspectionWords.back)}</a>
      </p>
      <section class="card">
        <Form act={act} submit={inspectionWords.order} onSubmit={order}>
          {batch === null ? (
            <>
              <Organizations act={act} chosen={organization} choose={setOrganization} />
              {organization === '' ? null : (
                <Products key={organization} act={act} organization={organization} />
              )}
            </>
          ) : (
            <BatchName id={batch} />
          )}
          <Lines
            name="analytes"
            words={inspectionWords.analytes}
            hint={inspectionWords.analytesHint}
            act={act}
          />
          <Input name="dueOn" words={inspectionWords.dueOn} act={act} type="date" isRequired />
          <Input
            name="reason"
            words={inspectionWords.reason}
            hint={inspectionWords.reasonHint}
            act={act}
            max={300}
            isRequired
          />
          {colleagues.length === 0 ? null : (
            <ColleagueSelect words={inspectionWords.assignee} act={act} colleagues={colleagues} />
          )}
        </Form>
      </section>
    </Screen>
  );
}

/** What is sent: about the batch, else about the product, else about the organization that was chosen. */
function bodyOf(batch: string | null, field: (name: string) => string): JsonObject {
  const [product, assignee] = [field('product'), field('assignee')];
  const target = product === '' ? { organization: field('organization') } : { product };
  return {
    ...(batch === null ? target : { batch }),
    analytes: linesOf(field('analytes')),
    dueOn: field('dueOn'),
    reason: field('reason'),
    ...(assignee === '' ? {} : { assignee }),
  };
}

function BatchName({ id }: { id: string }): VNode {
  const t = useWords();
  const reading = useReading<{ readonly code: string }>(`/api/v1/batches/${encodeURIComponent(id)}`);
  return (
    <Read reading={reading}>
      {({ code }) => (
        <p>
          {t(inspectionWords.batch)} <Code code={code} />
        </p>
      )}
    </Read>
  );
}

interface ChoiceProps {
  readonly act: Act;
  readonly chosen: string;
  readonly choose: (id: string) => void;
}

function Organizations({ act, chosen, choose }: ChoiceProps): VNode {
  const reading = useReading<Listed>('/api/v1/organizations?limit=200');
  return (
    <Read reading={reading}>
      {({ items }) => (
        <Select
          name="organization"
          words={inspectionWords.organization}
          act={act}
          value={chosen}
          onChoose={choose}
          options={[
            { value: '', text: '—' },
            ...items
              .filter(({ kind = '' }) => !kindsWithoutGoods.includes(kind))
              .map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
      )}
    </Read>
  );
}

function Products({ act, organization }: { act: Act; organization: string }): VNode {
  const t = useWords();
  const reading = useReading<Listed>(`/api/v1/products?limit=200&organization=${organization}`);
  return (
    <Read reading={reading}>
      {({ items }) => (
        <Select
          name="product"
          words={inspectionWords.product}
          act={act}
          options={[
            { value: '', text: t(inspectionWords.anyProduct) },
            ...items.map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
      )}
    </Read>
  );
}
