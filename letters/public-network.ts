import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';

export class PrivateAddress extends Error {
  constructor() {
    super('It is in a private network.');
  }
}

/** Addresses that are not public (IANA special-purpose registries), so that no page leads into the own network. */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv6');

export const isPrivateAddress = (address: string) => PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

const lookupPublic: LookupFunction = (host, options, done) =>
  lookup(host, options, (error, found, family) => {
    const all = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
    done(error ?? (all.some(isPrivateAddress) ? new PrivateAddress() : null), found, family);
  });

/** Whether the host is the number of a private address; names are looked up when they are connected to. */
export function isPrivateHost({ hostname }: URL): boolean {
  const literal = hostname.replaceAll(/[[\]]/g, '');
  return isIP(literal) !== 0 && isPrivateAddress(literal);
}

/** Returns an agent that connects to no private address, whatever a name leads to. */
export function createPublicAgent(timeoutMs: number): Agent {
  const timeouts = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  return new Agent({ ...timeouts, connect: { timeout: timeoutMs, lookup: lookupPublic } });
}
