import { REGISTRY_LOGIN_NAMES } from '../../../config/registry-logins.js';
import type { Parts } from '../../../desk/child-env.js';
import type { Kind } from '../../../desk/process-table.js';
import { recordOf } from '../../../domain/keys-of.js';

/** What is on the other side of a network connection that a process of the desk opens. */
export const UPSTREAMS = ['postgres', 'temporal', 'platform', 'smtp', 'pager', 'issuer'] as const;
export type Upstream = (typeof UPSTREAMS)[number];

/** Which kinds of process open connections to what. Nobody else is told of these addresses or uses them. */
export const PAIRS: readonly { kind: Kind; upstream: Upstream }[] = [
  ...(['api', 'worker', 'enforcement', 'rounds', 'mail', 'watchdog'] as const).map(
    (kind) => ({ kind, upstream: 'postgres' }) as const,
  ),
  ...(['api', 'worker', 'enforcement', 'rounds'] as const).map((kind) => ({ kind, upstream: 'temporal' }) as const),
  { kind: 'enforcement', upstream: 'platform' },
  { kind: 'worker', upstream: 'smtp' },
  { kind: 'worker', upstream: 'pager' },
  { kind: 'watchdog', upstream: 'pager' },
  // An issuer that is reached elsewhere is another issuer: its proxy stands at the port that it is known by, before browsers too.
  { kind: 'api', upstream: 'issuer' },
];

/** What is reached by an address of its own; the issuer keeps the one that it has. */
type Routed = Exclude<Upstream, 'issuer'>;

export const nameOf = ({ kind, upstream }: { kind: Kind; upstream: Upstream }): string => `${kind}-${upstream}`;

/** Where each pair's proxy listens (`host:port`), by its name. */
export type Listening = ReadonlyMap<string, string>;

/** `host:port` of each part. */
export function addressesOf(parts: Parts): Record<Routed, string> {
  return {
    postgres: new URL(parts.databaseUrls.api).host,
    temporal: parts.temporal.address,
    platform: new URL(parts.platformUrl).host,
    smtp: new URL(parts.smtpUrl).host,
    pager: new URL(parts.pagerUrl).host,
  };
}

/** The parts as the processes of one kind are to reach them: by its proxies. */
export function reroute(parts: Parts, kind: Kind, listening: Listening): Parts {
  const by = (upstream: Routed, url: string): string => {
    const host = listening.get(nameOf({ kind, upstream }));
    if (host === undefined) return url;
    const own = new URL(url);
    own.host = host;
    return own.href;
  };
  const { databaseUrls, temporal, smtpUrl, platformUrl, pagerUrl } = parts;
  return {
    ...parts,
    databaseUrls: recordOf(REGISTRY_LOGIN_NAMES, (login) => by('postgres', databaseUrls[login])),
    temporal: { ...temporal, address: listening.get(nameOf({ kind, upstream: 'temporal' })) ?? temporal.address },
    smtpUrl: by('smtp', smtpUrl),
    platformUrl: by('platform', platformUrl).replace(/\/$/, ''),
    pagerUrl: by('pager', pagerUrl),
  };
}
