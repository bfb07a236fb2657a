import { ReasonDialog } from '../forms/ReasonDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { useWords } from '../words/use-words.js';
import { releasesQuery } from './queries.js';

export function PromoteDialog({ build, onClose }: { build: string; onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'promotion',
    to: '/v1/ops/releases/promote',
    refresh: [releasesQuery.queryKey],
    start: { reason: '' },
    body: ({ reason }) => ({ build, reason: reason.trim() }),
    done: ({ state }: { state: 'requested' | 'current' }) =>
      t(`ops:releases.promote.${state === 'requested' ? 'requested' : 'unchanged'}`, { build }),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={t('ops:releases.promote.ask', { build })}
      body={t('ops:releases.promote.body')}
      go={t('ops:releases.promote.go')}
      busy={t('ops:releases.promote.busy')}
      failed={t('ops:releases.promote.failed')}
    />
  );
}
