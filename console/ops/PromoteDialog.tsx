import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../http/call.js';
import { ReasonDialog } from '../parts/ReasonDialog.js';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';
import { releasesQuery } from './queries.js';

export function PromoteDialog({ build, onClose }: { build: string; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const promote = useMutation({
    mutationFn: (reason: string) =>
      call<{ state: 'requested' | 'current' }>('POST', '/v1/ops/releases/promote', { body: { build, reason } }),
    onSuccess: ({ state }) => {
      say(t(`ops:releases.promote.${state === 'requested' ? 'requested' : 'unchanged'}`, { build }));
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
