import { PRIORITIES, type Priority } from '../../domain/notices/notice.js';
import { onChosen } from '../parts/on-chosen.js';
import { useWords } from '../words/use-words.js';

export function PriorityField(props: { value: Priority | ''; onChange: (value: Priority | '') => void }) {
  const t = useWords();
  return (
    <label>
      {t('notice:facts.priority')}
      <span className="field">
        <select value={props.value} onChange={onChosen(PRIORITIES, props.onChange)}>
          {props.value === '' ? <option value="">{t('words:priority.none')}</option> : null}
          {PRIORITIES.map((each) => (
            <option key={each} value={each}>
              {t(`words:priority.${each}`)}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
