import { useWords } from '../words/use-words.js';
import { useEffect, useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { authorityNamesView } from '../../contract/people/admin.js';
import { read } from '../http/call.js';
import { formatCountry } from '../parts/format.js';
import { SegmentsField } from '../forms/choices.js';
import { toOptions } from '../forms/Segments.js';
import { FormField } from '../forms/FormField.js';
import { TextField } from '../forms/TextField.js';
import { bindText, type SectionProps } from './section.js';

export function AuthorityFields(section: SectionProps) {
  const t = useWords();
  const { fields, change } = section;
  const isKnown = fields.issuer === 'known';
  return (
    <>
      <SegmentsField
        label={t('intake:issuer.label')}
        path={isKnown ? undefined : '/authority'}
        options={toOptions(['known', 'unknown'] as const, (issuer) => t(`intake:issuer.${issuer}`))}
        value={fields.issuer}
        onChange={(issuer) => change({ issuer })}
      />
      {isKnown ? <Directory {...section} /> : <UnknownAuthority {...section} />}
    </>
  );
}

function UnknownAuthority(section: SectionProps) {
  const t = useWords();
  return (
    <>
      <TextField label={t('intake:name')} {...bindText(section, 'name')} path="/authority/name" />
      <TextField
        label={t('intake:country')}
        help={t('intake:countryHelp')}
        {...bindText(section, 'country')}
        path="/authority/country"
      />
      <TextField
        label={t('intake:email')}
        help={t('intake:emailHelp')}
        {...bindText(section, 'email')}
        path="/authority/email"
      />
    </>
  );
}

function Directory({ fields, change }: SectionProps) {
  const t = useWords();
  const all = useQuery({
    queryKey: ['authorities', 'names'],
    queryFn: ({ signal }) => read<z.infer<typeof authorityNamesView>>('/v1/authorities/names', { signal }),
    staleTime: 60_000,
  }).data?.items;
  const typed = fields.authority.trim();
  const found = all?.find(({ id, name }) => id === typed || name === typed);
  // Also when the directory arrives after the name was typed; the country is filled once, so it can be cleared.
  const filled = useRef<string | null>(null);
  useEffect(() => {
    if (found === undefined || filled.current === found.id) return;
    filled.current = found.id;
    change({ authority: found.id, ...(fields.jurisdiction === '' ? { jurisdiction: found.country } : {}) });
  }, [found, fields.jurisdiction, change]);
  const help =
    found === undefined
      ? typed === '' || all === undefined
        ? undefined
        : t('intake:authorityNone')
      : `${found.name}, ${formatCountry(found.country)}, ${t(found.verification === 'verified' ? 'intake:authorityVerified' : 'intake:authorityUnverified')}`;
  return (
    <FormField label={t('intake:authorityFind')} path="/authority" help={help}>
      {(parts) => (
        <>
          <input
            {...parts}
            dir="auto"
            list="intake-authorities"
            value={fields.authority}
            onChange={(event) => change({ authority: event.target.value })}
            autoComplete="off"
          />
          <datalist id="intake-authorities">
            {(all ?? []).map(({ id, name, country }) => (
              <option key={id} value={id}>
                {name}, {formatCountry(country)}
              </option>
            ))}
          </datalist>
        </>
      )}
    </FormField>
  );
}
