import { useWords, type Words } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CommandDialog } from '../forms/CommandDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { command, type Commanded, useCommand } from '../http/commands.js';
import type { Notice } from '../http/types.js';
import { noticeKeys } from '../http/use-write.js';
import { isDraftStage } from '../../domain/commands/command-table.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import { say } from '../state/message.js';

const SKIPPED = ['outside_order', 'no_earlier_decision', 'not_open', 'unchanged'] as const;

interface Copied {
  matched: number;
  changed: number;
  conflictsTotal: number;
  protectedTotal: number;
  skippedBy: Partial<Record<(typeof SKIPPED)[number], number>>;
  batch: number | null;
}

type Source = Pick<Notice, 'id' | 'number'>;

export function CopyDecisions({ notice, from, both }: { notice: Notice; from: Source; both: number }) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="acts">
      <Button why={whyNot(notice, both, t)} showWhy hasPopup="dialog" onPress={() => setOpen(true)}>
        {t('linked:copy.go', { number: from.number })}
      </Button>
      {isOpen ? <CopyDialog notice={notice} from={from} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function whyNot(notice: Notice, both: number, t: Words): string | null {
  if (both === 0) return t('linked:copy.none');
  if (notice.allowedCommands.includes('copy-decisions')) return null;
  return isDraftStage(notice.stage)
    ? t('linked:copy.role')
    : t('notice:decide.stage', { stage: t(`words:stage.${notice.stage}`) });
}

function CopyDialog({ notice, from, onClose }: { notice: Notice; from: Source; onClose: () => void }) {
  const t = useWords();
  const body = { from: from.id, asOf: notice.draftRevision };
  const preview = useQuery({
    queryKey: ['notice', notice.id, 'copy-preview', body],
    queryFn: async () =>
      (await command<'copy-decisions', Copied>(notice.id, 'copy-decisions', { ...body, preview: true })).result,
    gcTime: 10_000,
    retry: false,
  });
  const undo = useCommand(notice.id, 'undo-decide');
  const form = useCommandForm({
    to: `/v1/notices/${notice.id}/copy-decisions`,
    refresh: noticeKeys(notice.id),
    start: body,
    why: () => ((preview.data?.changed ?? 0) === 0 ? t('linked:copy.nothing') : null),
    onDone: ({ result }: Commanded<Copied>) => {
      const batch = result?.batch ?? null;
      say(
        t('linked:copy.done', { count: result?.changed ?? 0, number: from.number }),
        batch === null ? undefined : { label: t('notice:decide.undo'), run: () => undo.mutate({ batch }) },
      );
      onClose();
    },
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('linked:copy.title', { number: from.number })}
      body={t('linked:copy.body')}
      go={t('linked:copy.copy')}
      failed={t('linked:copy.notCopied')}
      busy={t('linked:copy.busy')}
    >
      <Failure title={t('linked:copy.failed')} error={preview.error} />
      {preview.data !== undefined ? (
        <Hits copied={preview.data} />
      ) : preview.error === null ? (
        <p role="status">{t('linked:copy.counting')}</p>
      ) : null}
    </CommandDialog>
  );
}

function Hits({ copied: { changed, protectedTotal, conflictsTotal, skippedBy } }: { copied: Copied }) {
  const t = useWords();
  const lines: { count: number; words: string; tone?: string }[] = [
    { count: changed, words: t('linked:copy.changed', { count: changed }) },
    { count: protectedTotal, words: t('linked:copy.protected', { count: protectedTotal }), tone: 'guard-ink' },
    { count: conflictsTotal, words: t('linked:copy.conflicts', { count: conflictsTotal }), tone: 'caution-ink' },
    ...SKIPPED.map((reason) => {
      const count = skippedBy[reason] ?? 0;
      const words = t(`linked:copy.skipped.${reason}`, { count });
      return reason === 'outside_order' ? { count, words, tone: 'caution-ink' } : { count, words };
    }),
  ];
  return (
    <ul className="hits">
      {lines
        .filter(({ count }, place) => place === 0 || count > 0)
        .map(({ count, words, tone }) => (
          <li key={words} className={tone}>
            <span className="number">{formatNumber(count)}</span>
            <span>{words}</span>
          </li>
        ))}
    </ul>
  );
}
