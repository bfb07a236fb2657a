import type { RepairBody } from '../../contract/repair.js';
import { ReasonDialog } from '../forms/ReasonDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import type { Commanded } from '../http/commands.js';
import { noticeKeys } from '../http/use-write.js';
import { padNo } from '../notice/targets/selection.js';
import { useWords } from '../words/use-words.js';
import type { RequestedRepair } from './Troubles.js';

interface RepairDialogProps {
  notice: string;
  repair: RequestedRepair;
  onClose: () => void;
}

/** Retries targets that failed or differ, or skips failed ones. */
export function RepairDialog({ notice, repair: { action, no, count }, onClose }: RepairDialogProps) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'repair',
    to: `/v1/ops/notices/${notice}/repair`,
    refresh: noticeKeys(notice),
    start: { reason: '' },
    body: ({ reason }): RepairBody => ({ action, reason: reason.trim(), ...(no === null ? {} : { target: no }) }),
    done: ({ result }: Commanded<{ targets: number }>) =>
      t(`enforcement:repair.done.${action}`, { count: result?.targets ?? 0 }),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={
        no === null
          ? t(`enforcement:repair.titleAll.${action}`, { count })
          : t(`enforcement:repair.title.${action}`, { no: padNo(no) })
      }
      body={t(`enforcement:repair.body.${action}`)}
      go={t(`enforcement:repair.go.${action}`)}
      busy={t('enforcement:repair.busy')}
      failed={t(`enforcement:repair.failed.${action}`)}
    />
  );
}
