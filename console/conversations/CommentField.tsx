import { useRef } from 'react';
import { TextField } from '../forms/TextField.js';
import { useWords } from '../words/use-words.js';
import { completeMention, suggestPeople } from './mentions.js';

interface CommentFieldProps {
  label: string;
  path: string;
  value: string;
  maxLength: number | undefined;
  onChange: (text: string) => void;
  people: readonly { id: string; name: string }[];
  rows?: number;
  autoFocus?: boolean;
}

/** A text in which @ offers the people who can be mentioned. */
export function CommentField({ people, rows = 3, value, onChange, ...field }: CommentFieldProps) {
  const t = useWords();
  const area = useRef<HTMLTextAreaElement>(null);
  const offered = suggestPeople(value, people);
  const put = (text: string) => {
    onChange(text);
    area.current?.focus();
  };
  return (
    <div className="comment-field">
      <TextField {...field} value={value} onChange={onChange} rows={rows} areaRef={area} />
      <div className="chips" role="group" aria-label={t('conversations:mention')}>
        {offered.length === 0 ? (
          <button
            type="button"
            className="text-button link fine"
            onClick={() => put(value === '' || /\s$/.test(value) ? `${value}@` : `${value} @`)}
          >
            {t('conversations:mention')}
          </button>
        ) : (
          offered.map(({ id, name }) => (
            <button key={id} type="button" className="chip" onClick={() => put(completeMention(value, name))}>
              @{name}
            </button>
          ))
        )}
      </div>
    </div>
  );
}
