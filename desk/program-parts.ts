import type { DeskConfig } from '../config/env.js';
import {
  commonEnv,
  inboundEnv,
  letterKeyEnv,
  pushKeyEnv,
  letterSignerEnv,
  mailEnv,
  pagerEnv,
  platformEnv,
  portalEnv,
  senderEnv,
  signInEnv,
  signingEnv,
  jobsSigningEnv,
  statementsEnv,
  stepUpEnv,
  subscriberEnv,
  temporalEnv,
  watchdogEnv,
  type Parts,
} from './child-env.js';
import type { ChildSpec } from './children/supervised-child.js';
import { apiPart, inboundPart, programPart } from './desk-parts.js';
import { type ProcessCounts, type Kind, LOGIN_OF, named, listProcessNames } from './process-table.js';
import type { DeskSecrets } from './secrets.js';

export interface ProgramParts {
  desk: DeskConfig;
  secrets: DeskSecrets;
  parts: Parts;
  reach: (kind: Kind) => Parts;
  home: string;
  counts: ProcessCounts;
  apis: readonly { url: string; port: number }[];
  more?: ((kind: Kind) => Env) | undefined;
  /** Ports of `/metrics` by process name, for those without an API. */
  metricsPorts?: ReadonlyMap<string, number>;
  /** Folder of another release's programs; undefined for our own. */
  programs?: URL;
}

/**
 * Returns our own processes as children, each with only the settings its kind needs, and the port of the mail server.
 */
export function programParts(given: ProgramParts): { specs: ChildSpec[]; mailPort: () => number } {
  const { counts, apis, programs, reach, more, metricsPorts } = given;
  const each = <Spec>(kind: Kind, make: (name: string, env: Env, at: number) => Spec) => {
    const parts = reach(kind);
    const env = { ...kindEnvs({ ...given, parts })[kind], ...more?.(kind) };
    return listProcessNames(kind, counts).map((name, at) => {
      const port = metricsPorts?.get(name);
      const own = { ...env, METRICS_LISTEN: port === undefined ? undefined : `127.0.0.1:${port}` };
      return make(name, { ...own, DATABASE_URL: named(parts.databaseUrls[LOGIN_OF[kind]], name) }, at);
    });
  };
  const mail = each('mail', (name, env) => inboundPart(name, env, programs));
  const specs = [
    ...each('worker', (name, env) => programPart(name, 'worker', env, programs)),
    ...each('enforcement', (name, env) => programPart(name, 'worker', env, programs)),
    ...each('api', (name, env, at) => buildApi(name, { env, at: apis[at], programs })),
    ...each('jobs', (name, env) => programPart(name, 'jobs', env, programs)),
    ...mail.map(({ spec }) => spec),
    ...each('watchdog', (name, env) => programPart(name, 'watchdog', env, programs)),
  ];
  return { specs, mailPort: () => mail[0]?.port() ?? 0 };
}

type Env = Record<string, string | undefined>;

interface ApiPlace {
  env: Env;
  at: { url: string; port: number } | undefined;
  programs: URL | undefined;
}

function buildApi(name: string, { env, at, programs }: ApiPlace): ChildSpec {
  if (at === undefined) throw new Error(`No port was reserved for ${name}.`);
  return apiPart(name, at.url, { ...env, DESK_PORT: String(at.port) }, programs);
}

/**
 * Environment of each kind, without the registry's URL. A secret goes only to the kinds that need it: the API signs
 * approvals with the private key, enforcement verifies them with the public one.
 */
export function kindEnvs({
  desk,
  secrets,
  parts,
  home,
  counts,
  apis: [first],
}: Omit<ProgramParts, 'reach'>): Record<Kind, Env> {
  const common = { ...commonEnv(desk, parts), DESK_HOME: home };
  const env = { ...common, ...temporalEnv(desk, secrets, parts) };
  const both = { ...letterKeyEnv(desk, secrets), ...pushKeyEnv(desk, secrets) };
  const pager = pagerEnv(desk, secrets, parts);
  const api = first?.url ?? '';
  // The background jobs call webhooks and publish, whichever process runs them.
  const outside = { ...subscriberEnv(desk), ...statementsEnv(desk), ...senderEnv(desk) };
  const stepUp = stepUpEnv(desk, api);
  return {
    api: {
      ...env,
      ...signingEnv(secrets),
      ...portalEnv(desk),
      ...both,
      ...mailEnv(parts),
      ...signInEnv(desk, { api, parts }),
      ...outside,
      DESK_JOBS: counts.jobs === 0 ? 'on' : 'off',
    },
    worker: {
      ...env,
      ...both,
      ...mailEnv(parts),
      ...pager,
      ...stepUp,
      ...letterSignerEnv(desk),
      WORKER_ROLE: 'notice',
    },
    enforcement: {
      ...env,
      ...platformEnv(desk, secrets, parts),
      ...stepUp,
      APPROVAL_PUBLIC_KEYS: secrets.approvalKey.publicKey,
      WORKER_ROLE: 'enforcement',
    },
    jobs: { ...env, ...stepUp, ...outside, ...jobsSigningEnv(secrets) },
    mail: inboundEnv(desk, common),
    watchdog: watchdogEnv(desk, common, pager),
  };
}
