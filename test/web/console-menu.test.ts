import { describe, expect, it } from 'vitest';
import { menuOf } from '../../src/web/console/menu.js';
import type { Account, Role } from '../../src/web/console/surroundings.js';

/** The menu of who has a role of a region and one in an organization of that kind. */
function menuIn(kind: string, role: Role, official: Role | null = null): string[] {
  const organization = { id: 'o', name: '示例', region: '370686', kind };
  const grants = [{ role, organization: 'o', region: null }];
  const own = official === null ? [] : [{ role: official, organization: null, region: '3706' }];
  const account: Account = {
    login: 'l',
    grants: [...own, ...grants],
    needsSecondFactor: false,
    organizations: [organization],
  };
  return menuOf(account).map(({ name }) => name);
}

const ofGoods = [
  'new-batch',
  'deliveries',
  'notices',
  'stops',
  'labels',
  'certificates',
  'certifications',
  'products',
  'sites',
];

describe('the menu of the console', () => {
  it('has what producers do for members of organizations with goods', () => {
    expect(menuIn('cooperative', 'owner')).toEqual(expect.arrayContaining(ofGoods));
    expect(menuIn('cooperative', 'viewer')).not.toContain('new-batch');
  });

  it('has nothing of goods for the staff of bodies without any, and all that is theirs', () => {
    for (const kind of ['authority', 'laboratory', 'certifier', 'operator'])
      expect(menuIn(kind, 'owner').filter((name) => ofGoods.includes(name))).toEqual([]);
    expect(menuIn('authority', 'recorder', 'regulator')).toEqual(
      expect.arrayContaining(['anomalies', 'audit', 'trace', 'recalls', 'inspections', 'exports', 'devices']),
    );
  });

  it('has people for those who name them, members and machines for those who decide about them', () => {
    expect(menuIn('cooperative', 'recorder')).toContain('people');
    expect(menuIn('cooperative', 'viewer')).not.toContain('people');
    expect(menuIn('cooperative', 'recorder')).not.toContain('members');
    expect(menuIn('authority', 'viewer', 'admin')).toContain('members');
    expect(menuIn('authority', 'viewer', 'regulator')).not.toContain('members');
    expect(menuIn('laboratory', 'owner')).toContain('machines');
    expect(menuIn('cooperative', 'recorder', 'admin')).not.toContain('machines');
  });

  it('has applications for those who decide about them', () => {
    for (const role of ['inspector', 'regulator', 'admin'] as const)
      expect(menuIn('authority', 'viewer', role)).toContain('applications');
    expect(menuIn('cooperative', 'owner')).not.toContain('applications');
  });

  it('has looks beyond one’s own for those who may ask, and who looked for all who may read it', () => {
    for (const role of ['inspector', 'regulator', 'admin'] as const)
      expect(menuIn('authority', 'viewer', role)).toEqual(
        expect.arrayContaining(['break-glass', 'accesses']),
      );
    for (const role of ['owner', 'recorder', 'viewer'] as const) {
      expect(menuIn('cooperative', role)).toContain('accesses');
      expect(menuIn('cooperative', role)).not.toContain('break-glass');
    }
    expect(menuIn('certifier', 'viewer', 'certifier')).not.toContain('break-glass');
  });

  it('has accounts of officials, keys of labels and lists for admins alone', () => {
    expect(menuIn('operator', 'viewer', 'admin')).toEqual(
      expect.arrayContaining(['officials', 'label-keys', 'lists']),
    );
    for (const role of ['inspector', 'regulator', 'certifier'] as const)
      for (const name of ['officials', 'label-keys', 'lists'])
        expect(menuIn('authority', 'owner', role)).not.toContain(name);
  });

  it('has certifications for those who certify and oversee, though their body has no goods', () => {
    for (const role of ['certifier', 'inspector', 'regulator'] as const)
      expect(menuIn('certifier', 'recorder', role)).toContain('certifications');
    expect(menuIn('operator', 'recorder', 'admin')).not.toContain('certifications');
  });
});
