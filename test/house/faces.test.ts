import { describe, expect, test } from 'vitest';
import { publicPages } from '../web/page-fixtures.js';
import { projectFiles, textOf } from './project-files.js';

const browserTests = projectFiles('test/web').filter((path) => path.endsWith('.test.ts'));
const looking = browserTests.filter((path) => textOf(path).includes('lookAtPlaces('));
const ofConsole = looking.filter((path) => textOf(path).includes('openConsole('));
const ofField = looking.filter((path) => textOf(path).includes('createField('));

const found = (pattern: RegExp, text: string): string[] =>
  [...text.matchAll(pattern)].map(([, one = '']) => one);

/** Places that are looked at with axe, at twice the size and in forced colours, as they stand in the tests. */
function placesIn(paths: readonly string[]): string[] {
  return paths.flatMap((path) => found(/\[\s*[`'"]((?:\$\{\w+\})?\/[^`'"]*)[`'"],/g, textOf(path)));
}

const lookedAt = placesIn(ofConsole);
const startsAt = (name: string): boolean =>
  lookedAt.some(
    (place) => place === `/${name}` || place.startsWith(`/${name}/`) || place.startsWith(`/${name}?`),
  );

/** What a person comes for, and the walk with a keyboard alone that does it, by its file and what it is called. */
const walks = {
  'signing in': ['keyboard-browser', 'sign in, and out again'],
  'recording a harvest': ['capture-faces-browser', 'is walked through with the keyboard alone'],
  'recording a spray, a processing, a shipment': ['keyboard-browser', 'record a spray, a step of processing'],
  'adding a product and opening a batch': ['desk-browser', 'by keyboard alone'],
  'printing labels': ['keyboard-browser', 'issue labels, keep their file'],
  'issuing a certificate': ['keyboard-browser', 'issue a certificate, and revoke it'],
  'taking a delivery over': ['keyboard-browser', 'take a delivery over'],
  'confirming a delivery by the code of its note': [
    'keyboard-browser',
    'confirm a delivery by the code on its note',
  ],
  'opening, acknowledging and ending a recall': ['recalls-browser', 'with the keyboard alone'],
  'ending an inquiry into a finding': ['console-cases', 'with the keyboard alone'],
  'checking all chains': ['keyboard-browser', 'check all chains, and take the report'],
  exporting: ['keyboard-browser', 'make a file, and take it'],
  'reading a scan': ['scan-browser', 'can be walked by keyboard'],
} as const;

/** Where pages are sent from that src/web does not render, and an address of theirs among those that are looked at. */
const otherPages: Readonly<Record<string, string>> = {
  'src/http/problems.controller.ts': '/problems',
  'src/http/problem-reply.ts': '/nowhere',
};

describe('the faces of the product', () => {
  test('screens of the console: each is looked at with something on it', () => {
    const screens = found(/^ {2}'?([a-z-]*)'?: \w+Screen,$/gm, textOf('src/web/console/screens.tsx'));
    expect(screens.length).toBeGreaterThan(15);
    expect(screens.filter((name) => !startsAt(name))).toEqual([]);
  });

  test('screens that no menu leads to, and parts of a batch: each is looked at', () => {
    const others = found(/place\.name === '([a-z-]+)'/g, textOf('src/web/console/app.tsx'));
    expect([...new Set(others)].filter((name) => !startsAt(name))).toEqual([]);
    const parts = found(/^ {2}(\w+): \{ words: batchWords/gm, textOf('src/web/console/batch-screen.tsx'));
    expect(parts.length).toBeGreaterThan(4);
    expect(parts.filter((part) => !lookedAt.some((place) => place.endsWith(`/${part}`)))).toEqual([]);
  });

  test('who looks at screens of the console also shows them what is typed to deceive', () => {
    expect(ofConsole.filter((path) => !textOf(path).includes('expectHarmless('))).toEqual([]);
  });

  test('screens of the app for the field: each is looked at, and each step of its forms', () => {
    const app = textOf('src/web/capture/app.tsx');
    const screens = found(/place === '(\/[a-z/-]*)'/g, app);
    expect(screens.length).toBeGreaterThan(3);
    const seen = placesIn(ofField);
    expect(screens.filter((place) => !seen.includes(place))).toEqual([]);
    expect(textOf('test/web/capture-faces-browser.test.ts')).toContain('Object.entries(forms)');
  });

  test('pages for everybody: each function that renders one has its example', () => {
    const renderers = projectFiles('src/web')
      .filter((path) => /^src\/web\/[\w-]+\.tsx$/.test(path))
      .flatMap((path) => found(/^export function (render\w+)/gm, textOf(path)));
    const examples = Object.keys(publicPages()).map((name) => name.split(',')[0]);
    // The frame of all, the two apps with theirs, and the page of a scan, of which each look is an example.
    const apart = ['renderPage', 'renderAppPage', 'renderCapturePage', 'renderConsolePage', 'renderScanPage'];
    expect(renderers.length).toBeGreaterThan(15);
    expect(renderers.filter((name) => !examples.includes(name) && !apart.includes(name))).toEqual([]);
  });

  test('pages from elsewhere: each is looked at', () => {
    const senders = projectFiles('src').filter(
      (path) =>
        /'text\/html; charset=utf-8'/.test(textOf(path)) &&
        !/render\w+(Page|Note)\(|@Prints|pageHeaders/.test(textOf(path)),
    );
    expect(senders.filter((path) => otherPages[path] === undefined)).toEqual([]);
    const addresses = textOf('test/web/service-pages.test.ts');
    expect(Object.values(otherPages).filter((address) => !addresses.includes(`'${address}'`))).toEqual([]);
  });

  test('main tasks: each is done with a keyboard alone', () => {
    const missing = Object.entries(walks).filter(
      ([, [file, title]]) => !textOf(`test/web/${file}.test.ts`).includes(title),
    );
    expect(missing).toEqual([]);
  });
});
