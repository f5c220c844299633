// Makes the fonts that labels are printed with: .cache/label-font/ (index.json names every face).
//
// Noto Sans SC comes as woff2 files of a package; a PDF with such a file whole is 3.7 MB and larger, with a
// TrueType file pdfkit embeds only the glyphs that are used. So each file is converted once, without the
// tables for layout that single upright lines do not need. The package's "chinese-simplified" file holds the
// 7,333 usual characters with Latin and digits; the rest of its characters (rare place and family names,
// signs) are in numbered files, of which only those that add something are kept, one small face each.
//
// Does nothing when the output was made by this version from the installed packages.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fontkit from 'fontkit';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, '.cache', 'label-font');
const recipe = 1;
const sans = '@fontsource/noto-sans-sc';
const mono = '@fontsource/noto-sans-mono';
const unneeded = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'STAT', 'kern', 'vhea', 'vmtx', 'meta'];

const versionOf = (name) => require(`${name}/package.json`).version;
const stamp = [
  `recipe ${recipe}`,
  ...[sans, mono, 'subset-font'].map((name) => `${name} ${versionOf(name)}`),
].join(', ');

function isCurrent() {
  try {
    return JSON.parse(readFileSync(join(output, 'index.json'), 'utf8')).stamp === stamp;
  } catch {
    return false;
  }
}

const folderOf = (name) => join(dirname(require.resolve(`${name}/package.json`)), 'files');
const charactersOf = (woff2) => fontkit.create(woff2).characterSet;
const textOf = (codePoints) => codePoints.map((point) => String.fromCodePoint(point)).join('');

async function make() {
  const { default: subsetFont } = await import('subset-font');
  const convert = (woff2, codePoints) =>
    subsetFont(woff2, textOf(codePoints), {
      targetFormat: 'truetype',
      noHinting: true,
      dropTables: unneeded,
    });
  const made = `${output}.${process.pid}`;
  mkdirSync(made, { recursive: true });
  const save = async (file, woff2, codePoints) =>
    writeFileSync(join(made, file), await convert(woff2, codePoints));

  const usual = readFileSync(join(folderOf(sans), 'noto-sans-sc-chinese-simplified-400-normal.woff2'));
  const held = new Set(charactersOf(usual));
  await save('regular.ttf', usual, [...held]);
  const bold = readFileSync(join(folderOf(sans), 'noto-sans-sc-chinese-simplified-700-normal.woff2'));
  await save('bold.ttf', bold, charactersOf(bold));
  const fixed = readFileSync(join(folderOf(mono), 'noto-sans-mono-latin-500-normal.woff2'));
  await save('mono.ttf', fixed, charactersOf(fixed));

  const rare = [];
  const numbered = readdirSync(folderOf(sans)).filter((file) =>
    /^noto-sans-sc-\d+-400-normal\.woff2$/.test(file),
  );
  for (const source of numbered.sort()) {
    const woff2 = readFileSync(join(folderOf(sans), source));
    const added = charactersOf(woff2).filter((point) => !held.has(point));
    if (added.length === 0) continue;
    const file = `rare-${String(rare.length).padStart(2, '0')}.ttf`;
    await save(file, woff2, added);
    for (const point of added) held.add(point);
    rare.push({ file, characters: textOf(added) });
  }
  writeFileSync(join(made, 'index.json'), JSON.stringify({ stamp, rare }));
  place(made);
  return held.size;
}

/** Two set-ups may run at once; whichever is second finds the same fonts already in place. */
function place(made) {
  try {
    rmSync(output, { recursive: true, force: true });
    renameSync(made, output);
  } catch (fault) {
    rmSync(made, { recursive: true, force: true });
    if (!isCurrent()) throw fault;
  }
}

if (!isCurrent()) console.log(`label fonts: ${await make()} characters in ${output}`);
