import { formatCountry, formatList } from '../../parts/format.js';
import { Icon } from '../../parts/Icon.js';
import { useWords } from '../../words/use-words.js';

/** Where something is hidden: shape, then words. */
export function HiddenWhere({ everywhere, countries }: { everywhere: boolean; countries: readonly string[] }) {
  const t = useWords();
  const names = formatList(countries.map(formatCountry));
  return (
    <span className="lane" title={everywhere ? undefined : names}>
      <Icon name={everywhere ? 'l-everywhere' : 'l-countries'} />
      <span className="cut">{everywhere ? t('records:restrictions.everywhere') : names}</span>
    </span>
  );
}
