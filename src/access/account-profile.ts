/** How an account is known. */
export interface Profile {
  readonly login: string;
  readonly name: string;
}

/** Words in the place of the name of an account that was erased. */
export const erasedName = '账号已删除 account erased';

export const erasedProfile: Profile = { login: '', name: erasedName };

/** Of an account whose file is missing (docs/privacy.md). */
export const lostProfile: Profile = { login: '', name: '账号无法打开 account cannot be opened' };

/** As it is sealed. */
export function formatProfile({ login, name }: Profile): string {
  return JSON.stringify({ login, name });
}

export function parseProfile(text: string): Profile {
  const { login, name } = JSON.parse(text) as Profile;
  return { login, name };
}

/** Logins are compared without case, full-width forms or outer space: phones add them by themselves. */
export function normalLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}
