import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { NOTICE_KINDS } from '../../domain/notices/notice.js';
import { read } from '../http/call.js';
import type { Regime } from '../http/types.js';
import { AuthorityFields } from './AuthorityFields.js';
import type { Fields } from './draft.js';
import { SelectField } from '../forms/choices.js';
import { LawChooser } from '../forms/law/LawChooser.js';
import { toOptions } from '../forms/Segments.js';
import { TextField } from '../forms/TextField.js';
import { bindText, type SectionProps } from './section.js';

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
    queryFn: ({ signal }) =>
      read<Pick<Regime, 'id' | 'title'> & { candidates: { id: string }[] }>(`/v1/rulebook/proposal?${query}`, {
        signal,
        background: true,
      }),
    enabled: COUNTRY.test(country),
    placeholderData: (before) => before,
    retry: false,
  }).data;
}

export function OrderSection(section: SectionProps) {
  const t = useWords();
  const { fields, change } = section;
  return (
    <section aria-labelledby="intake-order">
      <div className="section-head">
        <h2 id="intake-order">{t('intake:section.order')}</h2>
      </div>
      <div className="halves">
        <SelectField
          label={t('intake:kind')}
          path="/kind"
          options={toOptions(NOTICE_KINDS, (kind) => t(`words:kind.${kind}`))}
          value={fields.kind}
          onChange={(kind) => change({ kind })}
        />
        <TextField label={t('intake:reference')} {...bindText(section, 'reference')} />
        <AuthorityFields {...section} />
        <TextField
          label={t('intake:jurisdiction')}
          help={t('intake:countryHelp')}
          {...bindText(section, 'jurisdiction')}
        />
        <SelectField
          label={t('intake:channel')}
          options={CHANNELS.map((channel) => ({ value: channel, text: t(`intake:channels.${channel}`) }))}
          {...bindText(section, 'channel')}
        />
        <TextField label={t('intake:language')} help={t('intake:languageHelp')} {...bindText(section, 'language')} />
      </div>
      <LawField {...section} />
      <TextField label={t('intake:subject')} {...bindText(section, 'subject')} />
      <TextField label={t('intake:body')} rows={4} {...bindText(section, 'body')} />
    </section>
  );
}

function LawField(section: SectionProps) {
  const t = useWords();
  const { fields } = section;
  const proposal = useProposal(fields);
  const others = proposal?.candidates.map(({ id }) => id).join(', ') ?? '';
  const automatic =
    proposal === undefined
      ? t('intake:regimeAuto')
      : t(others === '' ? 'intake:regimeProposed' : 'intake:regimeProposedOr', {
          id: proposal.id,
          title: proposal.title,
          others,
        });
  return (
    <LawChooser
      kind={fields.kind}
      country={fields.jurisdiction.trim().toUpperCase()}
      authority={fields.issuer === 'known' ? fields.authority.trim() : null}
      automatic={automatic}
      help={t('intake:regimeWhy')}
      {...bindText(section, 'regime')}
    />
  );
}
