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
import { bindParts, type BoundField } from '../forms/use-command-form.js';

interface OfferFieldsProps extends BoundField<OfferForm> {
  mayBeNone: boolean;
}

export function OfferFields({ mayBeNone, ...field }: OfferFieldsProps) {
  const t = useWords();
  const { kind } = field.value;
  const bind = bindParts(field);
  const kinds: readonly OfferForm['kind'][] = mayBeNone ? ['none', ...OFFER_KINDS] : OFFER_KINDS;
  return (
    <>
      <SelectField
        label={t('proposals:kind')}
        options={toOptions(kinds, (each) => t(`proposals:kindOf.${each}`))}
        {...bind('kind')}
      />
      {kind === 'narrower' ? (
        <>
          <TextField label={t('proposals:targets')} help={t('proposals:targetsHelp')} {...bind('targets')} />
          <TextField label={t('proposals:countries')} help={t('proposals:countriesHelp')} {...bind('countries')} />
        </>
      ) : null}
      {kind === 'later' ? <Until onUntil={bind('until').onChange} /> : null}
      {kind === 'none' ? null : <TextField label={t('proposals:words')} rows={3} {...bind('words')} />}
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
