import { findOpenLinks, type Link, type Reached } from './open-links.js';
import type { PlatformSettings, PlatformTexts } from './platform-settings.js';
import { ConfigError, lineFor } from './read-settings.js';
import type { SettingName } from './settings.js';

type Given = Readonly<Partial<Record<SettingName, unknown>>> & Reached;
type Pair = readonly [given: SettingName, ...needed: SettingName[]];

const LINKS: readonly Pair[] = [
  ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
  ['DSA_TDB_URL', 'DSA_TDB_TOKEN'],
  ['TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY'],
  ['TEMPORAL_TLS_KEY', 'TEMPORAL_TLS_CERT'],
];
const PAGERS: readonly Pair[] = [
  ['PAGER_WEBHOOK_URL', 'PAGER_WEBHOOK_SECRET'],
  ['WATCHDOG_WEBHOOK_URL', 'WATCHDOG_WEBHOOK_SECRET'],
];
/** Settings that are of use only together, by the reader that checks them. */
export const PAIRS = {
  desk: [
    ['PLATFORM_URL', 'PLATFORM_TOKEN', 'PLATFORM_WEBHOOK_SECRET'],
    ['OIDC_ISSUER', 'OIDC_CLIENT_ID'],
    ...PAGERS,
    ...LINKS,
  ],
  // The platform's token has one holder, which requires it.
  process: [['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'DESK_PUBLIC_URL'], ...LINKS],
  watchdog: PAGERS,
  inbound: [],
} satisfies Record<string, readonly Pair[]>;

/** Lines for what a kind of platform lacks, or for a kind that is not registered. */
export function listMissingOfPlatform(
  kind: string,
  platforms: readonly PlatformSettings[],
  texts: PlatformTexts,
): string[] {
  if (kind === 'port') return [];
  const platform = platforms.find((one) => one.kind === kind);
  if (platform === undefined) return [lineFor('PLATFORM_KIND', kind, formatKinds(platforms))];
  return platform.required
    .filter((name) => texts[name] === undefined)
    .map((name) => lineFor(name, undefined, platform.settings[name]?.is.expects));
}

function formatKinds(platforms: readonly PlatformSettings[]): string {
  const kinds = ['port', ...platforms.map(({ kind }) => kind)].map((kind) => `\`${kind}\``);
  return kinds.join(', ').replace(/, (?=[^,]*$)/, ' or ');
}

/** Throws a `ConfigError` for missing settings, halves of pairs and open links. `missing`: what else is missing. */
export function refuseUnfit(
  values: Given & { DESK_INSECURE: 'allow' | 'refuse' },
  reader: keyof typeof PAIRS,
  {
    missing = [],
    problems = [],
    platformLinks = [],
  }: { missing?: readonly SettingName[]; problems?: readonly string[]; platformLinks?: readonly Link[] } = {},
): void {
  const halves = PAIRS[reader].flatMap(([given, ...needed]) =>
    values[given] === undefined ? [] : needed.filter((name) => values[name] === undefined),
  );
  const open = values.DESK_INSECURE === 'allow' ? [] : findOpenLinks(values, platformLinks).map(({ line }) => line);
  const lines = [...[...halves, ...missing].map((name) => lineFor(name)), ...problems, ...open];
  if (lines.length > 0) throw new ConfigError(lines);
}
