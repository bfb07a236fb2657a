import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asFirstUser, throwAwayConfig } from '../../bench/cluster/throw-away.js';
import { openChildLog } from '../../desk/children/child-log.js';
import { type Program, spawnProgram } from '../../desk/children/node-child.js';
import { followOneShot } from '../../desk/children/one-shot.js';
import type { ChildSpec } from '../../desk/children/supervised-child.js';
import { createSupervisor, type Supervisor } from '../../desk/children/supervisor.js';
import { commonEnv, type Parts } from '../../desk/child-env.js';
import { writePeople } from '../../desk/simulators/demo-people.js';
import { openHome } from '../../desk/home.js';
import { type HeldPort, holdFreePort } from '../../desk/port.js';
import { CLUSTER } from '../../desk/process-table.js';
import { programParts } from '../../desk/program-parts.js';
import { createProgress } from '../../desk/progress.js';
import { type DeskSecrets, readOrMakeSecrets } from '../../desk/secrets.js';
import { runToEnd, type RunOnce, startParts, toUrl } from '../../desk/start-parts.js';
import type { BuiltRelease } from './old-release.js';

/**
 * Operations per second of one enforcement worker, so slow that orders are still being enforced while releases change.
 */
const PLATFORM_RATE = '25';

export interface RolledDesk {
  home: string;
  apis: readonly string[];
  parts: Parts;
  secrets: DeskSecrets;
  namespace: string;
  registry: string;
  migrate(release: BuiltRelease): Promise<void>;
  start(release: BuiltRelease, names: readonly string[]): Promise<void>;
  end(release: BuiltRelease, names: readonly string[]): Promise<void>;
  stop(): Promise<void>;
  discard(): void;
}

export async function startRolledDesk(engine: 'dev' | 'full'): Promise<RolledDesk> {
  const home = openHome(mkdtempSync(join(tmpdir(), 'desk-upgrade-')));
  const desk = throwAwayConfig(home, { DESK_RECONCILE_EVERY: 'PT20S', PLATFORM_RATE });
  const progress = createProgress(process.stderr);
  const warn = (text: string) => progress.say(`  ! ${text}`);
  const logFolder = join(home, 'logs');
  const base = createSupervisor({ logFolder, warn });
  const secrets = readOrMakeSecrets(home);
  const ports = await Promise.all(Array.from({ length: CLUSTER.api }, () => holdFreePort()));
  const apis = ports.map(({ number }) => ({ url: toUrl(desk.config.host, number), port: number }));
  const running = new Map<string, Supervisor>();
  const createRunOnce =
    (release?: BuiltRelease): RunOnce =>
    (name, program, env, args = []) => {
      const log = openChildLog(join(logFolder, `${name}.log`));
      const child = spawnProgram(program, env, { programs: release?.programs, args });
      return { log, done: followOneShot(child, { log, warn }).done };
    };
  const [port] = ports as [HeldPort];
  const around = { desk, home, port, progress, counts: CLUSTER, engine };
  const { signal } = new AbortController();
  const parts = await startParts({ ...around, supervisor: base, secrets, runOnce: createRunOnce(), signal });
  await Promise.all(ports.map((held) => held.release()));
  const specsOf = ({ programs }: BuiltRelease) =>
    programParts({ desk, secrets, parts, reach: () => parts, home, counts: CLUSTER, apis, programs }).specs;
  return {
    home,
    parts,
    secrets,
    apis: apis.map(({ url }) => url),
    namespace: desk.config.temporalNamespace,
    registry: asFirstUser(parts.databaseUrls.reader, secrets.databasePassword),
    async migrate(release) {
      writePeople(home, secrets.keys, { signIn: true });
      const env = {
        ...commonEnv(desk, parts),
        DESK_HOME: home,
        DATABASE_URL: parts.databaseUrls.owner,
      };
      const program: Program = 'seed';
      await runToEnd(createRunOnce(release), {
        name: `${release.name}-seed`,
        what: 'Migrating the registry',
        program,
        env,
      });
    },
    async start(release, names) {
      const specs = specsOf(release);
      await Promise.all(
        names.map(async (name) => {
          const spec = specs.find((one) => one.name === name);
          if (spec === undefined) throw new Error(`There is no process ${name}.`);
          const own: ChildSpec = { ...spec, name: `${release.name}-${name}` };
          const supervisor = createSupervisor({ logFolder, warn });
          running.set(own.name, supervisor);
          await supervisor.start([own]);
        }),
      );
    },
    async end(release, names) {
      for (const name of names) await running.get(`${release.name}-${name}`)?.stop();
    },
    async stop() {
      await Promise.all([...running.values()].map((supervisor) => supervisor.stop()));
      await base.stop();
    },
    discard: () => rmSync(home, { recursive: true, force: true }),
  };
}
