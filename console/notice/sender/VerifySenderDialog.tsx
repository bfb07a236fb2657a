import { useQuery } from '@tanstack/react-query';
import { SENDER_METHODS, SENDER_OUTCOMES, type SenderMethod } from '../../../domain/notices/sender.js';
import { SegmentsField, SelectField, Tick } from '../../forms/choices.js';
import { toOptions } from '../../forms/Segments.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useNoticeForm, type BoundField } from '../../forms/use-command-form.js';
import { documentsQuery, senderChecksQuery } from '../../http/queries.js';
import type { Authority, Notice, SenderCheck } from '../../http/types.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant } from '../../parts/format.js';
import { useAllPages } from '../../records/list/use-pages.js';
import { nowMs } from '../../state/now.js';
import { settingsStore } from '../../state/settings.js';
import { buildCheckBody, callables, findDirectoryEntry, findMissing, type SenderCheckForm } from './sender-check.js';
import { SenderDoubts } from './SenderDoubts.js';
import { listSenderPoints, type SenderPoint } from '../../../domain/notices/sender-points.js';
import { useWords } from '../../words/use-words.js';

const EMPTY: SenderCheckForm = { method: 'call_back', contact: '', document: '', outcome: null, note: '', points: [] };

export default function VerifySenderDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const checks = useQuery(senderChecksQuery(notice.id));
  const form = useNoticeForm(notice.id, 'verify-sender', {
    start: EMPTY,
    body: buildCheckBody,
    why: (values) => {
      const missing = findMissing(values);
      return missing === null ? null : t(`authenticity:why.${missing}`);
    },
    done: (_, { outcome }) => t(`authenticity:done.${outcome ?? 'no_answer'}`),
    onClose,
  });
  const { field, values } = form;
  return (
    <CommandDialog
      form={form}
      title={t('authenticity:ask')}
      body={t('authenticity:askBody')}
      wide
      go={t('authenticity:go')}
      after={<History checks={checks.data?.items ?? null} />}
    >
      <p>{t('authenticity:now', { authenticity: t(`words:authenticity.${notice.authenticity}`) })}</p>
      <SenderDoubts doubts={notice.senderDoubts} />
      <p>
        <a href={sheetUrl(notice.id)} target="_blank" rel="noreferrer">
          {t('authenticity:sheet')}
        </a>
      </p>
      <SegmentsField
        label={t('authenticity:how')}
        options={toOptions(SENDER_METHODS, (method) => t(`sender:method.${method}`))}
        {...field('method')}
      />
      {values.method === 'call_back' ? <ContactField notice={notice} {...field('contact')} /> : null}
      {values.method === 'known_document' ? <DocumentField notice={notice.id} {...field('document')} /> : null}
      {values.method === 'signature' ? <p className="unsure">{t('authenticity:signatureWhy')}</p> : null}
      <PointTicks method={values.method} {...field('points')} />
      <SegmentsField
        label={t('authenticity:outcome')}
        options={toOptions(SENDER_OUTCOMES, (outcome) => t(`sender:outcome.${outcome}`))}
        {...field('outcome')}
      />
      <TextField label={t('authenticity:note')} rows={3} {...field('note')} />
    </CommandDialog>
  );
}

function sheetUrl(noticeId: string): string {
  return `/v1/notices/${noticeId}/call-back-sheet?language=${settingsStore.get().language}`;
}

function ContactField({ notice, ...field }: BoundField<string> & { notice: Notice }) {
  const t = useWords();
  const directory = useAllPages<Authority>('/v1/authorities');
  if (directory.error !== null) return <Failure title={t('authenticity:contact')} error={directory.error} />;
  const entry = findDirectoryEntry(notice.authority, directory.rows);
  if (entry === undefined && (directory.isLoading || directory.isReading)) return null;
  if (entry === undefined) return <p className="unsure">{t('authenticity:notListed')}</p>;
  if (entry.verification !== 'verified') return <p className="unsure">{t('authenticity:notVerified')}</p>;
  const offered = callables(entry, nowMs());
  if (offered.length === 0) return <p className="unsure">{t('authenticity:noContact')}</p>;
  return (
    <SelectField
      label={t('authenticity:contact')}
      options={[
        { value: '', text: t('authenticity:choose') },
        ...offered.map(({ purpose, reach }) => ({
          value: reach,
          text: t(`authenticity:contactOf.${purpose}`, { reach }),
        })),
      ]}
      {...field}
    />
  );
}

function DocumentField({ notice, ...field }: BoundField<string> & { notice: string }) {
  const t = useWords();
  const files = useQuery(documentsQuery(notice)).data?.items;
  if (files === undefined) return null;
  if (files.length === 0) return <p className="unsure">{t('authenticity:noDocument')}</p>;
  return (
    <SelectField
      label={t('authenticity:document')}
      options={[
        { value: '', text: t('authenticity:choose') },
        ...files.map(({ sha256, name }) => ({ value: sha256, text: name })),
      ]}
      {...field}
    />
  );
}

function History({ checks }: { checks: readonly SenderCheck[] | null }) {
  const t = useWords();
  if (checks === null) return null;
  return (
    <section>
      <div className="heading">{t('authenticity:history')}</div>
      {checks.length === 0 ? <p className="muted">{t('authenticity:none')}</p> : null}
      <ul>
        {checks.map(({ id, method, outcome, byName, at, note, contact }) => (
          <li key={id}>
            {[t(`sender:outcome.${outcome}`), t(`sender:method.${method}`), byName, formatInstant(at)].join(', ')}
            <span className="muted fine block" dir="auto">
              {[contact?.phone ?? contact?.email, note].filter((text) => text !== undefined).join(': ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PointTicksProps {
  method: SenderMethod;
  value: readonly SenderPoint[];
  onChange: (value: SenderPoint[]) => void;
}

function PointTicks({ method, value, onChange }: PointTicksProps) {
  const t = useWords();
  const offered = listSenderPoints(method);
  const change = (point: SenderPoint, on: boolean) =>
    onChange(offered.filter((one) => (one === point ? on : value.includes(one))));
  return (
    <fieldset>
      <legend>{t('authenticity:points')}</legend>
      {offered.map((point) => (
        <Tick
          key={point}
          label={t(`sender:point.${point}`)}
          value={value.includes(point)}
          onChange={(isOn) => change(point, isOn)}
        />
      ))}
      <p className="why">{t('authenticity:pointsWhy')}</p>
    </fieldset>
  );
}
