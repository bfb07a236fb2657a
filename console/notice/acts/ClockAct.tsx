import { useQuery } from '@tanstack/react-query';
import { SegmentsField, SelectField } from '../../forms/choices.js';
import { toOptions } from '../../forms/Segments.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { ReasonField, TextField } from '../../forms/TextField.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import { readSpan } from '../../forms/when/span.js';
import { pickInstant, readWhen } from '../../forms/when/when.js';
import { WhenField } from '../../forms/when/WhenField.js';
import { ownZone } from '../../forms/when/zones.js';
import { useMay } from '../../http/may.js';
import { clocksQuery, documentsQuery } from '../../http/queries.js';
import type { Clock, Notice } from '../../http/types.js';
import { formatInstant } from '../../parts/format.js';
import { nowMs } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';
import { clocksFor, type ClockActName } from './clocks-for.js';

interface ClockActProps {
  act: ClockActName;
  notice: Notice;
  onClose: () => void;
}

interface ClockForm {
  /** Empty: the first that the act applies to. */
  clock: string;
  due: NewDue;
  reason: string;
  authorityReference: string;
  /** The authority's document: `document:` and a digest, or `notice:` and an id. */
  document: string;
}

const EMPTY: ClockForm = {
  clock: '',
  due: { how: 'by', text: '' },
  reason: '',
  authorityReference: '',
  document: '',
};

export function ClockAct({ act, notice, onClose }: ClockActProps) {
  const t = useWords();
  const clocks = clocksFor(act, useQuery(clocksQuery(notice.id)).data?.items ?? []);
  const findClock = (id: string) => clocks.find((clock) => clock.id === id) ?? clocks[0];
  const form = useNoticeForm(notice.id, act, {
    start: EMPTY,
    body: (values) => toBody(act, { ...values, clock: findClock(values.clock)?.id ?? '' }),
    why: (values) => (findClock(values.clock) === undefined ? t(`acts:noClock.${act}`) : whyNot(act, values, t)),
    done: t(`acts:${act}.done`),
    onClose,
  });
  const { field } = form;
  return (
    <CommandDialog form={form} title={t(`acts:${act}.title`)} body={t(`acts:${act}.body`)} go={t(`acts:${act}.go`)}>
      <SelectField
        label={t('acts:clock')}
        options={clocks.map((clock) => ({ value: clock.id, text: formatClock(clock, t) }))}
        {...field('clock')}
        value={findClock(form.values.clock)?.id ?? ''}
        autoFocus
      />
      {act === 'extend' ? <NewDueField due={form.values.due} onDue={field('due').onChange} /> : null}
      <ReasonField {...field('reason')} autoFocus={false} />
      {act === 'resume' ? null : (
        <TextField
          label={t(act === 'extend' ? 'acts:reference' : 'acts:referenceOptional')}
          {...field('authorityReference')}
        />
      )}
      {act === 'extend' ? <DocumentField notice={notice} {...field('document')} /> : null}
    </CommandDialog>
  );
}

function whyNot(act: ClockActName, { due, authorityReference, document }: ClockForm, t: Words): string | null {
  if (act !== 'extend') return null;
  if (readNewDue(due) === null) return t('acts:extend.why');
  if (authorityReference.trim() === '') return t('acts:documentWhy');
  return document === '' ? t('acts:chooseWhy') : null;
}

function toBody(act: ClockActName, { clock, due, reason, authorityReference, document }: ClockForm) {
  const shared = { clock, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
  if (act === 'resume') return shared;
  const reference = authorityReference.trim();
  const documented = { ...shared, ...(reference === '' ? {} : { authorityReference: reference }) };
  if (act === 'pause') return documented;
  const [kind = '', id = ''] = document.split(':');
  return { ...documented, ...readNewDue(due), ...(kind === 'notice' ? { notice: id } : { document: id }) };
}

function formatClock({ kind, owner, dueAt }: Clock, t: Words): string {
  const named = { kind: t(`words:clock.${kind}`), owner: t(`words:owner.${owner}`) };
  return dueAt === null ? t('acts:clockPaused', named) : t('acts:clockOf', { ...named, due: formatInstant(dueAt) });
}

interface DocumentFieldProps {
  notice: Notice;
  path: string;
  value: string;
  onChange: (value: string) => void;
}

function DocumentField({ notice, ...field }: DocumentFieldProps) {
  const t = useWords();
  const mayRead = useMay()('notice.read_documents');
  const files = useQuery({ ...documentsQuery(notice.id), enabled: mayRead }).data?.items ?? [];
  return (
    <SelectField
      label={t('acts:chooseDocument')}
      options={[
        { value: '', text: t('acts:chooseNone') },
        ...files.map(({ sha256, name }) => ({ value: `document:${sha256}`, text: name })),
        ...notice.links.map((link) => ({
          value: `notice:${link.notice}`,
          text: t('acts:linkedDocument', { number: link.number, as: t(`words:link.${link.as}`) }),
        })),
      ]}
      {...field}
    />
  );
}

interface NewDue {
  how: 'by' | 'to';
  text: string;
}

function readNewDue({ how, text }: NewDue): { to: string } | { by: string } | null {
  if (how === 'by') {
    const by = readSpan(text);
    return by === null ? null : { by };
  }
  const to = pickInstant(readWhen(text, { zone: ownZone(), now: nowMs() }));
  return to === null ? null : { to };
}

function NewDueField({ due, onDue }: { due: NewDue; onDue: (due: NewDue) => void }) {
  const t = useWords();
  const typed = { path: `/${due.how}`, value: due.text, onChange: (text: string) => onDue({ ...due, text }) };
  return (
    <>
      <SegmentsField
        label={t('acts:extend.how')}
        options={toOptions(['by', 'to'] as const, (how) => t(`acts:extend.${how}`))}
        value={due.how}
        onChange={(how) => onDue({ ...due, how })}
      />
      {due.how === 'by' ? (
        <TextField label={t('acts:extend.byText')} help={readSpan(due.text) ?? t('acts:extend.byHelp')} {...typed} />
      ) : (
        <WhenField label={t('acts:extend.toText')} zone={ownZone()} help={t('acts:extend.toHelp')} {...typed} />
      )}
    </>
  );
}
