import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPaths, Paths, type KnownEdge } from '../../src/batches/paths.js';

const edge = (entry: string, parent: string, child: string): KnownEdge => ({ entry, parent, child });

/** Whether a path leads from one batch to another, found by brute force. */
function leads(edges: readonly KnownEdge[], from: string, to: string): boolean {
  const reached = new Set([from]);
  for (let grown = -1; grown !== reached.size;) {
    grown = reached.size;
    for (const { parent, child } of edges) if (reached.has(parent)) reached.add(child);
  }
  return reached.has(to);
}

/** Readers of edges that lie somewhere, and how often they were asked. */
function kept(edges: readonly KnownEdge[]) {
  const asked = { times: 0 };
  const read = (end: 'parent' | 'child') => (batches: readonly string[]) => {
    asked.times += 1;
    return Promise.resolve(edges.filter((one) => batches.includes(one[end])));
  };
  return { asked, above: read('child'), below: read('parent') };
}

describe('paths', () => {
  it('refuse what closes a circle of any length, and name the edge', () => {
    const paths = new Paths([edge('e1', 'a', 'b'), edge('e2', 'b', 'c'), edge('e3', 'c', 'd')]);
    const back = edge('e4', 'd', 'a');
    expect(paths.admit('e4', [edge('e4', 'x', 'a'), back])).toEqual(back);
    expect(paths.admit('e5', [edge('e5', 'a', 'd')])).toBeNull();
  });

  it('are as before after a refusal', () => {
    const paths = new Paths([edge('e1', 'a', 'b')]);
    expect(paths.admit('e2', [edge('e2', 'b', 'a'), edge('e2', 'b', 'c')])).not.toBeNull();
    expect(paths.admit('e3', [edge('e3', 'c', 'a')])).toBeNull();
  });

  it('know what earlier entries of the same group said', () => {
    const paths = new Paths([]);
    expect(paths.admit('e1', [edge('e1', 'a', 'b')])).toBeNull();
    expect(paths.admit('e2', [edge('e2', 'b', 'a')])).not.toBeNull();
  });

  it('forget what a correction takes back, and know it again when the correction is refused', () => {
    const paths = new Paths([edge('e1', 'a', 'b'), edge('e2', 'b', 'c')]);
    expect(paths.admit('e1', [edge('e1', 'c', 'b')])).not.toBeNull();
    expect(paths.admit('e3', [edge('e3', 'c', 'a')])).not.toBeNull();
    expect(paths.admit('e1', [edge('e1', 'z', 'b')])).toBeNull();
    expect(paths.admit('e3', [edge('e3', 'c', 'a')])).toBeNull();
  });

  it('take one look where nothing hangs below the child or above the parent', async () => {
    const long = Array.from({ length: 50 }, (_, at) => edge(`e${at}`, `b${at}`, `b${at + 1}`));
    const fresh = kept(long);
    expect(await findPaths(['b50'], ['new'], fresh.above, fresh.below)).toEqual([]);
    expect(fresh.asked.times).toBe(2);
    const grown = kept(long);
    expect(await findPaths(['field'], ['b0'], grown.above, grown.below)).toEqual([]);
    expect(grown.asked.times).toBe(2);
  });

  it('are found on the side that ends first', async () => {
    const fan = Array.from({ length: 500 }, (_, at) =>
      edge(`f${at}`, at === 0 ? 'bin' : `s${at - 1}`, `s${at}`),
    );
    const { asked, above, below } = kept([...fan, edge('p1', 'root', 'in'), edge('p0', 'bin', 'root')]);
    const found = await findPaths(['in'], ['bin'], above, below);
    expect(leads(found, 'bin', 'in')).toBe(true);
    expect(asked.times).toBeLessThan(12);
  });

  it('answer for any graph and any recording what a search of all of it answers', async () => {
    const batch = fc.integer({ min: 0, max: 11 }).map(String);
    const pair = fc.tuple(batch, batch).filter(([parent, child]) => parent !== child);
    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { maxLength: 25 }),
        fc.array(pair, { minLength: 1, maxLength: 4 }),
        async (old, fresh) => {
          const graph: KnownEdge[] = [];
          for (const [at, [parent, child]] of old.entries())
            if (!leads(graph, child, parent)) graph.push(edge(`e${at}`, parent, child));
          const added = fresh.map(([parent, child]) => edge('new', parent, child));
          const { above, below } = kept(graph);
          const [parents, children] = [added.map(({ parent }) => parent), added.map(({ child }) => child)];
          const paths = new Paths(await findPaths(parents, children, above, below));
          const whole = [...graph, ...added];
          const hasCircle = added.some(({ parent, child }) => leads(whole, child, parent));
          expect(paths.admit('new', added) !== null).toBe(hasCircle);
        },
      ),
    );
  });
});
