/** Operations that were settled within one stretch of time; `atMs`: the last of them. */
export interface SettledOperations {
  atMs: number;
  done: number;
  failed: number;
}

/** Adds up what was settled so far; the last point holds all. */
export function sumUp(settled: readonly SettledOperations[]): SettledOperations[] {
  let [done, failed] = [0, 0];
  return settled.map((point) => {
    done += point.done;
    failed += point.failed;
    return { atMs: point.atMs, done, failed };
  });
}
