import { ReasonDialog } from '../../forms/ReasonDialog.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import type { Notice } from '../../http/types.js';
import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';

interface ReasonActProps {
  notice: Notice;
  onClose: () => void;
}

const start = { reason: '' };

export function ReopenAct({ notice, onClose }: ReasonActProps) {
  const t = useWords();
  const form = useNoticeForm(notice.id, 'reopen', { start, done: t('acts:reopen.done'), onClose });
  return (
    <ReasonDialog form={form} title={t('acts:reopen.title')} body={t('acts:reopen.body')} go={t('acts:reopen.go')} />
  );
}

/** Lets counsel enforce an order although it is not in effect. */
export function UpholdAct({ notice, onClose }: ReasonActProps) {
  const t = useWords();
  const form = useNoticeForm(notice.id, 'uphold-order', { start, done: t('acts:uphold.done'), onClose });
  return (
    <ReasonDialog
      form={form}
      title={t('acts:uphold.title')}
      body={t('acts:uphold.body', { status: t(`words:orderStatus.${notice.orderStatus}`) })}
      go={t('acts:uphold.go')}
      danger
    />
  );
}

/** Sets a legal hold, requests its release, or confirms that request. */
export function HoldAct({ act, notice, onClose }: ReasonActProps & { act: 'hold' | 'lift-hold' }) {
  const t = useWords();
  const form = useNoticeForm(notice.id, act, {
    start,
    done: ({ state }: { state: 'held' | 'lift_requested' | 'lifted' }) => t(`acts:hold.${state}`),
    onClose,
  });
  const lifting = notice.hold?.lifting ?? null;
  const words = act === 'hold' ? 'set' : lifting === null ? 'ask' : 'agree';
  return (
    <ReasonDialog
      form={form}
      title={t(`acts:hold.title.${words}`)}
      body={
        lifting === null
          ? t(`acts:hold.body.${act === 'hold' ? 'set' : 'ask'}`)
          : t('acts:hold.body.agree', { name: lifting.byName, reason: lifting.reason, at: formatInstant(lifting.at) })
      }
      go={t(`acts:hold.go.${words}`)}
    />
  );
}
