import { Fact } from '../../parts/Fact.js';
import { formatCountry, formatList } from '../../parts/format.js';
import { Icon } from '../../parts/Icon.js';
import { useWords } from '../../words/use-words.js';

interface Where {
  everywhere: boolean;
  countries: readonly string[];
}

export function HiddenWhere({ everywhere, countries }: Where) {
  const t = useWords();
  const names = formatList(countries.map(formatCountry));
  return (
    <span className="action" title={everywhere ? undefined : names}>
      <Icon name={everywhere ? 'l-everywhere' : 'l-countries'} />
      <span className="cut">{everywhere ? t('records:restrictions.everywhere') : names}</span>
    </span>
  );
}

export function HiddenWhereFact({ everywhere, countries }: Where) {
  const t = useWords();
  const where = everywhere ? t('records:restrictions.everywhereSentence') : formatList(countries.map(formatCountry));
  return <Fact name={t('records:restrictions.where')}>{where}</Fact>;
}
