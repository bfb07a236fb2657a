import { useWords } from '../../words/use-words.js';
import { formatDay, formatInstant } from '../../parts/format.js';
import { useMinute } from '../../state/now.js';
import { FormField, type FieldProps } from '../FormField.js';
import { readWhen, type When } from './when.js';

interface WhenFieldProps extends Omit<FieldProps, 'error' | 'help'> {
  value: string;
  zone: string;
  help?: string;
  placeholder?: string;
  onChange: (text: string) => void;
}

export function WhenField({ label, path, value, zone, help, placeholder, onChange }: WhenFieldProps) {
  const t = useWords();
  // “In 4 hours” moves with the time; once a minute is often enough.
  const now = useMinute();
  const when = readWhen(value, { zone, now });
  return (
    <FormField label={label} path={path} help={<ReadBack when={when} zone={zone} help={help} onChoose={onChange} />}>
      {(parts) => (
        <input
          {...parts}
          value={value}
          placeholder={placeholder ?? t('intake:when.placeholder')}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="off"
        />
      )}
    </FormField>
  );
}

interface ReadBackProps {
  when: When;
  zone: string;
  help: string | undefined;
  onChoose: (text: string) => void;
}

function ReadBack({ when, zone, help, onChoose }: ReadBackProps) {
  const t = useWords();
  switch (when.state) {
    case 'empty':
      return help ?? null;
    case 'read':
      return (
        <span className="number">
          {t('intake:when.read', { local: formatInstant(when.at, zone), utc: formatInstant(when.at, 'UTC') })}
        </span>
      );
    case 'unread':
      return <span className="unsure">{t(`intake:when.unread.${when.because}`)}</span>;
    case 'ask':
      return (
        <span className="chips" role="group" aria-label={t(`intake:when.ask.${when.because}`)}>
          <span className="unsure">{t(`intake:when.ask.${when.because}`)}</span>
          {when.choices.map((choice) => (
            <button key={choice} type="button" className="button small" onClick={() => onChoose(choice)}>
              {choiceText(choice, zone)}
            </button>
          ))}
        </span>
      );
  }
}

function choiceText(choice: string, zone: string): string {
  const when = readWhen(choice, { zone, now: 0 });
  return when.state === 'read' ? formatInstant(when.at, zone) : formatDay(`${choice.slice(0, 10)}T12:00:00`);
}
