/** The candidate with the fewest typing slips (Levenshtein) from `wrong`. Candidates must not be empty. */
export function nearestName(wrong: string, candidates: readonly string[]): string {
  const ranked = candidates.map((name) => ({ name, slips: editDistance(wrong, name) }));
  ranked.sort((a, b) => a.slips - b.slips);
  return ranked[0]?.name ?? wrong;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
