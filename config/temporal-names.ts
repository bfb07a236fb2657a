import { existsSync } from 'node:fs';
import { type ClientConfigProfile, loadClientConfigProfile, loadConfigData } from '@temporalio/envconfig';
import { readOrNull } from './forms.js';
import { LINKS } from './link-settings.js';
import { collectTexts, ConfigError, type Env } from './read-settings.js';

/** Temporal's official names of settings that have an older name here, by that name. */
const OFFICIAL_NAMES: Readonly<Record<string, readonly string[]>> = {
  TEMPORAL_TLS_CA: ['TEMPORAL_TLS_SERVER_CA_CERT_PATH', 'TEMPORAL_TLS_SERVER_CA_CERT_DATA'],
  TEMPORAL_TLS_CERT: ['TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_CERT_DATA'],
  TEMPORAL_TLS_KEY: ['TEMPORAL_TLS_CLIENT_KEY_PATH', 'TEMPORAL_TLS_CLIENT_KEY_DATA'],
};

const NAMES = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_CA',
  'TEMPORAL_TLS_CERT',
  'TEMPORAL_TLS_KEY',
  'TEMPORAL_TLS_SERVER_NAME',
] as const;
type Name = (typeof NAMES)[number];

const NEEDS_TLS = NAMES.filter((name) => name === 'TEMPORAL_API_KEY' || name.startsWith('TEMPORAL_TLS_'));

interface Source {
  /** How an error names the place of a value. */
  place: (name: Name) => string;
  values: Partial<Record<Name, string>>;
}

/**
 * Reads Temporal's official names and a profile of its configuration file into the desk's own names. Throws a
 * `ConfigError` if two places give different values: one of them is a mistake, and the wrong server would get the
 * notices. Temporal's own tools let the environment win, and read a file in the home directory without being asked.
 */
export function resolveTemporalNames(env: Env): Env {
  const problems: string[] = [];
  const attempt = (what: string, read: () => Source): Source => {
    try {
      return read();
    } catch (error) {
      problems.push(`${what}: ${formatError(error)}.`);
      return { place: () => what, values: {} };
    }
  };
  const sources = [
    readOwn(env),
    attempt('TEMPORAL_TLS_', () => readOfficial(env)),
    ...(isGiven(env, 'TEMPORAL_PROFILE') || isGiven(env, 'TEMPORAL_CONFIG_FILE')
      ? [attempt(namesProfile(env), () => readProfile(env))]
      : []),
  ];
  if (!['', '0', 'false'].includes(env['TEMPORAL_TLS_DISABLE_HOST_VERIFICATION'] ?? ''))
    problems.push(
      'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: not supported, because another server could then receive the notices. Give the CA of the certificate (TEMPORAL_TLS_SERVER_CA_CERT_PATH) and, if it names another host, TEMPORAL_TLS_SERVER_NAME.',
    );
  problems.push(...NAMES.flatMap((name) => findContradiction(name, sources)));
  problems.push(...findDisabled(sources));
  if (problems.length > 0) throw new ConfigError(problems);
  const found = NAMES.flatMap((name) => {
    const value = sources.map(({ values }) => values[name]).find((one) => one !== undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...env, ...Object.fromEntries(found) };
}

function isGiven(env: Env, name: string): boolean {
  return env[name] !== undefined && env[name] !== '';
}

function readOwn(env: Env): Source {
  const settings = Object.fromEntries(NAMES.map((name) => [name, LINKS[name]]));
  const texts = collectTexts(env, settings);
  const own = Object.entries(texts).map(([name, text]) => [
    name,
    name in OFFICIAL_NAMES && !text.includes('-----BEGIN ') ? (readOrNull(text) ?? text) : text,
  ]);
  const values: Source['values'] = Object.fromEntries(own);
  return {
    place: (name) => (isGiven(env, name) ? name : `${name}_FILE`),
    values: values.TEMPORAL_TLS === undefined ? values : { ...values, TEMPORAL_TLS: toFlag(values.TEMPORAL_TLS) },
  };
}

/** Temporal's tools also write `1`; any other text is left to the check of the setting. */
const toFlag = (text: string): string => ({ '1': 'true', '0': 'false' })[text] ?? text;

function readOfficial(env: Env): Source {
  const names = Object.values(OFFICIAL_NAMES).flat();
  const given = Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const profile = loadClientConfigProfile({ disableFile: true, overrideEnvVars: given });
  const nameOf = (name: Name) => OFFICIAL_NAMES[name]?.find((one) => isGiven(env, one));
  const { TEMPORAL_TLS: _, ...values } = toValues(profile);
  return { place: (name) => nameOf(name) ?? name, values };
}

function namesProfile(env: Env): string {
  const profile = env['TEMPORAL_PROFILE'] || 'default';
  return `profile ${profile}${isGiven(env, 'TEMPORAL_CONFIG_FILE') ? ` of ${env['TEMPORAL_CONFIG_FILE']}` : ''}`;
}

function readProfile(env: Env): Source {
  const path = env['TEMPORAL_CONFIG_FILE'];
  if (path && !existsSync(path)) throw new Error('there is no such file');
  const homes = ['HOME', 'XDG_CONFIG_HOME', 'APPDATA'].flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  const profile = loadClientConfigProfile({
    profile: env['TEMPORAL_PROFILE'] || 'default',
    ...(path ? { configSource: { path } } : {}),
    overrideEnvVars: Object.fromEntries(homes),
    disableEnv: true,
    configFileStrict: true,
  });
  if (profile.grpcMeta !== undefined) throw new Error('grpc_meta is not supported; remove it');
  return { place: () => namesProfile(env), values: toValues(profile) };
}

function toValues({ address, namespace, apiKey, tls }: ClientConfigProfile): Source['values'] {
  const pem = (source: NonNullable<typeof tls>['clientCert']) => {
    const bytes = loadConfigData(source);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8').trim();
  };
  const values: Record<Name, string | undefined> = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_API_KEY: apiKey,
    TEMPORAL_TLS: tls === undefined ? undefined : String(tls.disabled !== true),
    TEMPORAL_TLS_CA: pem(tls?.serverCACert),
    TEMPORAL_TLS_CERT: pem(tls?.clientCert),
    TEMPORAL_TLS_KEY: pem(tls?.clientKey),
    TEMPORAL_TLS_SERVER_NAME: tls?.serverName,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Names the places, not the values: some are secret. */
function findContradiction(name: Name, sources: readonly Source[]): string[] {
  const given = sources.flatMap(({ place, values }) => {
    const value = values[name];
    return value === undefined ? [] : [{ place: place(name), value: value.trim() }];
  });
  if (new Set(given.map(({ value }) => value)).size < 2) return [];
  return [`${name}: ${given.map(({ place }) => place).join(' and ')} give different values. Keep one of them.`];
}

function findDisabled(sources: readonly Source[]): string[] {
  if (!sources.some(({ values }) => values.TEMPORAL_TLS === 'false')) return [];
  const given = NEEDS_TLS.filter((name) => sources.some(({ values }) => values[name] !== undefined));
  return given.length === 0 ? [] : [`TEMPORAL_TLS: it is off, but ${given.join(', ')} needs TLS. Remove one of them.`];
}

function formatError(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
