/** How a part of the desk is, as `/readyz` tells it. */
export interface PartState {
  name: string;
  state: 'up' | 'degraded' | 'down';
  since: string;
}

/** What is away that people notice, the worst alone. */
export interface Away {
  what: 'registry' | 'engine' | 'worker' | 'platformWorker';
  since: string;
  /** Whether somebody is paged by itself meanwhile. */
  isWatched: boolean;
}

/** The one thing a banner tells of: without the registry nothing is read, without the engine or workers nothing is done. */
export function awayOf(parts: readonly PartState[]): Away | null {
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
