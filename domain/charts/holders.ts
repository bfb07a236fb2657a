/** A change of who works on a notice; `person` null: nobody from then on. */
export interface HolderChange {
  atMs: number;
  person: string | null;
  name: string;
}

export interface Holding {
  person: string;
  name: string;
  fromMs: number;
  /** Null: still. */
  toMs: number | null;
}

/** Folds claims, assignments and releases, oldest first, into who held a notice when. */
export function foldHolders(changes: readonly HolderChange[]): Holding[] {
  const held: Holding[] = [];
  for (const { atMs, person, name } of changes) {
    const last = held.at(-1);
    if (last !== undefined && last.toMs === null) {
      if (last.person === person) continue;
      last.toMs = atMs;
    }
    if (person !== null) held.push({ person, name, fromMs: atMs, toMs: null });
  }
  return held;
}
