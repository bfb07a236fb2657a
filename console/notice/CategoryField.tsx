import { CONTENT_CATEGORIES, type ContentCategory } from '../../domain/reports/content-category.js';
import { onChosen } from '../parts/on-chosen.js';
import { useWords } from '../words/use-words.js';

const CHOICES = ['', ...CONTENT_CATEGORIES] as const;

export function CategoryField(props: { value: ContentCategory | ''; onChange: (value: ContentCategory | '') => void }) {
  const { value, onChange } = props;
  const t = useWords();
  return (
    <label>
      {t('publishing:category.label')}
      <span className="field">
        <select value={value} onChange={onChosen(CHOICES, onChange)}>
          {CHOICES.map((each) => (
            <option key={each} value={each}>
              {t(`publishing:category.of.${each === '' ? 'not_stated' : each}`)}
            </option>
          ))}
        </select>
      </span>
      <span className="why">{t('publishing:category.why')}</span>
    </label>
  );
}
