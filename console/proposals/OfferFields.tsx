import { useState } from 'react';
import { OFFER_KINDS } from '../../domain/letters/proposal.js';
import { FormField } from '../intake/Field.js';
import { pickInstant, readWhen } from '../intake/when/when.js';
import { WhenField } from '../intake/when/WhenField.js';
import { ownZone } from '../intake/when/zones.js';
import { ActField } from '../notice/acts/ActDialog.js';
import { onChosen } from '../parts/on-chosen.js';
import { nowMs } from '../state/now.js';
import { useWords } from '../words/use-words.js';
import type { OfferForm } from './offer-form.js';

interface OfferFieldsProps {
  form: OfferForm;
  mayBeNone: boolean;
  onChange: (form: OfferForm) => void;
}

export function OfferFields({ form, mayBeNone, onChange }: OfferFieldsProps) {
  const t = useWords();
  const kinds = mayBeNone ? (['none', ...OFFER_KINDS] as const) : OFFER_KINDS;
  const change = (part: Partial<OfferForm>) => onChange({ ...form, ...part });
  return (
    <>
      <FormField label={t('proposals:kind')}>
        {(given) => (
          <select {...given} value={form.kind} onChange={onChosen(kinds, (kind) => change({ kind }))}>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`proposals:kindOf.${kind}`)}
              </option>
            ))}
          </select>
        )}
      </FormField>
      {form.kind === 'narrower' ? (
        <>
          <ActField
            label={t('proposals:targets')}
            help={t('proposals:targetsHelp')}
            value={form.targets}
            onChange={(targets) => change({ targets })}
          />
          <ActField
            label={t('proposals:countries')}
            help={t('proposals:countriesHelp')}
            value={form.countries}
            onChange={(countries) => change({ countries })}
          />
        </>
      ) : null}
      {form.kind === 'later' ? <Until onUntil={(until) => change({ until })} /> : null}
      {form.kind === 'none' ? null : (
        <ActField label={t('proposals:words')} rows={3} value={form.words} onChange={(words) => change({ words })} />
      )}
    </>
  );
}

function Until({ onUntil }: { onUntil: (until: string | null) => void }) {
  const t = useWords();
  const [when, setWhen] = useState('');
  const zone = ownZone();
  return (
    <WhenField
      label={t('proposals:until')}
      placeholder={t('intake:when.aheadPlaceholder')}
      value={when}
      zone={zone}
      onChange={(text) => {
        setWhen(text);
        onUntil(pickInstant(readWhen(text, { zone, now: nowMs() })));
      }}
    />
  );
}
