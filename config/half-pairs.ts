import type { z } from 'zod';
import { findOpenLinks } from './open-links.js';
import { listPlatformLinks, type PlatformSettings, type PlatformValues } from './platform-settings.js';
import { ConfigError, lineFor } from './read-values.js';
import { toRelyingParty } from './relying-party.js';
import type { deskSchema, inboundSchema, processSchema, watchdogSchema } from './schemas.js';

export function listOpenLinks(
  values:
    | z.output<typeof processSchema>
    | z.output<typeof deskSchema>
    | z.output<typeof watchdogSchema>
    | z.output<typeof inboundSchema>,
  platformLinks: readonly { name: string; url: string }[] = [],
) {
  return values.DESK_INSECURE === 'allow' ? [] : findOpenLinks(values, platformLinks).map(({ line }) => line);
}

/** Throws a `ConfigError` for variables that are required as a pair but given alone. */
export function refuseHalfPairs(
  values: z.output<typeof deskSchema>,
  platforms: readonly PlatformSettings[],
  platformValues: PlatformValues | undefined,
): void {
  const problems: string[] = [];
  if (values.PLATFORM_URL && !values.PLATFORM_TOKEN) problems.push(lineFor('PLATFORM_TOKEN', undefined));
  if (values.PLATFORM_URL && !values.PLATFORM_WEBHOOK_SECRET) {
    problems.push(lineFor('PLATFORM_WEBHOOK_SECRET', undefined));
  }
  problems.push(...halfPlatform(values.PLATFORM_KIND, platforms, platformValues));
  if (values.OIDC_ISSUER && !values.OIDC_CLIENT_ID) problems.push(lineFor('OIDC_CLIENT_ID', undefined));
  if (values.DESK_STEP_UP === 'on' && values.DESK_PUBLIC_URL && toRelyingParty(values.DESK_PUBLIC_URL) === null)
    problems.push(lineFor('DESK_STEP_UP', 'on'));
  problems.push(
    ...halfPagers(values),
    ...halfSubscriber(values),
    ...halfDatabase(values),
    ...halfTls(values),
    ...listOpenLinks(values, listPlatformLinks(platforms, platformValues)),
  );
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Required values of a registered kind that are missing, or the kind itself. */
export function halfPlatform(
  kind: string,
  platforms: readonly PlatformSettings[],
  given: PlatformValues = {},
): string[] {
  if (kind === 'port') return [];
  const platform = platforms.find((one) => one.kind === kind);
  if (platform === undefined) return [lineFor('PLATFORM_KIND', kind, platforms)];
  return platform.required
    .filter((name) => given[name] === undefined)
    .map((name) => lineFor(name, undefined, platforms));
}

export function halfTls(values: z.output<typeof processSchema> | z.output<typeof deskSchema>): string[] {
  const { TEMPORAL_TLS_CERT: certificate, TEMPORAL_TLS_KEY: key } = values;
  if (certificate !== undefined && key === undefined) return [lineFor('TEMPORAL_TLS_KEY', undefined)];
  return certificate === undefined && key !== undefined ? [lineFor('TEMPORAL_TLS_CERT', undefined)] : [];
}

export function halfSubscriber(values: z.output<typeof processSchema> | z.output<typeof deskSchema>): string[] {
  return values.WEBHOOK_URL && !values.WEBHOOK_SECRET ? [lineFor('WEBHOOK_SECRET', undefined)] : [];
}

export function halfDatabase(values: z.output<typeof processSchema> | z.output<typeof deskSchema>): string[] {
  return values.DSA_TDB_URL && !values.DSA_TDB_TOKEN ? [lineFor('DSA_TDB_TOKEN', undefined)] : [];
}

export function halfPagers(values: z.output<typeof watchdogSchema> | z.output<typeof deskSchema>): string[] {
  const problems: string[] = [];
  for (const name of ['PAGER_WEBHOOK', 'WATCHDOG_WEBHOOK'] as const) {
    if (values[`${name}_URL`] && !values[`${name}_SECRET`]) problems.push(lineFor(`${name}_SECRET`, undefined));
  }
  return problems;
}
