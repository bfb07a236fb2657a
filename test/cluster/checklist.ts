export interface ChecklistItem {
  what: string;
  /** Empty: the check passed. */
  wrong: readonly string[];
  seen?: string;
}

export function toLines({ what, wrong, seen }: ChecklistItem): string[] {
  const mark = wrong.length === 0 ? '[x]' : '[ ]';
  const detail = seen === undefined ? '' : `: ${seen}`;
  return [`${mark} ${what}${detail}`, ...wrong.slice(0, 5).map((line) => `      ${line}`)];
}

export function equal(what: string, { is, should }: { is: unknown; should: unknown }): ChecklistItem {
  const [found, wanted] = [JSON.stringify(is), JSON.stringify(should)];
  return { what, seen: wanted, wrong: found === wanted ? [] : [`found ${found}`] };
}

export function once(what: string, seen: readonly string[]): ChecklistItem {
  const counts = new Map<string, number>();
  for (const one of seen) counts.set(one, (counts.get(one) ?? 0) + 1);
  const wrong = [...counts].filter(([, count]) => count > 1).map(([one, count]) => `${one}: ${count} times`);
  return { what, seen: `${counts.size}`, wrong };
}
