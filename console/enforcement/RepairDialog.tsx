import { padNo } from '../notice/targets/selection.js';
import { ReasonDialog } from '../parts/ReasonDialog.js';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';
import type { RequestedRepair } from './Troubles.js';
import { useRepair } from './use-repair.js';

/** Asks for the reason of a repair, which appears in the timeline and in the audit log. */
export function RepairDialog({
  notice,
  repair,
  onClose,
}: {
  notice: string;
  repair: RequestedRepair;
  onClose: () => void;
}) {
  const t = useWords();
  const { action, no, count } = repair;
  const sending = useRepair(notice, ({ targets }) => {
    say(t(`enforcement:repair.done.${action}`, { count: targets }));
    onClose();
  });
  const title =
    no === null
      ? t(`enforcement:repair.titleAll.${action}`, { count })
      : t(`enforcement:repair.title.${action}`, { no: padNo(no) });
  return (
    <ReasonDialog
      title={title}
      body={t(`enforcement:repair.body.${action}`)}
      go={t(`enforcement:repair.go.${action}`)}
      busy={t('enforcement:repair.busy')}
      failed={t(`enforcement:repair.failed.${action}`)}
      isPending={sending.isPending}
      error={sending.error}
      onGo={(reason) => sending.mutate({ action, reason, ...(no === null ? {} : { target: no }) })}
      onClose={onClose}
    />
  );
}
