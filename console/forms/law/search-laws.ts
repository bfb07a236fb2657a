import type { Regime } from '../../http/types.js';

export type LawLine = Pick<Regime, 'id' | 'version' | 'title' | 'jurisdiction' | 'noticeKinds' | 'authorities'>;

const toPlain = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The laws that hold every typed word, those of the country first. `nameOf` gives a country in the reader's language. */
export function searchLaws<Law extends LawLine>(
  laws: readonly Law[],
  { text, country, nameOf }: { text: string; country: string; nameOf: (country: string) => string },
): { here: Law[]; elsewhere: Law[] } {
  const words = toPlain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = laws
    .filter(({ id, title, jurisdiction }) => {
      const searched = toPlain(`${id} ${title} ${jurisdiction} ${nameOf(jurisdiction)}`);
      return words.every((word) => searched.includes(word));
    })
    .toSorted((one, other) => one.id.localeCompare(other.id));
  const isHere = ({ jurisdiction }: Law) => jurisdiction === country;
  return { here: found.filter(isHere), elsewhere: found.filter((law) => !isHere(law)) };
}
