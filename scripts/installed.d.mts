export type PackageSet = 'start' | 'all';
export interface LockedPackage {
  version?: string;
  integrity?: string;
  optional?: boolean;
  dev?: boolean;
  devOptional?: boolean;
}
export function hasPackages(
  lock: Record<string, LockedPackage>,
  have: Record<string, LockedPackage>,
  wanted: PackageSet,
): boolean;
export function planInstall(
  have: Record<string, LockedPackage>,
  wanted: PackageSet,
): { set: PackageSet; args: string[] };

export function listForeignReleases(releases: readonly string[], machine: { arch: string; platform: string }): string[];
