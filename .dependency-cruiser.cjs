/** The arrows of the house (docs/adr/0001). A rule has a name and a reason; the lint step fails on the first broken one. */
const rooms = (names) => `^(${names.join('|')})/`;

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'The rules of the trade depend on nothing of ours, so that workflows, API and tests can share them.',
      severity: 'error',
      from: { path: '^domain/' },
      to: {
        path: rooms([
          'rulebook',
          'workflows',
          'registry',
          'activities',
          'worker',
          'client',
          'watchdog',
          'desk',
          'config',
        ]),
      },
    },
    {
      name: 'domain-and-workflows-without-node',
      comment: 'Their code runs in the workflow sandbox, which has no node core.',
      severity: 'error',
      from: { path: '^(domain|workflows)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflows-see-domain-alone',
      comment: 'Everything else is an activity, known by its type only.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        path: rooms(['rulebook', 'registry', 'activities', 'worker', 'client', 'desk', 'config']),
        dependencyTypesNot: ['type-only'],
      },
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
      name: 'rulebook-sees-domain',
      comment: 'Law as data knows the trade, not the machinery.',
      severity: 'error',
      from: { path: '^rulebook/' },
      to: { path: rooms(['workflows', 'registry', 'activities', 'worker', 'client', 'desk']) },
    },
    {
      name: 'registry-sees-rulebook-and-domain',
      comment: 'Records know nothing of processes or of who asks.',
      severity: 'error',
      from: { path: '^registry/' },
      to: { path: rooms(['workflows', 'activities', 'worker', 'client', 'desk']) },
    },
    {
      name: 'activities-see-registry',
      comment: 'Effects are used by the worker and use nobody above them.',
      severity: 'error',
      from: { path: '^activities/' },
      to: { path: rooms(['workflows', 'worker', 'client', 'desk']) },
    },
    {
      name: 'client-never-activities',
      comment: 'The ways in ask; they do not act.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: rooms(['activities', 'worker', 'desk']) },
    },
    {
      name: 'watchdog-sees-registry-alone',
      comment: 'It must work while everything else is away; it reads and pages and never acts.',
      severity: 'error',
      from: { path: '^watchdog/' },
      to: {
        path: [rooms(['rulebook', 'workflows', 'activities', 'worker', 'client', 'desk']), 'node_modules/@temporalio'],
      },
    },
    {
      name: 'nobody-uses-watchdog',
      comment: 'Who used it could fail with it. It is known by what it writes to the registry.',
      severity: 'error',
      from: { pathNot: '^(watchdog|test)/' },
      to: { path: '^watchdog/' },
    },
    {
      name: 'nobody-uses-desk',
      comment: 'The embedded desk is a way of starting, not a part.',
      severity: 'error',
      from: { pathNot: '^(desk|test|bench|scripts)/' },
      to: { path: '^desk/' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle is one module pretending to be two.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
