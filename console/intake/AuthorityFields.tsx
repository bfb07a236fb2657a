import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../http/may.js';
import { readAll } from '../http/read-all.js';
import { formatCountry } from '../parts/format.js';
import { FormField } from './Field.js';
import { FromDocument } from './document/FromDocument.js';
import { Text, type SectionProps } from './Text.js';

interface AuthorityLine {
  id: string;
  name: string;
  country: string;
  verification: 'unverified' | 'verified';
}

export function AuthorityFields({ fields, change }: SectionProps) {
  const t = useWords();
  const may = useMay();
  const isKnown = fields.issuer === 'known';
  return (
    <>
      <div className="form-field">
        <span id="intake-issuer">{t('intake:issuer.label')}</span>
        <span className="segments" role="group" aria-labelledby="intake-issuer">
          {(['known', 'unknown'] as const).map((issuer) => (
            <button
              key={issuer}
              type="button"
              aria-pressed={fields.issuer === issuer}
              onClick={() => change({ issuer })}
            >
              {t(`intake:issuer.${issuer}`)}
            </button>
          ))}
        </span>
        {isKnown ? null : <FromDocument path="/authority" />}
      </div>
      {isKnown && may('authorities.read') ? <Directory fields={fields} change={change} /> : null}
      {isKnown && !may('authorities.read') ? (
        <Text
          name="authority"
          path="/authority"
          label={t('intake:authority')}
          help={t('intake:authorityHelp')}
          fields={fields}
          change={change}
        />
      ) : null}
      {isKnown ? null : (
        <>
          <Text name="name" path="/authority/name" label={t('intake:name')} fields={fields} change={change} />
          <Text
            name="country"
            path="/authority/country"
            label={t('intake:country')}
            help={t('intake:countryHelp')}
            fields={fields}
            change={change}
          />
          <Text
            name="email"
            path="/authority/email"
            label={t('intake:email')}
            help={t('intake:emailHelp')}
            fields={fields}
            change={change}
          />
        </>
      )}
    </>
  );
}

function Directory({ fields, change }: SectionProps) {
  const t = useWords();
  const all = useQuery({
    queryKey: ['authorities', 'all'],
    queryFn: ({ signal }) => readAll<AuthorityLine>('/v1/authorities', { signal }),
    staleTime: 60_000,
  }).data?.items;
  const typed = fields.authority.trim();
  const found = all?.find(({ id }) => id === typed);
  const choose = (text: string) => {
    const chosen = all?.find(({ id, name }) => id === text.trim() || name === text.trim());
    change({
      authority: chosen?.id ?? text,
      ...(chosen !== undefined && fields.jurisdiction === '' ? { jurisdiction: chosen.country } : {}),
    });
  };
  const help =
    found === undefined
      ? typed === '' || all === undefined
        ? undefined
        : t('intake:authorityNone')
      : `${found.name}, ${formatCountry(found.country)}, ${t(found.verification === 'verified' ? 'intake:authorityVerified' : 'intake:authorityUnverified')}`;
  return (
    <FormField label={t('intake:authorityFind')} path="/authority" {...(help === undefined ? {} : { help })}>
      {(parts) => (
        <>
          <input
            {...parts}
            dir="auto"
            list="intake-authorities"
            value={fields.authority}
            onChange={(event) => choose(event.target.value)}
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
