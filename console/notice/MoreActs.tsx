import { useWords, type Words } from '../words/use-words.js';
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { getKeys } from '../../domain/record-keys.js';
import { can, rolesWith, type Permission, type Role } from '../../domain/people/permission.js';
import { clocksQuery } from '../http/queries.js';
import { sessionStore } from '../http/session.js';
import type { Clock, Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { formatList } from '../parts/format.js';
import { useShortcuts, type Shortcut } from '../state/shortcuts.js';
import { AddDocumentAct } from './acts/AddDocumentAct.js';
import { CloseAct } from './acts/CloseAct.js';
import { NotifyUsersAct } from './acts/NotifyUsersAct.js';
import { ReclassifyAct } from './acts/ReclassifyAct.js';
import { ClockAct } from './acts/ClockAct.js';
import { clocksFor } from './acts/clocks-for.js';
import { bundleUrl } from './bundle.js';
import { HoldAct, ReopenAct, UpholdAct } from './acts/ReasonActs.js';
import { RecordDialogueAct, RequestDialogueAct } from './acts/DialogueActs.js';
import { ExcludeAct, StaffRiskAct } from './exclusions/ExcludeActs.js';
import { lazyDialog } from '../parts/lazy-dialog.js';
import { useNoticeForm } from '../forms/use-command-form.js';

const RecordManualAct = lazyDialog(() => import('../enforcement/manual/RecordManualAct.js'), 'manual', 'intake');
const GoldenAct = lazyDialog(() => import('../second-review/quality/GoldenAct.js'), 'second-review');
const AddTargets = lazyDialog(() => import('../intake/AddTargets.js'), 'intake');

interface ActProps {
  notice: Notice;
  onClose: () => void;
}

interface Offering {
  notice: Notice;
  queries: QueryClient;
  t: Words;
  /** Opens the dialog of an act. */
  open: (act: string) => void;
  release: () => void;
  toEnforcement: () => void;
}

/** The acts as commands of the palette. */
export async function listActCommands({ notice, queries, t, ...ways }: Offering): Promise<Shortcut[]> {
  const { items: clocks } = await queries.ensureQueryData(clocksQuery(notice.id));
  return ACTS.map((act) => ({
    id: `act-${act}`,
    label: t(`acts:act.${act}`),
    why: whyNot(act, { notice, clocks, t }),
    run: () => (act === 'release' ? ways.release() : act === 'reinstate' ? ways.toEnforcement() : ways.open(act)),
  }));
}

/** The acts in the order of their keys, each with its dialog; null for those that need none. */
const ACT_DIALOGS = {
  extend: (props: ActProps) => <ClockAct act="extend" {...props} />,
  pause: (props: ActProps) => <ClockAct act="pause" {...props} />,
  resume: (props: ActProps) => <ClockAct act="resume" {...props} />,
  'request-dialogue': RequestDialogueAct,
  'record-dialogue': RecordDialogueAct,
  'add-targets': AddTargets,
  release: null,
  reinstate: null,
  close: CloseAct,
  reopen: ReopenAct,
  reclassify: ReclassifyAct,
  hold: (props: ActProps) => <HoldAct act="hold" {...props} />,
  'lift-hold': (props: ActProps) => <HoldAct act="lift-hold" {...props} />,
  'notify-users': NotifyUsersAct,
  'add-document': AddDocumentAct,
  'uphold-order': UpholdAct,
  exclude: ExcludeAct,
  'staff-risk': StaffRiskAct,
  'manual-action': RecordManualAct,
  golden: GoldenAct,
};
type Act = keyof typeof ACT_DIALOGS;
const ACTS = getKeys(ACT_DIALOGS);

/** Keys 1 to 9 and 0, then letters that no other act here uses. */
const pickKey = (place: number) => (place < 10 ? String((place + 1) % 10) : 'abcdefghi'.charAt(place - 10));

export default function MoreActs({ notice, first, onClose }: ActProps & { first: string | null }) {
  const [act, setAct] = useState<Act | null>(ACTS.find((one) => one === first) ?? null);
  const ActDialog = act === null ? null : ACT_DIALOGS[act];
  if (ActDialog === null) return <Choice notice={notice} onAct={setAct} onClose={onClose} />;
  return <ActDialog notice={notice} onClose={onClose} />;
}

function Choice({ notice, onAct, onClose }: ActProps & { onAct: (act: Act) => void }) {
  const t = useWords();
  const clocks = useQuery(clocksQuery(notice.id)).data?.items ?? [];
  const release = useNoticeForm(notice.id, 'release', { start: {}, done: t('acts:release.done'), onClose });
  const bundle = bundleUrl(notice.id);
  const lines = ACTS.map((act) => ({ act, why: whyNot(act, { notice, clocks, t }) }));
  const go = (act: Act) => (act === 'release' ? release.send() : onAct(act));
  useShortcuts(
    lines.flatMap(({ act, why }, place) =>
      act === 'reinstate'
        ? []
        : [{ id: act, label: t(`acts:act.${act}`), keys: pickKey(place), run: () => go(act), why }],
    ),
    'dialog',
  );
  return (
    <Dialog title={t('acts:menu')} onClose={onClose} hasClose>
      <ul className="act-list">
        {lines.map(({ act, why }, place) => (
          <li key={act}>
            {act === 'reinstate' && why === null ? (
              <Link className="button wide" to="/notices/$id/enforcement" params={{ id: notice.id }} onClick={onClose}>
                {t('acts:act.reinstate')}
              </Link>
            ) : (
              <Button
                wide
                variant={act === 'close' ? 'danger' : 'plain'}
                keys={pickKey(place)}
                why={why}
                showWhy
                busy={act === 'release' && release.isPending ? t('frame:saving') : null}
                onPress={() => go(act)}
              >
                {t(`acts:act.${act}`)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {bundle === null ? null : (
        <p>
          <a className="button wide" href={bundle} download onClick={onClose}>
            {t('notice:bundle')}
          </a>
          <span className="muted fine">{t('acts:bundleBody')}</span>
        </p>
      )}
      <Failure title={t('frame:notDone', { act: t('acts:act.release') })} error={release.error} />
    </Dialog>
  );
}

const PERMISSION: Partial<Record<Act, Permission>> = {
  'add-targets': 'targets.add',
  'add-document': 'documents.add',
  exclude: 'recuse',
  'staff-risk': 'recuse',
  golden: 'golden.mark',
};

function whyNot(act: Act, { notice, clocks, t }: { notice: Notice; clocks: readonly Clock[]; t: Words }) {
  const permission = PERMISSION[act] ?? (act.replaceAll('-', '_') as Permission);
  const roles = sessionStore.get().session?.roles ?? [];
  if (!can(roles, permission)) {
    const names = rolesWith(permission).map((role) => t(`frame:role.${role}`));
    return t('acts:role', { roles: formatList(names) });
  }
  if (act === 'hold' || act === 'lift-hold') return whyNotHeld(act, notice, t);
  if (act === 'notify-users')
    return notice.alert.some(({ kind }) => kind === 'users_not_notified') ? null : t('acts:userNotice.none');
  if (act === 'exclude') return whyNotExclude(notice, roles, t);
  if (act === 'staff-risk' || act === 'golden') return null;
  if (act === 'manual-action') return whyNotByHand(notice, t);
  if (act === 'uphold-order' && notice.order === null) return t('acts:uphold.none');
  if (act === 'uphold-order' && notice.order?.upheld != null) return t('acts:uphold.already');
  if (!isInStage(act, notice)) return t('acts:stage', { stage: t(`words:stage.${notice.stage}`) });
  if (act === 'extend' || act === 'pause' || act === 'resume')
    return clocksFor(act, clocks).length === 0 ? t(`acts:noClock.${act}`) : null;
  return act === 'release' && notice.assignee === null ? t('queue:unclaimed') : null;
}

function isInStage(
  act: Exclude<Act, 'hold' | 'lift-hold' | 'notify-users' | 'exclude' | 'staff-risk' | 'manual-action' | 'golden'>,
  { stage, allowedCommands }: Notice,
): boolean {
  if (act === 'add-document') return stage !== 'closed';
  if (act === 'add-targets') return stage === 'triage' || stage === 'review';
  return allowedCommands.includes(act);
}

function whyNotByHand({ stage, counts }: Notice, t: Words) {
  if (stage === 'closed') return t('acts:stage', { stage: t(`words:stage.${stage}`) });
  return counts.targets === 0 ? t('acts:noTargets') : null;
}

/** Who holds the notice gives it away first. */
function whyNotExclude({ exclusions, assignee }: Notice, roles: readonly Role[], t: Words) {
  if (can(roles, 'exclude')) return null;
  const me = sessionStore.get().session?.person.id;
  if (exclusions.some(({ person }) => person === me)) return t('acts:exclude.already');
  return assignee !== null && assignee === me ? t('acts:exclude.assigned') : null;
}

/** A hold can be set at any stage; the person who asked to lift it cannot confirm that. */
function whyNotHeld(act: 'hold' | 'lift-hold', { hold }: Notice, t: Words) {
  const { person, roles = [] } = sessionStore.get().session ?? {};
  if (act === 'hold') return hold === null ? null : t('acts:hold.stands');
  if (hold === null) return t('acts:hold.none');
  if (hold.lifting !== null) return hold.lifting.by === person?.id ? t('acts:hold.own') : null;
  return can(roles, 'hold')
    ? null
    : t('acts:role', { roles: formatList(rolesWith('hold').map((role) => t(`frame:role.${role}`))) });
}
