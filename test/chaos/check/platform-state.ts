import { type Checker, type FoundDifference, sorted } from './finding.js';
import { supportsAtEnd } from './support.js';

/** The platform's state of each item and country is the union of all live decisions. */
export const checkPlatformState: Checker = (evidence, model) => {
  const wanted = new Map<string, { countries: Set<string>; everywhere: boolean; by: string[] }>();
  for (const { line, everywhere, countries, notice } of supportsAtEnd(evidence, model)) {
    const held = wanted.get(line.item) ?? { countries: new Set(), everywhere: false, by: [] };
    for (const country of countries) held.countries.add(country);
    wanted.set(line.item, { ...held, everywhere: held.everywhere || everywhere, by: [...held.by, notice] });
  }
  const found = new Map(evidence.platform.states.map((state) => [state.id, state]));
  const items = new Set([...wanted.keys(), ...found.keys()]);
  const differences: FoundDifference[] = [];
  let checked = 0;
  for (const item of items) {
    const want = wanted.get(item) ?? { countries: new Set<string>(), everywhere: false, by: [] };
    const have = found.get(item) ?? { countries: [], everywhere: false };
    checked += new Set([...want.countries, ...have.countries]).size + 1;
    const [wantText, haveText] = [toText(want.countries, want.everywhere), toText(have.countries, have.everywhere)];
    if (wantText !== haveText)
      differences.push({ what: `state of ${item}`, wanted: wantText, found: haveText, item, notice: want.by[0] });
  }
  return { name: 'platform-state', checked, unit: 'items and countries', differences };
};

/** An item removed everywhere is also withheld in every country, regardless of which order asked for that. */
export function toText(countries: Iterable<string>, everywhere: boolean): string {
  return everywhere ? 'everywhere' : sorted(countries) || 'nothing';
}
