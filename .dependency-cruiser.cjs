/**
 * The import rules of ARCHITECTURE.md: imports go down only.
 *
 * Folders stand in tiers, lowest first; a folder imports from its own tier and from those below. Rules for folders that
 * do not exist yet hold from their first file on.
 */
const tiers = [
  ['ledger'],
  ['gs1'],
  ['config', 'database', 'http', 'access'],
  ['log', 'witness'],
  ['parties', 'batches'],
  [
    'lists',
    'events',
    'exports',
    'privacy',
    'labels',
    'deliveries',
    'scan',
    'audit',
    'trace',
    'findings',
    'certificates',
    'certifications',
    'inspections',
    'recalls',
    'pages',
    'apps',
    'cases',
    'figures',
  ],
];

const folders = (names) => `^src/(${names.join('|')})/`;

const downOnly = tiers.slice(0, -1).map((tier, level) => ({
  name: `down-only-from-${tier.join('-')}`,
  comment: 'Imports go down only.',
  severity: 'error',
  from: { path: folders(tier) },
  to: { path: folders(tiers.slice(level + 1).flat()) },
}));

const fences = [
  {
    name: 'pure-core-imports-nothing-of-node',
    comment: 'ledger, gs1, web and client run in a browser, too.',
    severity: 'error',
    from: { path: folders(['ledger', 'gs1', 'web', 'client']) },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'pure-core-packages',
    comment: 'The verifier depends on the noble packages and nothing else.',
    severity: 'error',
    from: { path: folders(['ledger', 'gs1']) },
    to: { path: 'node_modules', pathNot: 'node_modules/@noble/' },
  },
  {
    name: 'web-sees-only-the-pure-parts',
    comment: 'Pages are made from ledger, gs1 and the pure parts of events/kinds.',
    severity: 'error',
    from: { path: '^src/web/', pathNot: '^src/web/(app|capture|console)/' },
    to: {
      path: '^src/',
      pathNot: ['^src/(web|gs1|ledger)/', '^src/events/kinds/(?!.*\\.(dto|row|store|service|module)\\.ts$)'],
    },
  },
  {
    name: 'the-apps-see-the-client-and-the-pure-parts',
    severity: 'error',
    from: { path: '^src/web/(app|capture|console)/' },
    to: { path: '^src/', pathNot: '^src/(web|client|gs1|ledger)/' },
  },
  {
    name: 'web-is-seen-by-who-draws-pages-only',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/(web|scan|pages|labels|deliveries|certificates|apps)/'] },
    to: { path: '^src/web/' },
  },
  {
    name: 'offline-tools-see-only-the-pure-parts',
    comment: 'What verifies offline must not need the service.',
    severity: 'error',
    from: { path: ['^src/client/', '^src/cli/(verify|audit)'] },
    to: {
      path: '^src/',
      pathNot: [
        '^src/(client|gs1|ledger)/',
        '^src/cli/',
        '^src/events/kinds/(?!.*\\.(dto|row|store|service|module)\\.ts$)',
      ],
    },
  },
  {
    name: 'the-client-runs-anywhere',
    comment: 'furrow/client is for browsers and phones, too; what is of the browser alone stands apart.',
    severity: 'error',
    from: { path: '^src/client/', pathNot: '^src/client/browser/' },
    to: { path: ['node_modules', '^src/client/browser/'], pathNot: 'node_modules/uuidv7/' },
  },
  {
    name: 'idb-only-in-the-browser-s-stores',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/client/browser/' },
    to: { path: 'node_modules/idb/' },
  },
  {
    name: 'a-witness-needs-the-formats-and-a-disk',
    comment: 'Whoever runs a witness must not have to run, or trust, the service.',
    severity: 'error',
    from: { path: '^src/witness/' },
    to: {
      path: '^src/|node_modules',
      pathNot: ['^src/(witness|ledger|config)/', 'node_modules/@types/node/'],
    },
  },
  {
    name: 'rules-are-pure',
    comment:
      'What a rule finds follows from the record and the lists: no Node, no framework, no clock, no table.',
    severity: 'error',
    from: { path: '^src/findings/rules/' },
    to: {
      path: ['^src/', 'node_modules'],
      pathNot: [
        '^src/(ledger|gs1)/',
        '^src/lists/(rows|confidence)\\.ts$',
        '^src/events/(kinds/(?!.*\\.(dto|row|store|service|module)\\.ts$)|timing\\.ts$)',
        '^src/findings/(?!.*\\.(row|store|service|controller|dto|module)\\.ts$)',
      ],
    },
  },
  {
    name: 'rules-need-nothing-of-node',
    severity: 'error',
    from: { path: '^src/findings/(rules/|rules\\.ts$|judge-record\\.ts$)' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'typeorm-only-where-rows-are',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/database/', '\\.(row|store)\\.ts$'] },
    to: { path: 'node_modules/(@nestjs/)?typeorm/' },
  },
  {
    name: 'elkjs-only-where-graphs-are-laid-out',
    comment: 'It weighs more than all the rest: a part of the console that is loaded with the first figure.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/web/console/graph-layout\\.ts$' },
    to: { path: 'node_modules/elkjs/' },
  },
  {
    name: 'qrcode-only-in-labels',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/labels/' },
    to: { path: 'node_modules/(@types/)?qrcode/' },
  },
  {
    name: 'rows-and-stores-are-private-to-their-folder',
    comment: 'Across features only services are imported.',
    severity: 'error',
    from: { path: '^src/([^/]+)/' },
    to: { path: '^src/[^/]+/.*\\.(row|store)\\.ts$', pathNot: '^src/$1/' },
  },
  {
    name: 'dtos-are-private-to-their-feature',
    comment: 'The shapes of http are for all; those of a feature are its own.',
    severity: 'error',
    from: { path: '^src/([^/]+)/' },
    to: { path: '^src/[^/]+/.*\\.dto\\.ts$', pathNot: ['^src/$1/', '^src/http/'] },
  },
  {
    name: 'nothing-above-is-imported',
    comment: 'app, main and the commands stand on top.',
    severity: 'error',
    from: { path: '^src/[^/]+/', pathNot: '^src/cli/' },
    to: { path: ['^src/[^/]+\\.tsx?$', '^src/cli/'] },
  },
];

const hygiene = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'no-orphans',
    comment: 'A file nobody imports is either unused or a test without tests.',
    severity: 'error',
    from: {
      orphan: true,
      path: '^src/',
      pathNot: ['^src/main\\.ts$', '^src/web/capture/service-worker\\.ts$', '\\.d\\.ts$'],
    },
    to: {},
  },
  { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'the-service-needs-no-development-package',
    comment: 'What a build bundles for browsers is no package of the service.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/web/console/graph-layout\\.ts$' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
  },
  {
    name: 'declared-packages-only',
    severity: 'error',
    from: { path: '^(src|test)/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'src-does-not-know-its-tests',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(test|scripts)/' },
  },
];

module.exports = {
  forbidden: [...downOnly, ...fences, ...hygiene],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
