// How long an inclusion proof takes from tiles that PostgreSQL holds in memory, in trees of 1,000,000 and 100,000,000
// leaves. The tiles are generated, not appended, and laid straight into a table like the service's own:
//
// - 1,000,000 leaves: all tiles of the tree over SHA-256 of the numbers 0 … 999,999.
// - 100,000,000 leaves: 390,625 tiles of level 0 exactly, of which only those that lie under a sampled leaf are made, of
//   the same kind of leaves; the roots of all others are SHA-256 of a name instead. All tiles above them are whole and
//   follow from those roots. So every proof that is asked for is one of a consistent tree, and each is checked.
//
// What is measured is the service's own prover: the plan, one query, the fold. Without HTTP.
import { hash, randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { built, percentile, query } from './service.mjs';

const samples = 500;
const tilesAtOnce = 500;
const small = 1_000_000;
const large = 100_000_000;

/** Latencies of single proofs, one after another, in milliseconds, for both trees. */
export async function proofLatency(databaseUrl) {
  const [tile, growth, proof, { leafHash }, { proveInclusions }, { Database }] = await Promise.all([
    built('ledger/tile.js'),
    built('ledger/growth.js'),
    built('ledger/proof.js'),
    built('ledger/hash.js'),
    built('log/prover.js'),
    built('database/database.js'),
  ]);
  const leafAt = (index) => leafHash(Buffer.from(String(index)));
  const leavesFrom = (first) => Array.from({ length: tile.tileWidth }, (_, at) => leafAt(first + at));

  async function wholeTree(store) {
    let edge = growth.emptyEdge;
    for (let from = 0; from < small; from += 10_000) {
      const grown = growth.growTree(
        edge,
        Array.from({ length: 10_000 }, (_, at) => leafAt(from + at)),
      );
      await store(grown.tiles);
      edge = grown.edge;
    }
    return { size: small, root: growth.edgeRoot(edge) };
  }

  async function sparseTree(store, indices) {
    const made = new Map();
    for (const index of new Set(indices.map((leaf) => Math.floor(leaf / tile.tileWidth)))) {
      made.set(index, Buffer.concat(leavesFrom(index * tile.tileWidth)));
    }
    await store([...made].map(([index, bytes]) => ({ level: 0, index, bytes })));
    const roots = Array.from({ length: large / tile.tileWidth }, (_, index) => {
      const bytes = made.get(index);
      return bytes === undefined ? hash('sha256', `tile ${index}`, 'buffer') : tile.perfectRoot(bytes);
    });
    // Above full tiles the tree is that over their roots, one level up.
    const { edge, tiles } = growth.growTree(growth.emptyEdge, roots);
    await store(tiles.map((grown) => ({ ...grown, level: grown.level + 1 })));
    return { size: large, root: growth.edgeRoot(edge) };
  }

  const trees = { [small]: wholeTree, [large]: sparseTree };
  const answers = {};
  for (const [size, makeTree] of Object.entries(trees)) {
    const name = `bench_proofs_${size}`;
    await query(databaseUrl, `create database ${name}`);
    const url = new URL(databaseUrl);
    url.pathname = `/${name}`;
    await query(url.href, tableText);
    const indices = Array.from({ length: samples }, () => randomInt(Number(size)));
    const head = await makeTree((tiles) => storeTiles(url.href, tiles), indices);
    const database = await Database.connect(url.href, []);
    const proveAll = async () => {
      const took = [];
      for (const index of indices) {
        const startedMs = performance.now();
        const [hashes] = await proveInclusions(database, [index], head.size);
        took.push(performance.now() - startedMs);
        const fault = proof.checkInclusion(head, index, leafAt(index), hashes);
        if (fault !== null) throw new Error(`the proof of ${index} of ${size}: ${fault.code}`);
      }
      return took;
    };
    await proveAll();
    const took = await proveAll();
    await database.close();
    answers[size] = { proofs: samples, p50Ms: percentile(took, 0.5), p99Ms: percentile(took, 0.99) };
  }
  return answers;
}

/** As src/database/migrations has it. */
const tableText = `create table log_tiles (level smallint not null, tile_index bigint not null, hashes bytea not null,
  primary key (level, tile_index)); alter table log_tiles alter column hashes set storage external;`;

async function storeTiles(databaseUrl, tiles) {
  for (let from = 0; from < tiles.length; from += tilesAtOnce) {
    const some = tiles.slice(from, from + tilesAtOnce);
    await query(
      databaseUrl,
      `insert into log_tiles select l, i, h from unnest($1::smallint[], $2::bigint[], $3::bytea[]) as t (l, i, h)
       on conflict (level, tile_index) do update set hashes = excluded.hashes`,
      [
        some.map(({ level }) => level),
        some.map(({ index }) => index),
        some.map(({ bytes }) => Buffer.from(bytes)),
      ],
    );
  }
}
