import { localDateIn } from '../clock-arithmetic/index.js';
import type { LawTime } from '../clock-arithmetic/law-time.js';
import { drivesClocks, type RegimeVersion } from '../rulebook/regime.js';

export function findFirstVersion(versions: readonly RegimeVersion[]): RegimeVersion | undefined {
  return versions.find(drivesClocks);
}

/** The version that governs a notice received then; undefined before the first day of the law, or after its last. */
export function findVersionAt(versions: readonly RegimeVersion[], atMs: number): RegimeVersion | undefined {
  const first = findFirstVersion(versions);
  if (first === undefined) return undefined;
  const date = localDateIn(first.zone, atMs);
  return versions.find((version) => isInForce(version, { date }));
}

/** Inclusive of the first day, exclusive of the day that ends the version. */
export function isInForce(version: RegimeVersion, when: LawTime): boolean {
  const date = 'date' in when ? when.date : localDateIn(version.zone, when.atMs);
  const { inForceFrom, inForceTo } = version;
  return drivesClocks(version) && inForceFrom <= date && (inForceTo === null || date < inForceTo);
}
