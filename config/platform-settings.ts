import { z } from 'zod';
import type { EnvName } from './env-name.js';

export type PlatformValues = Readonly<Record<string, string | undefined>>;

/** Settings of a kind of platform beside the platform port; platforms/registered.ts lists the kinds. */
export interface PlatformSettings {
  /** The value of PLATFORM_KIND. */
  kind: string;
  names: readonly EnvName[];
  /** Forms of the values, each optional and without a transformation: the enforcement process gets the same text. */
  shape: Readonly<Record<string, z.ZodType<string | undefined>>>;
  required: readonly string[];
  /** Addresses that the desk connects to; the first is the platform's own. */
  links(given: PlatformValues): { name: string; url: string }[];
}

export function mergeShapes(platforms: readonly PlatformSettings[]) {
  return z.object(Object.fromEntries(platforms.flatMap(({ shape }) => Object.entries(shape))));
}

export function listPlatformLinks(platforms: readonly PlatformSettings[], given: PlatformValues = {}) {
  return platforms.flatMap((platform) => platform.links(given));
}

/** The address of the platform itself; undefined for the platform port. */
export function findPlatformUrl(
  kind: string,
  platforms: readonly PlatformSettings[],
  given: PlatformValues = {},
): string | undefined {
  return platforms.find((one) => one.kind === kind)?.links(given)[0]?.url;
}
