import { Term } from '../help/Term.js';
import { useState } from 'react';
import { ReasonDialog } from '../forms/ReasonDialog.js';
import { useNoticeForm } from '../forms/use-command-form.js';
import { type Commanded } from '../http/commands.js';
import type { Notice } from '../http/types.js';
import { sessionStore } from '../http/session.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatInstant, formatList } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { Digest } from './Digest.js';
import { stillOpen, whyNotRatify } from './approver-slots.js';
import type { Ratification, SubmissionRecord } from './types.js';
import { useRolesByPerson } from '../http/colleagues.js';

export function RatifySlots({ ratification }: { ratification: Ratification }) {
  const t = useWords();
  const rolesOf = useRolesByPerson();
  const { state, approvals, approverSlots, openedAt, settledAt } = ratification;
  const open = stillOpen({ approverSlots, approvals, rolesOf });
  const settled = settledAt === null ? '' : formatInstant(settledAt);
  return (
    <section>
      <div className="heading">
        <Term name="emergency">{t('approval:ratify.title')}</Term>
      </div>
      {state === 'open' ? <p>{t('approval:ratify.open', { at: formatInstant(openedAt) })}</p> : null}
      {approvals.map(({ by, name, at }) => (
        <div className="seat" key={by}>
          <Icon name="s-met" className="ok-ink" />
          <div>
            <span className="medium">{name}</span>{' '}
            <span className="muted">{t('approval:approverSlots.approval', { at: formatInstant(at) })}</span>
          </div>
        </div>
      ))}
      {state === 'open' ? (
        <p className="why">
          {t('approval:ratify.needs', {
            approverSlots: formatList(open.map((slot) => t(`approval:approverSlots.slot.${slot}`))),
          })}
        </p>
      ) : (
        <p>{t(`approval:ratify.${state}`, { at: settled })}</p>
      )}
    </section>
  );
}

interface RatifyProps {
  notice: Notice;
  ratification: Ratification;
}

export function RatifyGo({ notice, submission, ratification }: RatifyProps & { submission: SubmissionRecord }) {
  const t = useWords();
  const [isRefusing, setRefusing] = useState(false);
  const person = useStore(sessionStore).session;
  const { digest } = ratification;
  const reader = { id: person?.person.id ?? '', name: person?.person.name ?? '', roles: person?.roles ?? [] };
  const isAllowed = notice.allowedCommands.includes('ratify');
  const form = useNoticeForm(notice.id, 'ratify', {
    start: {},
    body: () => ({ submission: ratification.submission, digest, refuse: false }),
    whyNever: isAllowed ? null : (whyNotRatify({ submission, ratification }, reader) ?? t('approval:ratify.role')),
    done: (after: Commanded) =>
      t(after.ratification?.state === 'open' ? 'approval:ratify.doneMore' : 'approval:ratify.done'),
  });
  const { why, send } = form;
  useShortcuts([
    { id: 'ratify', label: t('approval:ratify.go'), keys: 'a', run: send, why },
    { id: 'refuse', label: t('approval:ratify.refuse'), keys: 'r', run: () => setRefusing(true), why },
  ]);
  return (
    <div className="panel-foot no-print">
      <Failure title={t('approval:ratify.failed')} error={form.error} onClose={form.reset} />
      <Button
        variant="primary"
        wide
        keys="a"
        why={why}
        showWhy
        busy={form.isPending ? t('approval:ratify.busy') : null}
        onPress={send}
      >
        {t('approval:ratify.go')}
      </Button>
      <Button wide keys="r" why={why} onPress={() => setRefusing(true)} hasPopup="dialog">
        {t('approval:ratify.refuse')}
      </Button>
      <p className="why">
        <Digest digest={digest} />
      </p>
      {isRefusing ? (
        <RefuseDialog notice={notice} ratification={ratification} onClose={() => setRefusing(false)} />
      ) : null}
    </div>
  );
}

function RefuseDialog({ notice, ratification, onClose }: RatifyProps & { onClose: () => void }) {
  const t = useWords();
  const { submission, digest } = ratification;
  const form = useNoticeForm(notice.id, 'ratify', {
    start: { reason: '' },
    body: ({ reason }) => ({ submission, digest, refuse: true, reason: reason.trim() }),
    why: ({ reason }) => (reason.trim() === '' ? t('frame:reason.need') : null),
    done: t('approval:ratify.doneRefused'),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={t('approval:ratify.refuseTitle', { number: submission })}
      body={t('approval:ratify.refuseBody')}
      go={t('approval:ratify.refuseGo')}
      busy={t('approval:ratify.refuseBusy')}
      failed={t('approval:ratify.refuseFailed')}
      danger
    />
  );
}
