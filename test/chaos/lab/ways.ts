import { REGISTRY_LOGIN_NAMES } from '../../../config/registry-logins.js';
import type { Parts } from '../../../desk/child-env.js';
import type { Kind } from '../../../desk/process-table.js';
import { buildRecord } from '../../../domain/record-keys.js';

export const UPSTREAMS = ['postgres', 'temporal', 'platform', 'smtp', 'pager', 'issuer'] as const;
export type Upstream = (typeof UPSTREAMS)[number];

/** Network connections by kind of process. No other process has or uses these addresses. */
export const PAIRS: readonly { kind: Kind; upstream: Upstream }[] = [
  ...(['api', 'worker', 'enforcement', 'jobs', 'mail', 'watchdog'] as const).map(
    (kind) => ({ kind, upstream: 'postgres' }) as const,
  ),
  ...(['api', 'worker', 'enforcement', 'jobs'] as const).map((kind) => ({ kind, upstream: 'temporal' }) as const),
  { kind: 'enforcement', upstream: 'platform' },
  { kind: 'worker', upstream: 'smtp' },
  { kind: 'worker', upstream: 'pager' },
  { kind: 'watchdog', upstream: 'pager' },
  // An issuer at another address is another issuer: its proxy takes the issuer's own port, for browsers too.
  { kind: 'api', upstream: 'issuer' },
];

type Routed = Exclude<Upstream, 'issuer'>;

export const formatProxyName = ({ kind, upstream }: { kind: Kind; upstream: Upstream }): string =>
  `${kind}-${upstream}`;

export type Listening = ReadonlyMap<string, string>;

export function readAddresses(parts: Parts): Record<Routed, string> {
  return {
    postgres: new URL(parts.databaseUrls.api).host,
    temporal: parts.temporal.address,
    platform: new URL(parts.platformUrl).host,
    smtp: new URL(parts.smtpUrl).host,
    pager: new URL(parts.pagerUrl).host,
  };
}

/** Returns the parts with their addresses replaced by the proxies of one kind of process. */
export function reroute(parts: Parts, kind: Kind, listening: Listening): Parts {
  const by = (upstream: Routed, url: string): string => {
    const host = listening.get(formatProxyName({ kind, upstream }));
    if (host === undefined) return url;
    const own = new URL(url);
    own.host = host;
    return own.href;
  };
  const { databaseUrls, temporal, smtpUrl, platformUrl, pagerUrl } = parts;
  return {
    ...parts,
    databaseUrls: buildRecord(REGISTRY_LOGIN_NAMES, (login) => by('postgres', databaseUrls[login])),
    temporal: {
      ...temporal,
      address: listening.get(formatProxyName({ kind, upstream: 'temporal' })) ?? temporal.address,
    },
    smtpUrl: by('smtp', smtpUrl),
    platformUrl: by('platform', platformUrl).replace(/\/$/, ''),
    pagerUrl: by('pager', pagerUrl),
  };
}
