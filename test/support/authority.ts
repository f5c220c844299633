import { uuidv7 } from 'uuidv7';
import { freshUscc } from '../api/parties.js';
import { Caller, made, type Cooperative } from './cooperative.js';

/** An official with the authority in whose name they record. */
export interface Official {
  readonly caller: Caller;
  readonly accountId: string;
  readonly authorityId: string;
}

/** An authority. */
export async function createAuthority({ admin }: Cooperative): Promise<string> {
  const body = { kind: 'authority', name: '示例农业农村局', uscc: freshUscc(), region: '370686' };
  return String((await made(admin.post('/api/v1/organizations', body)))['id']);
}

/** An official of a region who records for a body; for a new authority unless told. */
export async function createOfficial(
  farm: Cooperative,
  role: 'inspector' | 'regulator' = 'inspector',
  region = '370686',
  body?: string,
): Promise<Official> {
  const authorityId = body ?? (await createAuthority(farm));
  const { headers, accountId } = await farm.service.signIn({
    login: `${role}-${uuidv7()}`,
    name: '检查员',
    password: 'a long enough password',
    grants: [
      { role, organizationId: null, region },
      { role: 'recorder', organizationId: authorityId, region: null },
    ],
  });
  return { caller: new Caller(farm.service.url, headers), accountId, authorityId };
}
