import type { VNode } from 'preact';
import { deskWords } from '../words-desk.js';
import type { Act } from './answers.js';
import { Input } from './fields.js';

/** What a new account is asked for. */
export function CredentialFields({ act }: { act: Act }): VNode {
  return (
    <>
      <Input act={act} name="login" words={deskWords.login} complete="username" max={64} isRequired />
      <Input act={act} name="name" words={deskWords.memberName} complete="name" isRequired />
      <Input
        act={act}
        name="password"
        type="password"
        words={deskWords.password}
        complete="new-password"
        isRequired
      />
    </>
  );
}
