/** Module boundaries (docs/adr/0001). Each rule has a name and a reason; the lint step fails on the first violation. */
const { include } = require('./tsconfig.json');

const MODULES = [...include.filter((folder) => !/^(bench|features|scripts|test)/.test(folder)), 'console'];
/** A feature has rooms of the same names, with the same boundaries (docs/adr/0041). */
const within = (names) => [`^(${names.join('|')})/`, `^features/[^/]+/(${names.join('|')})/`];

/** Modules that each module may import, and why no others. A module that is not listed here fails the check. */
const BOUNDARIES = {
  domain: [[], 'Domain rules depend on no other module, so that workflows, API and tests can share them.'],
  rulebook: [['domain'], 'The rulebook is data about law: it knows the domain, not the infrastructure.'],
  config: [[], 'A process reads its configuration before any other module starts.'],
  tracing: [[], 'Trace and correlation ids depend on no other module, so that every process can set them.'],
  workflows: [
    ['domain'],
    'A workflow reaches everything else through activities, which it imports as types only.',
    ['activities'],
  ],
  registry: [
    ['domain', 'rulebook', 'config'],
    'The registry stores records and must not know which process or caller uses it.',
  ],
  letters: [
    ['domain', 'rulebook', 'registry', 'sandbox'],
    'Letters render records as text in a language; other modules send them.',
  ],
  sandbox: [
    ['domain'],
    'The sandbox confines programs that read untrusted bytes: it knows only the shapes that they return.',
  ],
  activities: [
    ['domain', 'rulebook', 'registry', 'letters', 'platforms', 'tracing'],
    'Activities have the effects of workflows: only the worker uses them, and they import no higher layer.',
  ],
  worker: [
    ['activities', 'platforms', 'letters', 'registry', 'client', 'domain', 'config', 'tracing'],
    'The worker registers workflows and activities with Temporal.',
    ['workflows'],
  ],
  platforms: [
    ['domain', 'registry', 'config', 'tracing'],
    'A platform is called through one port; its implementations know no workflow and no use case.',
  ],
  examples: [
    [],
    'An example shows the code of others, who have the published packages and the port, and nothing else of Notice Desk.',
  ],
  inbound: [
    ['domain', 'registry', 'config', 'sandbox', 'sandbox/lists', 'process', 'jobs'],
    'Inbound mail is received and parsed but not decided; only the readers of hostile files and process helpers are shared.',
  ],
  watchdog: [
    ['registry', 'config'],
    'The watchdog must work while everything else is down; it reads and pages and never acts.',
  ],
  contract: [['domain'], 'The public contract is built from domain types only.'],
  client: [
    ['domain', 'registry'],
    'The Temporal client starts, updates and queries notice workflows; it decides nothing.',
  ],
  application: [
    ['domain', 'rulebook', 'registry', 'letters', 'client', 'sandbox', 'contract', 'tracing'],
    'Use cases serve every caller: they know no HTTP and change a notice only through its workflow.',
  ],
  process: [
    ['domain', 'rulebook', 'registry', 'client', 'application', 'tracing'],
    'Every process opens the services, repeats work and stops in the same way.',
  ],
  jobs: [
    ['domain', 'rulebook', 'registry', 'client', 'application', 'contract', 'config', 'process'],
    'A job decides when a use case runs by itself; what it does is in `application/`.',
  ],
  api: [
    [
      'domain',
      'rulebook',
      'registry',
      'letters',
      'contract',
      'application',
      'client',
      'sandbox',
      'config',
      'tracing',
      'process',
      'jobs',
    ],
    'The API translates HTTP into calls of use cases; it takes no action of its own.',
  ],
  verifier: [
    [],
    'The verifier must not trust the code that wrote the audit log, so it has its own tree, notes and canonical JSON.',
  ],
  sdk: [
    ['domain', 'contract', 'verifier'],
    'The SDK is published: its users have only the HTTP interface of the desk, and check receipts offline.',
  ],
  cli: [
    ['domain', 'rulebook', 'contract', 'sandbox/lists', 'config', 'verifier', 'sdk'],
    'The CLI calls the desk over HTTP like every client; its offline commands use domain, rulebook and file readers.',
  ],
  console: [
    ['domain'],
    'The console calls the desk over HTTP; it imports the shapes of responses as types only.',
    ['contract'],
  ],
  desk: [
    ['domain', 'config', 'platforms'],
    'The embedded desk only starts processes; of a platform it reads the settings.',
  ],
};

