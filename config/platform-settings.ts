import type { Settings } from './forms.js';

export type PlatformTexts = Readonly<Record<string, string>>;

/** Settings of a kind of platform beside the platform port; platforms/registered.ts lists the kinds. */
export interface PlatformSettings {
  kind: string;
  settings: Settings;
  required: readonly string[];
  /** Addresses that the desk connects to; the first is the platform's own. */
  links(texts: PlatformTexts): { name: string; url: string }[];
}

export function mergeSettings(platforms: readonly PlatformSettings[]): Settings {
  return Object.fromEntries(platforms.flatMap(({ settings }) => Object.entries(settings)));
}

export function listPlatformLinks(platforms: readonly PlatformSettings[], texts: PlatformTexts) {
  return platforms.flatMap((platform) => platform.links(texts));
}

/** The address of the platform itself; undefined for the platform port. */
export function findPlatformUrl(kind: string, platforms: readonly PlatformSettings[], texts: PlatformTexts) {
  return platforms.find((one) => one.kind === kind)?.links(texts)[0]?.url;
}
