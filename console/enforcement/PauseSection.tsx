import { useState } from 'react';
import { ReasonDialog } from '../forms/ReasonDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { sessionStore } from '../http/session.js';
import { useMay } from '../http/may.js';
import type { Enforcement, Notice } from '../http/types.js';
import { noticeKeys, useWrite } from '../http/use-write.js';
import { Failure } from '../parts/Failure.js';
import { useStore } from '../state/store.js';
import { Button } from '../parts/Button.js';
import { formatInstant } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import { computePhase } from './progress.js';

/** Pauses and resumes enforcement. Deadlines keep running during a pause, and the screen says so. */
export function PauseSection({ notice, progress }: { notice: Notice; progress: Enforcement }) {
  const t = useWords();
  const [asks, setAsks] = useState(false);
  const may = useMay();
  const phase = computePhase(progress);
  const act = progress.paused === null ? 'pause' : 'resume';
  const why = may('repair')
    ? phase === 'finished' || phase === 'nothing'
      ? t('enforcement:pause.over')
      : null
    : t('enforcement:pause.role');
  useShortcuts([{ id: 'pause', label: t(`enforcement:pause.go.${act}`), keys: 'p', run: () => setAsks(true), why }]);
  if (progress.paused === null && (phase === 'finished' || phase === 'nothing')) return null;
  return (
    <section className="stack">
      <div className="heading">{t('enforcement:pause.title')}</div>
      {progress.paused === null ? (
        <p className="muted">{t('enforcement:pause.runs')}</p>
      ) : (
        <>
          <p className="caution-ink">
            <Icon name="s-paused" />{' '}
            {t('enforcement:pause.since', { name: progress.paused.by, at: formatInstant(progress.paused.since) })}
          </p>
          <blockquote className="said plain" dir="auto">
            {progress.paused.reason}
          </blockquote>
          <Until notice={notice} paused={progress.paused} />
          <p className="why">{t('enforcement:pause.deadlines')}</p>
        </>
      )}
      <p className="section-foot">
        <Button keys="p" why={why} showWhy hasPopup="dialog" onPress={() => setAsks(true)}>
          {t(`enforcement:pause.go.${act}`)}
        </Button>
      </p>
      {asks ? <PauseDialog notice={notice.id} act={act} onClose={() => setAsks(false)} /> : null}
    </section>
  );
}

interface PauseDialogProps {
  notice: string;
  act: 'pause' | 'resume';
  onClose: () => void;
}

function PauseDialog({ notice, act, onClose }: PauseDialogProps) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'enforcement-pause',
    to: `/v1/ops/enforcement/${act}`,
    refresh: noticeKeys(notice),
    start: { reason: '' },
    body: ({ reason }) => ({ notice, reason: reason.trim() }),
    done: ({ changed }: { changed: boolean }) =>
      t(changed ? `enforcement:pause.done.${act}` : 'enforcement:pause.unchanged'),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={t(`enforcement:pause.ask.${act}`)}
      body={t(`enforcement:pause.body.${act}`)}
      go={t(`enforcement:pause.verb.${act}`)}
      busy={t('enforcement:pause.busy')}
      failed={t(`enforcement:pause.failed.${act}`)}
    />
  );
}

function Until({ notice, paused }: { notice: Notice; paused: NonNullable<Enforcement['paused']> }) {
  const t = useWords();
  const me = useStore(sessionStore).session?.person;
  const mayConfirm = useMay()('confirm_pause');
  // A pause of more than one hour needs another person.
  const confirm = useWrite({
    to: '/v1/ops/enforcement/confirm',
    refresh: noticeKeys(notice.id),
    done: t('enforcement:pause.confirmed'),
  });
  const { until, requestedUntil, confirmedBy, byId } = paused;
  const isOwn = byId === me?.id;
  return (
    <>
      <p>
        {t('enforcement:pause.until', { until: formatInstant(until) })}{' '}
        {confirmedBy === null ? '' : t('enforcement:pause.agreed', { name: confirmedBy })}
      </p>
      {requestedUntil === null ? null : (
        <p>{t('enforcement:pause.requestedUntil', { until: formatInstant(requestedUntil) })}</p>
      )}
      {requestedUntil === null || !mayConfirm ? null : (
        <Button
          why={isOwn ? t('enforcement:pause.confirmOther') : null}
          showWhy
          busy={confirm.isPending ? t('enforcement:pause.busy') : null}
          onPress={() => confirm.mutate({ notice: notice.id })}
        >
          {t('enforcement:pause.confirm')}
        </Button>
      )}
      <Failure title={t('enforcement:pause.confirmFailed')} error={confirm.error} />
    </>
  );
}
