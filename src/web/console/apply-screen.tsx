import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { applyWords as words } from '../words-apply.js';
import { useAct } from './answers.js';
import { ApplyFields, applicationOf } from './apply-fields.js';
import { Form } from './fields.js';
import { OwnApplicationScreen } from './own-application-screen.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

/** `#/apply`: an organization applies to take part. `#/apply/<id>/<secret>`: what became of that. */
export function ApplyScreen({ place }: { place: Place }): VNode {
  const [id, secret] = place.rest;
  return id === undefined || secret === undefined ? (
    <NewApplication />
  ) : (
    <OwnApplicationScreen key={id} id={id} secret={secret} />
  );
}

function NewApplication(): VNode {
  const { api, go } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const send = (field: (name: string) => string): void =>
    void act.act(
      () => api.sendAsNobody<{ id: string; secret: string }>('/api/v1/applications', applicationOf(field)),
      ({ id, secret }) => {
        // What follows # is sent to no server when the address is opened.
        go(`/apply/${id}/${secret}`);
      },
    );
  return (
    <Screen title={t(words.apply)}>
      <section class="card">
        <p>{t(words.intro)}</p>
        <Form act={act} submit={words.send} onSubmit={send}>
          <ApplyFields act={act} />
          <p class="note">{t(words.whoSees)}</p>
        </Form>
      </section>
    </Screen>
  );
}
