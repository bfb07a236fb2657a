import { useState } from 'react';
import { OFFER_KINDS } from '../../domain/letters/proposal.js';
import { SelectField } from '../forms/choices.js';
import { toOptions } from '../forms/Segments.js';
import { TextField } from '../forms/TextField.js';
import { pickInstant, readWhen } from '../forms/when/when.js';
import { WhenField } from '../forms/when/WhenField.js';
import { ownZone } from '../forms/when/zones.js';
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
  const kinds: readonly OfferForm['kind'][] = mayBeNone ? ['none', ...OFFER_KINDS] : OFFER_KINDS;
  const change = (part: Partial<OfferForm>) => onChange({ ...form, ...part });
  return (
    <>
      <SelectField
        label={t('proposals:kind')}
        options={toOptions(kinds, (kind) => t(`proposals:kindOf.${kind}`))}
        value={form.kind}
        onChange={(kind) => change({ kind })}
      />
      {form.kind === 'narrower' ? (
        <>
          <TextField
            label={t('proposals:targets')}
            help={t('proposals:targetsHelp')}
            value={form.targets}
            onChange={(targets) => change({ targets })}
          />
          <TextField
            label={t('proposals:countries')}
            help={t('proposals:countriesHelp')}
            value={form.countries}
            onChange={(countries) => change({ countries })}
          />
        </>
      ) : null}
      {form.kind === 'later' ? <Until onUntil={(until) => change({ until })} /> : null}
      {form.kind === 'none' ? null : (
        <TextField label={t('proposals:words')} rows={3} value={form.words} onChange={(words) => change({ words })} />
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
