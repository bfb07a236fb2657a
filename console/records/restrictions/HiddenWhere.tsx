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

export function HiddenWhereTerm({ everywhere, countries }: Where) {
  const t = useWords();
  return (
    <>
      <dt>{t('records:restrictions.where')}</dt>
      <dd>{everywhere ? t('records:restrictions.everywhereSentence') : formatList(countries.map(formatCountry))}</dd>
    </>
  );
}
