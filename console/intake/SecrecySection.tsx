import { useWords, type Words } from '../words/use-words.js';
import { useState } from 'react';
import { SECRECY_LEVELS } from '../../domain/notices/notice.js';
import { ROLES } from '../../domain/people/permission.js';
import { useColleagues, type ColleagueView } from '../http/colleagues.js';
import { Button } from '../parts/Button.js';
import { Segments, toOptions } from '../forms/Segments.js';
import { FormField, useFieldError } from '../forms/FormField.js';
import { FromDocument } from './document/FromDocument.js';
import type { SectionProps } from './section.js';
import { WhenField } from '../forms/when/WhenField.js';
import { RemoveButton } from './RemoveButton.js';

export function SecrecySection({ fields, change }: SectionProps) {
  const t = useWords();
  return (
    <section aria-labelledby="intake-secrecy">
      <div className="section-head">
        <h2 id="intake-secrecy">{t('intake:section.secrecy')}</h2>
      </div>
      <div className="form-field" data-path="/secrecy/level">
        <Segments
          label={t('intake:secrecy.label')}
          options={toOptions(SECRECY_LEVELS, (level) => t(`words:secrecy.${level}`))}
          value={fields.secrecy}
          onChange={(secrecy) => change({ secrecy })}
        />
        <span className="why">{t(`intake:secrecy.${fields.secrecy}`)}</span>
        <FromDocument path="/secrecy/level" />
      </div>
      {fields.secrecy === 'open' ? null : (
        <div className="halves">
          <People fields={fields} change={change} />
          <WhenField
            label={t('intake:secrecy.until')}
            path="/secrecy/until"
            value={fields.secretUntil}
            zone={fields.zone}
            placeholder={t('intake:when.aheadPlaceholder')}
            onChange={(secretUntil) => change({ secretUntil })}
          />
        </div>
      )}
    </section>
  );
}

function formatName(entry: string, colleagues: readonly ColleagueView[], t: Words): string {
  const role = ROLES.find((each) => entry === `role:${each}`);
  if (role !== undefined) return t('intake:secrecy.role', { role: t(`frame:role.${role}`) });
  return colleagues.find(({ id }) => id === entry)?.name ?? entry;
}

function People({ fields, change }: SectionProps) {
  const t = useWords();
  const colleagues = useColleagues();
  const error = useFieldError('/secrecy/people');
  const entries = [...ROLES.map((role) => `role:${role}`), ...colleagues.map(({ id }) => id)];
  const left = entries.filter((entry) => !fields.people.includes(entry));
  // Arrow keys pass through the options, so a selection alone must not grant access.
  const [chosen, setChosen] = useState('');
  const add = () => {
    change({ people: [...fields.people, chosen] });
    setChosen('');
  };
  return (
    <div className="form-field">
      <FormField label={t('intake:secrecy.people')} path={error === undefined ? undefined : '/secrecy/people'}>
        {(parts) => (
          <>
            <select {...parts} value={chosen} onChange={(event) => setChosen(event.target.value)}>
              <option value="">{t('intake:secrecy.addPerson')}</option>
              {left.map((entry) => (
                <option key={entry} value={entry}>
                  {formatName(entry, colleagues, t)}
                </option>
              ))}
            </select>
            <Button size="small" why={chosen === '' ? t('intake:secrecy.addPerson') : null} onPress={add}>
              {t('intake:secrecy.add')}
            </Button>
          </>
        )}
      </FormField>
      <ul className="files">
        {fields.people.map((entry) => (
          <li key={entry} className="line file-line">
            <span className="cut">{formatName(entry, colleagues, t)}</span>
            <RemoveButton
              label={t('intake:secrecy.remove', { name: formatName(entry, colleagues, t) })}
              onPress={() => change({ people: fields.people.filter((each) => each !== entry) })}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
