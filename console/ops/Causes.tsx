import { useWords } from '../words/use-words.js';
import { useEffect, useRef, useState } from 'react';
import { useMay } from '../http/may.js';
import AssignDialog from '../forms/AssignDialog.js';
import { useShortcuts, type Shortcut, MOVE } from '../state/shortcuts.js';
import { CauseActDialog } from './ActDialog.js';
import { listOpsActs, type OpsAct } from './acts.js';
import { CauseCard, useWhy } from './CauseCard.js';
import { locateCursor, type CauseGroup } from './group-causes.js';
import { sessionStore } from '../http/session.js';
import { useStore } from '../state/store.js';

export function Causes({ causes }: { causes: readonly CauseGroup[] }) {
  const t = useWords();
  const may = useMay();
  const why = useWhy();
  const me = useStore(sessionStore).session?.person.id;
  const [cursor, setCursor] = useState<{ kind: string | null; at: number }>({ kind: null, at: 0 });
  const [open, setOpen] = useState<{ act: OpsAct; cause: CauseGroup } | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const at = locateCursor(causes, cursor);
  const current = causes[at];
  const moveTo = (place: number) => {
    const next = Math.min(Math.max(place, 0), causes.length - 1);
    setCursor({ kind: causes[next]?.kind ?? null, at: next });
  };
  const hasMoved = cursor.kind !== null;
  useEffect(() => {
    if (hasMoved) list.current?.querySelectorAll('.cause')[at]?.scrollIntoView({ block: 'nearest' });
  }, [at, hasMoved]);
  const acts = current === undefined ? [] : listOpsActs(current, may, me);
  const commands: Shortcut[] = [
    { id: 'ops-next', label: t('ops:cmd.next'), keys: 'j | ArrowDown', run: () => moveTo(at + 1), ...MOVE },
    { id: 'ops-previous', label: t('ops:cmd.previous'), keys: 'k | ArrowUp', run: () => moveTo(at - 1), ...MOVE },
    ...acts.map((act) => ({
      id: `ops-${act.name}`,
      label: t(`ops:act.${act.name}`),
      ...(act.keys === undefined ? {} : { keys: act.keys }),
      why: why(act),
      run: () => (current === undefined ? undefined : setOpen({ act, cause: current })),
    })),
  ];
  useShortcuts(commands);
  return (
    <div ref={list}>
      {causes.map((cause, place) => (
        <CauseCard
          key={cause.kind}
          cause={cause}
          acts={listOpsActs(cause, may, me)}
          isCursor={place === at}
          onCursor={() => moveTo(place)}
          onAct={(act) => setOpen({ act, cause })}
        />
      ))}
      {open === null ? null : <Opened open={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Opened({ open: { act, cause }, onClose }: { open: { act: OpsAct; cause: CauseGroup }; onClose: () => void }) {
  if (act.name === 'assign') return <AssignDialog notices={cause.notices} onClose={onClose} />;
  return <CauseActDialog name={act.name} items={act.items} onClose={onClose} />;
}
