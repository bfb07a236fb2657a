import type { ComponentHealth } from '../http/types.js';

/** The state of one component, as `/readyz` reports it. */
export type PartState = Pick<ComponentHealth, 'name' | 'state' | 'since'>;

/** The worst outage that people notice. */
export interface Away {
  what: 'registry' | 'engine' | 'worker' | 'platformWorker';
  since: string;
  /** Whether the watchdog is up and pages somebody during the outage. */
  isWatched: boolean;
}

/**
 * Returns the one outage the banner shows: without the registry nothing can be read, without Temporal or workers
 * nothing can be done.
 */
export function findAway(parts: readonly PartState[]): Away | null {
  const of = (name: string) => parts.find((part) => part.name === name);
  const isWatched = of('watchdog')?.state !== 'down';
  const down = (name: string, what: Away['what']): Away[] => {
    const part = of(name);
    return part?.state === 'down' ? [{ what, since: part.since, isWatched }] : [];
  };
  const workers = of('workers');
  const [worst] = [
    ...down('registry', 'registry'),
    ...down('engine', 'engine'),
    ...down('workers', 'worker'),
    ...(workers?.state === 'degraded' ? [{ what: 'platformWorker' as const, since: workers.since, isWatched }] : []),
  ];
  return worst ?? null;
}
