import { rolesWith } from '../../../domain/people/permission.js';
import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import { ALL_KEYS, useWrite } from '../../http/use-write.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant, formatList } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { CopyButton } from '../list/CopyButton.js';
import { usePages } from '../list/use-pages.js';
import { Moves } from './Moves.js';
import type { Move, Revision, RevisionPage } from './types.js';
import { Tag } from '../../parts/Tag.js';

export function RevisionDetail({ revision }: { revision: Revision }) {
  const t = useWords();
  const list = usePages<Move, RevisionPage>(`/v1/rulebook/revisions/${revision.number}`);
  const { number, state, reason, proposedBy, proposedAt, decidedBy, decidedAt, digest } = revision;
  return (
    <>
      <section>
        <h2 className="title">
          {t('rulebook:numbered', { number })} <StateTag state={state} />
        </h2>
        <p dir="auto" className="plain">
          {reason}
        </p>
        <p className="muted">
          {t('rulebook:proposedBy', { name: proposedBy.name, at: formatInstant(proposedAt) })}{' '}
          {decidedBy === null || decidedAt === null
            ? ''
            : t(state === 'withdrawn' ? 'rulebook:withdrawnBy' : 'rulebook:approvedBy', {
                name: decidedBy.name,
                at: formatInstant(decidedAt),
              })}
        </p>
        <p className="flow">
          <span className="monospace fine cut">{digest}</span> <CopyButton text={digest} what={t('rulebook:digest')} />
        </p>
        {list.head === null || state !== 'approved' ? null : (
          <p className="muted">{t('rulebook:became', { ...list.head.moves })}</p>
        )}
      </section>
      {state === 'proposed' ? <Decide revision={revision} /> : null}
      <section>
        {list.error === null ? null : <Failure title={t('rulebook:failed')} error={list.error} onRetry={list.again} />}
        <Moves list={list} />
      </section>
    </>
  );
}

function Decide({ revision: { number, digest, clocks, proposedBy } }: { revision: Revision }) {
  const t = useWords();
  const may = useMay();
  const path = `/v1/rulebook/revisions/${number}`;
  const approve = useWrite({
    to: `${path}/approve`,
    refresh: ALL_KEYS,
    done: t('rulebook:approvedDone', { number }),
  });
  const form = useCommandForm({
    texts: 'revision',
    to: `${path}/withdraw`,
    refresh: ALL_KEYS,
    start: { reason: '' },
    whyNever: may('extend') || may('rulebook.approve') ? null : t('rulebook:mayNotPropose'),
    done: t('rulebook:withdrawnDone', { number }),
  });
  const isMine = sessionStore.get().session?.person.id === proposedBy.id;
  const approvers = formatList(rolesWith('rulebook.approve').map((role) => t(`frame:role.${role}`)));
  const mayNot = may('rulebook.approve') ? null : t('rulebook:mayNotApprove', { roles: approvers });
  return (
    <section>
      <p className="medium">{t('rulebook:approvalMoves', { count: clocks })}</p>
      <div className="acts">
        <Button
          variant="primary"
          why={isMine ? t('rulebook:ownRevision') : mayNot}
          showWhy
          busy={approve.isPending ? t('frame:saving') : null}
          onPress={() => approve.mutate({ digest })}
        >
          {t('rulebook:approve')}
        </Button>
      </div>
      <CommandFields form={form} failed={t('rulebook:notDecided')}>
        <TextField label={t('rulebook:withdrawReason')} {...form.field('reason')} />
        <CommandButton form={form} label={t('rulebook:withdraw')} showWhy={false} />
      </CommandFields>
      {approve.error === null ? null : <Failure title={t('rulebook:notDecided')} error={approve.error} />}
    </section>
  );
}

export function StateTag({ state }: { state: Revision['state'] }) {
  const t = useWords();
  const tone =
    state === 'proposed' ? { tone: 'caution' as const } : state === 'approved' ? { tone: 'ok' as const } : {};
  return <Tag {...tone}>{t(`rulebook:revisionState.${state}`)}</Tag>;
}
