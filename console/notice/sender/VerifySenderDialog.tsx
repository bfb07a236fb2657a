import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { SENDER_METHODS, SENDER_OUTCOMES } from '../../../domain/notices/sender.js';
import { useCommand } from '../../http/commands.js';
import { documentsQuery, senderChecksQuery } from '../../http/queries.js';
import type { Authority, Notice, SenderCheck } from '../../http/types.js';
import { FormField } from '../../intake/Field.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant } from '../../parts/format.js';
import { useAllPages } from '../../records/list/use-pages.js';
import { settingsStore } from '../../state/settings.js';
import { say } from '../../state/message.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { ActField } from '../acts/ActDialog.js';
import { buildCheckBody, callables, findDirectoryEntry, findMissing, type SenderCheckForm } from './sender-check.js';
import { PointTicks } from './PointTicks.js';
import { SenderDoubts } from './SenderDoubts.js';

const EMPTY: SenderCheckForm = { method: 'call_back', contact: '', document: '', outcome: null, note: '', points: [] };

export default function VerifySenderDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const [form, setForm] = useState(EMPTY);
  const change = (part: Partial<SenderCheckForm>) => setForm({ ...form, ...part });
  const checks = useQuery(senderChecksQuery(notice.id));
  const verify = useCommand(notice.id, 'verify-sender', (_, { outcome = 'no_answer' }) => {
    say(t(`authenticity:done.${outcome}`));
    onClose();
  });
  const missing = findMissing(form);
  const why = missing === null ? null : t(`authenticity:why.${missing}`);
  return (
    <Dialog
      title={t('authenticity:ask')}
      onClose={onClose}
      wide
      go={{
        label: t('authenticity:go'),
        run: () => verify.mutate(buildCheckBody(form)),
        why,
        busy: verify.isPending ? t('acts:busy') : null,
      }}
    >
      <p>{t('authenticity:askBody')}</p>
      <p>{t('authenticity:now', { authenticity: t(`words:authenticity.${notice.authenticity}`) })}</p>
      <SenderDoubts doubts={notice.senderDoubts} />
      <p>
        <a href={sheetUrl(notice.id)} target="_blank" rel="noreferrer">
          {t('authenticity:sheet')}
        </a>
      </p>
      <div className="form-grid">
        <Choice
          label={t('authenticity:how')}
          options={SENDER_METHODS.map((method) => ({ value: method, text: t(`sender:method.${method}`) }))}
          chosen={form.method}
          onChoose={(method) => change({ method })}
        />
        {form.method === 'call_back' ? (
          <ContactField notice={notice} chosen={form.contact} onChoose={(contact) => change({ contact })} />
        ) : null}
        {form.method === 'known_document' ? (
          <DocumentField
            notice={notice.id}
            chosen={form.document}
            onChoose={(chosen) => change({ document: chosen })}
          />
        ) : null}
        {form.method === 'signature' ? <p className="unsure">{t('authenticity:signatureWhy')}</p> : null}
        <PointTicks method={form.method} ticked={form.points} onChange={(points) => change({ points })} />
        <Choice
          label={t('authenticity:outcome')}
          options={SENDER_OUTCOMES.map((outcome) => ({ value: outcome, text: t(`sender:outcome.${outcome}`) }))}
          chosen={form.outcome}
          onChoose={(outcome) => change({ outcome })}
        />
        <ActField label={t('authenticity:note')} rows={3} value={form.note} onChange={(note) => change({ note })} />
      </div>
      <History checks={checks.data?.items ?? null} />
      {verify.error === null ? null : (
        <Failure title={t('acts:failed', { act: t('authenticity:go') })} error={verify.error} />
      )}
    </Dialog>
  );
}

function sheetUrl(noticeId: string): string {
  return `/v1/notices/${noticeId}/call-back-sheet?language=${settingsStore.get().language}`;
}

function Choice<Value extends string>(props: {
  label: string;
  options: readonly { value: Value; text: string }[];
  chosen: Value | null;
  onChoose: (value: Value) => void;
}) {
  const { label, options, chosen, onChoose } = props;
  return (
    <div className="form-field">
      <span aria-hidden>{label}</span>
      <div className="segments" role="group" aria-label={label}>
        {options.map(({ value, text }) => (
          <button key={value} type="button" aria-pressed={chosen === value} onClick={() => onChoose(value)}>
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}

interface ChosenField {
  chosen: string;
  onChoose: (value: string) => void;
}

function ContactField({ notice, chosen, onChoose }: ChosenField & { notice: Notice }) {
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
    <FormField label={t('authenticity:contact')}>
      {(parts) => (
        <select {...parts} value={chosen} onChange={(event) => onChoose(event.target.value)}>
          <option value="">{t('authenticity:choose')}</option>
          {offered.map(({ purpose, reach }) => (
            <option key={purpose + reach} value={reach}>
              {t(`authenticity:contactOf.${purpose}`, { reach })}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}

function DocumentField({ notice, chosen, onChoose }: ChosenField & { notice: string }) {
  const t = useWords();
  const files = useQuery(documentsQuery(notice)).data?.items;
  if (files === undefined) return null;
  if (files.length === 0) return <p className="unsure">{t('authenticity:noDocument')}</p>;
  return (
    <FormField label={t('authenticity:document')}>
      {(parts) => (
        <select {...parts} value={chosen} onChange={(event) => onChoose(event.target.value)}>
          <option value="">{t('authenticity:choose')}</option>
          {files.map(({ sha256, name }) => (
            <option key={sha256} value={sha256}>
              {name}
            </option>
          ))}
        </select>
      )}
    </FormField>
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