const boundaries = MODULES.map((folder) => {
  const [uses, comment, types = []] = BOUNDARIES[folder];
  const open = [folder, ...uses, ...types];
  return {
    name: `${folder}-stays-within`,
    comment,
    severity: 'error',
    from: { path: within([folder]) },
    to: { path: within(MODULES), pathNot: within(open) },
  };
});

const typesOnly = Object.entries(BOUNDARIES).flatMap(([folder, [, comment, types]]) =>
  types === undefined
    ? []
    : [
        {
          name: `${folder}-by-type-alone`,
          comment,
          severity: 'error',
          from: { path: within([folder]) },
          to: { path: within(types), dependencyTypesNot: ['type-only'] },
        },
      ],
);

module.exports = {
  forbidden: [
    ...boundaries,
    ...typesOnly,
    {
      name: 'nothing-needs-a-feature',
      comment: 'The desk works without its optional features; a list in each room names them (docs/adr/0041).',
      severity: 'error',
      from: { pathNot: '^(features/|[a-z]+/features[.]tsx?$)' },
      to: { path: '^features/' },
    },
    {
      name: 'features-stay-apart',
      comment: 'Each optional feature can be removed alone.',
      severity: 'error',
      from: { path: '^features/([^/]+)/' },
      to: { path: '^features/[^/]+/', pathNot: '^features/$1/' },
    },
    {
      name: 'nothing-needs-a-kind-of-platform',
      comment: 'platforms/registered.ts alone names the kinds of platforms, so that each can be removed alone.',
      severity: 'error',
      from: { path: '^[^/]+/', pathNot: '^platforms/(registered[.]ts|[^/]+/)' },
      to: { path: '^platforms/[^/]+/' },
    },
    {
      name: 'kinds-of-platforms-stay-apart',
      comment: 'Each kind of platform can be removed alone.',
      severity: 'error',
      from: { path: '^platforms/([^/]+)/' },
      to: { path: '^platforms/[^/]+/', pathNot: '^platforms/$1/' },
    },
    {
      name: 'nothing-needs-an-example',
      comment: 'Examples can be removed.',
      severity: 'error',
      from: { pathNot: '^examples/' },
      to: { path: '^examples/' },
    },
    {
      name: 'domain-and-workflows-without-node',
      comment: 'This code runs in the workflow sandbox of Temporal, which has no Node built-ins.',
      severity: 'error',
      from: { path: '^(domain|workflows)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflows-without-calendar',
      comment:
        'Every cached workflow evaluates its modules again; the calendar library costs 155 kB a notice (docs/adr/0003).',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^domain/(open-clocks|clock-arithmetic|roster)' },
    },
    {
      name: 'domain-light-where-workflows-go',
      comment: 'A module that workflows import must not reach zod (540 kB a cached notice) or the calendar library.',
      severity: 'error',
      from: { path: '^domain/', pathNot: '^domain/(open-clocks|clock-arithmetic|roster)' },
      to: { path: 'node_modules/(zod|temporal-polyfill|pino)', reachable: true },
    },
    {
      name: 'watchdog-without-temporal',
      comment: 'The watchdog must work while Temporal is down.',
      severity: 'error',
      from: { path: '^watchdog/' },
      to: { path: 'node_modules/@temporalio' },
    },
    {
      name: 'http-in-the-api-alone',
      comment: 'A service that knows HTTP cannot serve mail, batches or jobs.',
      severity: 'error',
      from: { path: '^(domain|rulebook|registry|letters|contract|client|application|jobs|platforms|activities)/' },
      to: { path: 'node_modules/(fastify|@fastify)' },
    },
    {
      name: 'services-without-config',
      comment:
        'A use case receives its settings as parameters; only the entry point of a process reads the configuration.',
      severity: 'error',
      from: { path: '^(application|client|process|jobs)/', pathNot: '^jobs/main[.]ts$' },
      to: { path: '^config/' },
    },
    {
      name: 'no-cycles',
      comment: 'Files in a cycle cannot be understood, tested or changed one by one; this includes cycles of types.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
