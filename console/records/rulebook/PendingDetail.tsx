import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { ALL_KEYS } from '../../http/use-write.js';
import { useWords } from '../../words/use-words.js';
import type { Pages } from '../list/use-pages.js';
import { Moves } from './Moves.js';
import type { Move, Pending } from './types.js';

export function PendingDetail({
  list,
  pending,
  isWaiting,
}: {
  list: Pages<Move>;
  pending: Pending;
  isWaiting: boolean;
}) {
  const t = useWords();
  const { clocks, notices, unknown } = pending;
  return (
    <>
      <section>
        <h2 className="title">{t('rulebook:pending')}</h2>
        <p>{clocks === 0 ? t('rulebook:nothingMoves') : t('rulebook:wouldMove', { count: clocks, notices })}</p>
        {unknown.clocks === 0 ? null : (
          <p className="muted">
            {t('rulebook:unknownClocks', { count: unknown.clocks })} {unknown.why.join(' ')}
          </p>
        )}
        {clocks === 0 ? null : <Propose digest={pending.digest} isWaiting={isWaiting} />}
      </section>
      {clocks === 0 ? null : (
        <section>
          <Moves list={list} />
        </section>
      )}
    </>
  );
}

function Propose({ digest, isWaiting }: { digest: string; isWaiting: boolean }) {
  const t = useWords();
  const may = useMay();
  const mayPropose = may('extend') || may('rulebook.approve');
  const form = useCommandForm({
    texts: 'revision',
    to: '/v1/rulebook/revisions',
    refresh: ALL_KEYS,
    start: { reason: '' },
    body: ({ reason }) => ({ reason: reason.trim(), digest }),
    whyNever: mayPropose ? (isWaiting ? t('rulebook:oneAtATime') : null) : t('rulebook:mayNotPropose'),
    done: t('rulebook:proposedDone'),
  });
  return (
    <CommandFields form={form} failed={t('rulebook:notProposed')}>
      <TextField label={t('records:reason')} rows={2} {...form.field('reason')} />
      <CommandButton form={form} label={t('rulebook:propose')} isPrimary />
    </CommandFields>
  );
}
