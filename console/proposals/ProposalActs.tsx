import { SETTLED_STATES, type SettledState } from '../../domain/letters/proposal.js';
import { toOptions } from '../forms/Segments.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import type { NoticeProposal } from '../http/types.js';
import { noticeKeys } from '../http/use-write.js';
import { noOffer, toOffer, type OfferForm } from './offer-form.js';
import { OfferFields } from './OfferFields.js';
import { useQueries, useQuery } from '@tanstack/react-query';
import { SelectField } from '../forms/choices.js';
import { documentsQuery, noticeQuery } from '../http/queries.js';
import { correspondenceQuery } from '../letters/letters-query.js';
import { useWords } from '../words/use-words.js';

export function RecordProposal({ notice, onClose }: { notice: string; onClose: () => void }) {
  const t = useWords();
  const start: { offer: OfferForm; document: string } = { offer: { ...noOffer, kind: 'narrower' }, document: '' };
  const form = useCommandForm({
    to: `/v1/notices/${notice}/proposals`,
    refresh: noticeKeys(notice),
    start,
    body: ({ offer, document }) => ({ offer: toOffer(offer), ...toDocument(document) }),
    why: ({ offer, document }) => {
      if (toOffer(offer) == null) return t('proposals:why');
      return document === '' ? t('proposals:record.why') : null;
    },
    done: t('proposals:record.done'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('proposals:record.title')}
      body={t('proposals:record.body')}
      go={t('proposals:record.go')}
    >
      <OfferFields mayBeNone={false} {...form.field('offer')} />
      <DocumentField notice={notice} {...form.field('document')} />
    </CommandDialog>
  );
}

interface SettleProposalProps {
  notice: string;
  proposal: NoticeProposal;
  onClose: () => void;
}

/** Records the outcome of a proposal; this moves no deadline and changes no target. */
export function SettleProposal({ notice, proposal: { n, by }, onClose }: SettleProposalProps) {
  const t = useWords();
  const start: { state: SettledState; document: string; reason: string } = {
    state: 'accepted',
    document: '',
    reason: '',
  };
  const form = useCommandForm({
    texts: 'proposal-settle',
    to: `/v1/notices/${notice}/proposals/${n}/settle`,
    refresh: noticeKeys(notice),
    start,
    body: ({ state, document, reason }) => ({ state, reason: reason.trim(), ...toDocument(document) }),
    // What the authority did needs its own document.
    why: ({ state, document }) =>
      document === '' && (state === 'withdrawn') === (by === 'authority') ? t('proposals:settle.why') : null,
    done: t('proposals:settle.done'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('proposals:settle.title', { n })}
      body={t('proposals:settle.body')}
      go={t('proposals:settle.go')}
    >
      <SelectField
        label={t('proposals:settle.state')}
        options={toOptions(SETTLED_STATES, (state) => t(`proposals:state.${state}`))}
        {...form.field('state')}
      />
      <DocumentField notice={notice} {...form.field('document')} />
      <TextField label={t('proposals:settle.reason')} rows={3} {...form.field('reason')} />
    </CommandDialog>
  );
}

/** The authority's reply or document in the form the API takes; empty if none. */
type ChosenDocument = { reply: number } | { document: string } | Record<string, never>;

interface DocumentFieldProps {
  notice: string;
  path: string;
  value: string;
  onChange: (value: string) => void;
}

function DocumentField({ notice, ...field }: DocumentFieldProps) {
  const t = useWords();
  const documents = useDocuments(notice);
  const said = useQuery(correspondenceQuery(notice)).data?.items ?? [];
  return (
    <SelectField
      label={t('proposals:document.label')}
      options={[
        { value: '', text: t('proposals:document.none') },
        ...said.flatMap(({ kind, n, subject }) =>
          kind === 'reply' && n !== null
            ? [{ value: `reply:${n}`, text: `${t('proposals:document.reply', { n })} ${subject}` }]
            : [],
        ),
        ...documents,
      ]}
      {...field}
    />
  );
}

function useDocuments(notice: string) {
  const links = useQuery(noticeQuery(notice)).data?.links ?? [];
  const linked = [...new Map(links.map((link) => [link.notice, link.number]))];
  const sources: [id: string, number: string][] = [[notice, ''], ...linked];
  const found = useQueries({ queries: sources.map(([id]) => documentsQuery(id)) });
  return sources.flatMap(([, of], at) =>
    (found[at]?.data?.items ?? []).map(({ sha256, name }) => ({
      value: `document:${sha256}`,
      text: `${of} ${name}`.trim(),
    })),
  );
}

function toDocument(value: string): ChosenDocument {
  const [kind, which = ''] = value.split(':');
  if (kind === 'reply') return { reply: Number(which) };
  return kind === 'document' ? { document: which } : {};
}
