import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../http/call.js';
import { ReasonDialog } from '../parts/ReasonDialog.js';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';
import { releasesQuery } from './queries.js';

/** Makes a release current: notices begin on it, and open ones move to it within minutes. */
export function PromoteDialog({ build, onClose }: { build: string; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const promote = useMutation({
    mutationFn: (reason: string) =>
      call<{ changed: boolean }>('POST', '/v1/ops/releases/promote', { body: { build, reason } }),
    onSuccess: ({ changed }) => {
      say(t(`ops:releases.promote.${changed ? 'done' : 'unchanged'}`, { build }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: releasesQuery.queryKey }),
  });
  return (
    <ReasonDialog
      title={t('ops:releases.promote.ask', { build })}
      body={t('ops:releases.promote.body')}
      go={t('ops:releases.promote.go')}
      busy={t('ops:releases.promote.busy')}
      failed={t('ops:releases.promote.failed')}
      isPending={promote.isPending}
      error={promote.error}
      onGo={(reason) => promote.mutate(reason)}
      onClose={onClose}
    />
  );
}
