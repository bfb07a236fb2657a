import { useWords } from '../words/use-words.js';
import { onChosen } from '../parts/on-chosen.js';
import { useQuery } from '@tanstack/react-query';
import { NOTICE_KINDS } from '../../domain/notices/notice.js';
import { read } from '../http/call.js';
import type { Page } from '../http/types.js';
import { AuthorityFields } from './AuthorityFields.js';
import type { Fields } from './draft.js';
import { FormField } from '../forms/FormField.js';
import { Text, type SectionProps } from './Text.js';

interface RegimeLine {
  id: string;
  version: string;
  title: string;
  status: string;
  candidates: { id: string }[];
}

const COUNTRY = /^[A-Za-z]{2}$/;
const CHANNELS = ['letter', 'email', 'portal', 'hand', 'phone', 'api'] as const;

/** The law that is chosen if the person names none. */
export function useProposal({ jurisdiction, kind, issuer, authority, subject }: Fields) {
  const country = jurisdiction.trim().toUpperCase();
  const id = issuer === 'known' ? authority.trim() : '';
  const text = subject.trim().slice(0, 2_000);
  const query = new URLSearchParams({
    jurisdiction: country,
    kind,
    ...(id === '' ? {} : { authority: id }),
    ...(text === '' ? {} : { text }),
  });
  return useQuery({
    queryKey: ['rulebook', 'proposal', query.toString()],
    queryFn: ({ signal }) => read<RegimeLine>(`/v1/rulebook/proposal?${query}`, { signal, background: true }),
    enabled: COUNTRY.test(country),
    placeholderData: (before) => before,
    retry: false,
  }).data;
}

export function OrderSection({ fields, change }: SectionProps) {
  const t = useWords();
  return (
    <section aria-labelledby="intake-order">
      <div className="section-head">
        <h2 id="intake-order">{t('intake:section.order')}</h2>
      </div>
      <div className="halves">
        <FormField label={t('intake:kind')} path="/kind">
          {(parts) => (
            <select {...parts} value={fields.kind} onChange={onChosen(NOTICE_KINDS, (kind) => change({ kind }))}>
              {NOTICE_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`words:kind.${kind}`)}
                </option>
              ))}
            </select>
          )}
        </FormField>
        <Text name="reference" path="/reference" label={t('intake:reference')} fields={fields} change={change} />
        <AuthorityFields fields={fields} change={change} />
        <Text
          name="jurisdiction"
          path="/jurisdiction"
          label={t('intake:jurisdiction')}
          help={t('intake:countryHelp')}
          fields={fields}
          change={change}
        />
        <RegimeField fields={fields} change={change} />
        <ChannelFields fields={fields} change={change} />
      </div>
      <Text name="subject" path="/subject" label={t('intake:subject')} fields={fields} change={change} />
      <FormField label={t('intake:body')} path="/body" area>
        {(parts) => (
          <textarea
            {...parts}
            rows={4}
            dir="auto"
            value={fields.body}
            onChange={(event) => change({ body: event.target.value })}
          />
        )}
      </FormField>
    </section>
  );
}

function ChannelFields({ fields, change }: SectionProps) {
  const t = useWords();
  return (
    <>
      <FormField label={t('intake:channel')} path="/channel">
        {(parts) => (
          <select {...parts} value={fields.channel} onChange={(event) => change({ channel: event.target.value })}>
            {CHANNELS.map((channel) => (
              <option key={channel} value={channel}>
                {t(`intake:channels.${channel}`)}
              </option>
            ))}
          </select>
        )}
      </FormField>
      <Text
        name="language"
        path="/language"
        label={t('intake:language')}
        help={t('intake:languageHelp')}
        fields={fields}
        change={change}
      />
    </>
  );
}

function RegimeField({ fields, change }: SectionProps) {
  const t = useWords();
  const proposal = useProposal(fields);
  const regimes = useQuery({
    queryKey: ['rulebook', 'regimes', 'now'],
    queryFn: ({ signal }) =>
      read<Page<Omit<RegimeLine, 'candidates'> & { jurisdiction: string }>>(
        `/v1/rulebook/regimes?limit=200&at=${encodeURIComponent(new Date().toISOString())}`,
        { signal, background: true },
      ),
    staleTime: 5 * 60_000,
  }).data?.items;
  const country = fields.jurisdiction.trim().toUpperCase();
  const sorted = (regimes ?? []).toSorted(
    (one, other) =>
      Number(other.jurisdiction === country) - Number(one.jurisdiction === country) || one.id.localeCompare(other.id),
  );
  return (
    <FormField label={t('intake:regime')} path="/regime" help={t('intake:regimeWhy')}>
      {(parts) => (
        <select {...parts} value={fields.regime} onChange={(event) => change({ regime: event.target.value })}>
          <option value="">
            {proposal === undefined
              ? t('intake:regimeAuto')
              : t('intake:regimeProposed', {
                  title: [proposal.id, ...proposal.candidates.map((one) => `? ${one.id}`), proposal.title].join(', '),
                })}
          </option>
          {sorted.map(({ id, version, title }) => (
            <option key={`${id} ${version}`} value={id}>
              {id}, {title}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}
