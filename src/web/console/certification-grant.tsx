import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { certificateTypes, claimTypes } from '../../gs1/vocabulary.js';
import type { Words } from '../../gs1/words.js';
import { grantWords as words } from '../words-certifications.js';
import { useAct, type Act } from './answers.js';
import { seesSites, statingFor, type Certification, type Holder } from './certification.js';
import { AmountFields } from './certification-amounts.js';
import { grantOf } from './certification-body.js';
import { SiteRows } from './certification-sites.js';
import { afterClash, useEventKey } from './event-key.js';
import { Choices, Form, Input, Select } from './fields.js';
import type { Product } from './own-lists.js';
import { Card, Facts, Foreign } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Props {
  readonly holder: Holder;
  readonly products: readonly Product[];
  /** Reads the list of what is on record anew. */
  readonly again: () => void;
}

/** One more certification of an organization, by who may state it; for everybody else, who may. */
export function GrantCard({ holder, products, again }: Props): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  const stating = statingFor(account, holder);
  if (stating === null) {
    const isMember = account.grants.some(({ organization }) => organization === holder.id);
    return <p>{t(isMember ? words.membersDeclare : words.onlyLook)}</p>;
  }
  if (stating === 'no-body') return <p>{t(words.noBody)}</p>;
  const isOwn = stating.as === 'member';
  const issuer = account.organizations.find(({ id }) => id === stating.issuer)?.name ?? '';
  const title = isOwn ? words.declare : words.state;
  return (
    <Card title={t(title)}>
      <p>{t(isOwn ? words.declareWhat : words.stateWhat)}</p>
      {isOwn ? null : <Facts facts={[[words.inNameOf, <Foreign key="issuer" text={issuer} />]]} />}
      {products.length === 0 ? (
        <p>{t(words.noProducts)}</p>
      ) : (
        <GrantForm
          holder={holder}
          products={products}
          again={again}
          submit={title}
          body={stating.as === 'certifier' ? issuer : ''}
        />
      )}
    </Card>
  );
}

interface FormProps extends Props {
  readonly submit: Words;
  /** Who certifies, where that is who states it. */
  readonly body: string;
}

function GrantForm({ holder, products, again, submit, body: certifier }: FormProps): VNode {
  const { api, account, go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const [type, setType] = useState<string>(claimTypes[0]);
  const [chosen, choose] = useState<readonly string[]>([]);
  const [sites, setSites] = useState(0);
  const isOrganic = type === 'organic';
  const state = (field: (name: string) => string): void =>
    void act.act(
      async () => {
        const path = `/api/v1/organizations/${holder.id}/certifications`;
        const body = grantOf(field, { products: chosen, sites, isOrganic });
        return afterClash(await api.send<Certification>('POST', path, body, key.now()), key, again);
      },
      ({ seq }) => {
        go(`/certifications/${holder.id}/${seq}`);
      },
    );
  return (
    <Form act={act} submit={submit} onSubmit={state}>
      <Select
        act={act}
        name="type"
        words={words.type}
        value={type}
        onChoose={setType}
        options={claimTypes.map((value) => ({ value, text: t(certificateTypes[value]) }))}
      />
      <Naming act={act} body={certifier} />
      <Choices
        act={act}
        name="products"
        words={words.products}
        options={products.map(({ id, name, variety }) => ({
          value: id,
          text: [name, variety ?? ''].join(' ').trim(),
        }))}
        chosen={chosen}
        choose={choose}
      />
      <AmountFields act={act} />
      <SiteRows
        act={act}
        organization={seesSites(account, holder) ? holder.id : null}
        rows={sites}
        setRows={setSites}
        isOrganic={isOrganic}
      />
    </Form>
  );
}

/** What the certificate itself says: its number, who certifies by which standard, and its days. */
function Naming({ act, body }: { act: Act; body: string }): VNode {
  return (
    <>
      <Input act={act} name="number" words={words.number} max={60} isRequired />
      <Input act={act} name="body" words={words.body} value={body} max={120} isRequired />
      <Input act={act} name="bodyUscc" words={words.bodyUscc} max={18} />
      <Input act={act} name="standard" words={words.standard} hint={words.standardHint} max={80} />
      <Input act={act} name="validFrom" words={words.validFrom} type="date" isRequired />
      <Input act={act} name="validTo" words={words.validTo} type="date" isRequired />
    </>
  );
}
