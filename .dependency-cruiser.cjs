/** Module boundaries (docs/adr/0001). Each rule has a name and a reason; the lint step fails on the first violation. */
const { include } = require('./tsconfig.json');

const ROOMS = [...include.filter((room) => room !== 'bench' && !room.startsWith('test')), 'console'];
const within = (names) => `^(${names.join('|')})/`;

/** Modules that each module may import, and why no others. A module that is not listed here fails the check. */
const WALLS = {
  domain: [[], 'The rules of the trade depend on nothing of ours, so that workflows, API and tests can share them.'],
  rulebook: [['domain'], 'Law as data knows the trade, not the machinery.'],
  config: [[], 'How a process is set up is read before anything of it starts.'],
  tracing: [[], 'Who tells what has caused what needs nothing of ours: ids are enough.'],
  workflows: [['domain'], 'Everything else is an activity, known by its type only.', ['activities']],
  registry: [['domain', 'rulebook', 'config'], 'Records know nothing of processes or of who asks.'],
  letters: [
    ['domain', 'rulebook', 'registry', 'sandbox'],
    'What is written of the records in the words of a language; who sends it is no matter here.',
  ],
  mail: [['domain'], 'How a mail leaves, for every process that sends one; what it says is written elsewhere.'],
  sandbox: [[], 'How a program that works on foreign bytes is started, and what it may use.'],
  temporal: [
    ['domain', 'registry'],
    'How everything goes to Temporal, sealed; the same for whoever asks and whoever works.',
  ],
  activities: [
    ['domain', 'rulebook', 'registry', 'letters', 'mail', 'tracing'],
    'Effects are used by the worker and use nobody above them.',
  ],
  worker: [
    ['activities', 'letters', 'mail', 'registry', 'temporal', 'domain', 'config', 'tracing'],
    'It joins workflows and activities to a server.',
    ['workflows'],
  ],
  conformance: [['activities', 'domain'], 'It asks a platform what the desk asks of it, by the same client.'],
  examples: [[], 'What a platform writes knows nothing of ours but the port.'],
  inbound: [
    ['domain', 'registry', 'config', 'sandbox', 'client/lists', 'client/process', 'client/jobs'],
    'Mail comes in by it and is read; it decides nothing, and uses of others how a process runs and reads hostile files.',
  ],
  watchdog: [['registry', 'config'], 'It must work while everything else is away; it reads and pages and never acts.'],
  contract: [['domain'], 'What is said outside is made of the words of the trade.'],
  client: [
    ['domain', 'rulebook', 'registry', 'letters', 'mail', 'temporal', 'sandbox', 'contract', 'config', 'tracing'],
    'What the desk does when somebody asks, whoever asks: it knows no HTTP and acts by asking the workflow.',
  ],
  api: [
    ['domain', 'rulebook', 'registry', 'letters', 'mail', 'temporal', 'contract', 'client', 'config', 'tracing'],
    'HTTP alone; the ways in ask, they do not act.',
  ],
  verifier: [
    [],
    'Whoever verifies the audit log believes nothing of what wrote it: tree, notes and canonical JSON are its own.',
  ],
  sdk: [['domain', 'contract'], 'It is given away: whoever uses it has nothing of the desk but its HTTP.'],
  cli: [
    ['domain', 'rulebook', 'contract', 'client/lists', 'config', 'verifier', 'sdk'],
    'It speaks to the desk over HTTP like everybody; what it does offline it does with domain, rulebook and readers.',
  ],
  console: [['domain'], 'It speaks to the desk over HTTP; the shapes of answers are types.', ['contract']],
  desk: [['domain', 'config'], 'The embedded desk starts processes; it is a way of starting, not a part.'],
};

const walls = ROOMS.map((room) => {
  const [uses, comment, types = []] = WALLS[room];
  const open = [room, ...uses, ...types];
  return {
    name: `${room}-stays-within`,
    comment,
    severity: 'error',
    from: { path: within([room]) },
    to: { path: within(ROOMS), pathNot: within(open) },
  };
});

const typesOnly = Object.entries(WALLS).flatMap(([room, [, comment, types]]) =>
  types === undefined
    ? []
    : [
        {
          name: `${room}-by-type-alone`,
          comment,
          severity: 'error',
          from: { path: within([room]) },
          to: { path: within(types), dependencyTypesNot: ['type-only'] },
        },
      ],
);

module.exports = {
  forbidden: [
    ...walls,
    ...typesOnly,
    {
      name: 'domain-and-workflows-without-node',
      comment: 'Their code runs in the workflow sandbox, which has no node core.',
      severity: 'error',
      from: { path: '^(domain|workflows)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflows-without-calendar',
      comment:
        'A module is evaluated anew for each cached workflow; the calendar library costs 155 kB a notice (docs/adr/0003).',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^domain/(open-clocks|clock-arithmetic)' },
    },
    {
      name: 'domain-light-where-workflows-go',
      comment: 'What a workflow may import must not lead to zod (540 kB a cached notice) or the calendar library.',
      severity: 'error',
      from: { path: '^domain/', pathNot: '^domain/(open-clocks|clock-arithmetic)' },
      to: { path: 'node_modules/(zod|temporal-polyfill|pino)', reachable: true },
    },
    {
      name: 'watchdog-without-temporal',
      comment: 'It must work while the engine is away.',
      severity: 'error',
      from: { path: '^watchdog/' },
      to: { path: 'node_modules/@temporalio' },
    },
    {
      name: 'http-in-the-api-alone',
      comment: 'A service that knew HTTP could not serve mail, a batch or a round.',
      severity: 'error',
      from: { path: '^(domain|rulebook|registry|letters|contract|client|activities)/' },
      to: { path: 'node_modules/(fastify|@fastify)' },
    },
    {
      name: 'services-without-config',
      comment: 'A service is given what it needs; only the process of the rounds reads how it is set up.',
      severity: 'error',
      from: { path: '^client/', pathNot: '^client/jobs/main[.]ts$' },
      to: { path: '^config/' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle is one module pretending to be two; a cycle of types is two modules that are one.',
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
