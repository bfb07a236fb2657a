import { useWords } from '../../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../http/commands.js';
import { useMay } from '../../http/may.js';
import { clocksQuery, documentsQuery } from '../../http/queries.js';
import type { Clock, Notice } from '../../http/types.js';
import { readSpan } from '../../intake/when/span.js';
import { pickInstant, readWhen } from '../../intake/when/when.js';
import { WhenField } from '../../intake/when/WhenField.js';
import { ownZone } from '../../intake/when/zones.js';
import { formatInstant } from '../../parts/format.js';
import { nowMs } from '../../state/now.js';
import { say } from '../../state/message.js';
import { ActDialog, ActField } from './ActDialog.js';
import { clocksFor, type ClockActName } from './clocks-for.js';

interface ClockActProps {
  notice: Notice;
  onClose: () => void;
}

export function ClockAct({ act, notice, onClose }: ClockActProps & { act: ClockActName }) {
  const t = useWords();
  const done = () => {
    say(t(`acts:${act}.done`));
    onClose();
  };
  const extend = useCommand(notice.id, 'extend', done);
  const pause = useCommand(notice.id, 'pause', done);
  const resume = useCommand(notice.id, 'resume', done);
  const clocks = clocksFor(act, useQuery(clocksQuery(notice.id)).data?.items ?? []);
  const [chosen, setChosen] = useState('');
  const clock = clocks.find(({ id }) => id === chosen) ?? clocks[0];
  const [reason, setReason] = useState('');
  const [documentId, setDocumentId] = useState('');
  const [source, setSource] = useState<DocumentSource | null>(null);
  const [due, setDue] = useState<NewDue>({ how: 'by', text: '' });
  const moved = act === 'extend' ? readNewDue(due) : {};
  const why = whyNot();
  const mutation = { extend, pause, resume }[act];
  function whyNot(): string | null {
    if (clock === undefined) return t(`acts:noClock.${act}`);
    if (moved === null) return t('acts:extend.why');
    if (act !== 'resume' && reason.trim() === '') return t('acts:reasonWhy');
    if (act !== 'extend') return null;
    if (documentId.trim() === '') return t('acts:documentWhy');
    return source === null ? t('acts:chooseWhy') : null;
  }
  const go = () => {
    if (why !== null || clock === undefined || moved === null) return;
    const shared = { clock: clock.id, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    const readDocumentOption = documentId.trim() === '' ? {} : { authorityReference: documentId.trim() };
    if (act === 'extend') extend.mutate({ ...shared, ...moved, ...readDocumentOption, ...source });
    else if (act === 'pause') pause.mutate({ ...shared, ...readDocumentOption });
    else resume.mutate(shared);
  };
  return (
    <ActDialog
      title={t(`acts:${act}.title`)}
      body={t(`acts:${act}.body`)}
      go={t(`acts:${act}.go`)}
      why={why}
      pending={mutation.isPending}
      error={mutation.error}
      onGo={go}
      onClose={onClose}
    >
      <ClockField clocks={clocks} value={clock?.id ?? ''} onChange={setChosen} />
      {act === 'extend' ? <NewDueField due={due} onDue={setDue} /> : null}
      <ActField label={t('acts:reason')} rows={2} value={reason} onChange={setReason} />
      {act === 'resume' ? null : (
        <ActField
          label={t(act === 'extend' ? 'acts:reference' : 'acts:referenceOptional')}
          value={documentId}
          onChange={setDocumentId}
        />
      )}
      {act === 'extend' ? <DocumentField notice={notice} onSource={setSource} /> : null}
    </ActDialog>
  );
}

type DocumentSource = { document: string } | { notice: string };

function DocumentField({ notice, onSource }: { notice: Notice; onSource: (source: DocumentSource | null) => void }) {
  const t = useWords();
  const mayRead = useMay()('notice.read_documents');
  const files = useQuery({ ...documentsQuery(notice.id), enabled: mayRead }).data?.items ?? [];
  const choose = (value: string) => {
    const [kind, id = ''] = value.split(':');
    onSource(kind === 'document' ? { document: id } : kind === 'notice' ? { notice: id } : null);
  };
  return (
    <label>
      {t('acts:chooseDocument')}
      <span className="field">
        <select defaultValue="" onChange={(event) => choose(event.target.value)}>
          <option value="">{t('acts:chooseNone')}</option>
          {files.map(({ sha256, name }) => (
            <option key={sha256} value={`document:${sha256}`}>
              {name}
            </option>
          ))}
          {notice.links.map((link) => (
            <option key={link.notice + link.as} value={`notice:${link.notice}`}>
              {t('acts:linkedDocument', { number: link.number, as: t(`words:link.${link.as}`) })}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}

function ClockField({
  clocks,
  value,
  onChange,
}: {
  clocks: readonly Clock[];
  value: string;
  onChange: (id: string) => void;
}) {
  const t = useWords();
  return (
    <label>
      {t('acts:clock')}
      <span className="field">
        <select value={value} onChange={(event) => onChange(event.target.value)} autoFocus>
          {clocks.map(({ id, kind, owner, dueAt }) => (
            <option key={id} value={id}>
              {dueAt === null
                ? t('acts:clockPaused', { kind: t(`words:clock.${kind}`), owner: t(`words:owner.${owner}`) })
                : t('acts:clockOf', {
                    kind: t(`words:clock.${kind}`),
                    owner: t(`words:owner.${owner}`),
                    due: formatInstant(dueAt),
                  })}
            </option>
          ))}
        </select>
      </span>
    </label>
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
  return (
    <>
      <div className="form-field">
        <span id="acts-how">{t('acts:extend.how')}</span>
        <span className="segments" role="group" aria-labelledby="acts-how">
          {(['by', 'to'] as const).map((how) => (
            <button key={how} type="button" aria-pressed={due.how === how} onClick={() => onDue({ ...due, how })}>
              {t(`acts:extend.${how}`)}
            </button>
          ))}
        </span>
      </div>
      {due.how === 'by' ? (
        <ActField
          label={t('acts:extend.byText')}
          value={due.text}
          help={readSpan(due.text) ?? t('acts:extend.byHelp')}
          onChange={(text) => onDue({ ...due, text })}
        />
      ) : (
        <WhenField
          label={t('acts:extend.toText')}
          path="/to"
          value={due.text}
          zone={ownZone()}
          help={t('acts:extend.toHelp')}
          onChange={(text) => onDue({ ...due, text })}
        />
      )}
    </>
  );
}
