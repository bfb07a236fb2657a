import { useWords } from '../words/use-words.js';
import { useState, type ReactNode } from 'react';
import { Button } from '../parts/Button.js';
import { formatSpan, formatTime } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { Keys } from '../parts/Keys.js';
import { findShortcut } from '../state/shortcuts.js';
import { liveStore } from '../state/live.js';
import { useNow } from '../state/now.js';
import { useStore } from '../state/store.js';
import { lazyDialog } from '../parts/lazy-dialog.js';

const NarrowMenu = lazyDialog(() => import('./NarrowMenu.js'));

export function Bar({ children }: { children: ReactNode }) {
  const t = useWords();
  const [menu, setMenu] = useState(false);
  return (
    <header className="bar no-print">
      <Button size="small" className="menu" onPress={() => setMenu(true)} hasPopup="dialog">
        {t('frame:menu')}
      </Button>
      {children}
      <span className="push" />
      <button type="button" className="button find small" onClick={() => findShortcut('palette')?.run()}>
        <Icon name="m-search" />
        {t('frame:find')}
        <Keys of="$mod+k" />
      </button>
      <LiveMark />
      {menu ? <NarrowMenu onClose={() => setMenu(false)} /> : null}
    </header>
  );
}

function LiveMark() {
  const t = useWords();
  const { state, heardAt } = useStore(liveStore);
  const now = useNow();
  const title =
    state === 'live'
      ? t('frame:live.heard', { span: formatSpan(now - heardAt) })
      : t('frame:live.stale', { time: formatTime(heardAt) });
  return (
    <span className="live sign long fine nowrap muted" title={title}>
      {state === 'live' ? <Icon name="m-live" className="ok-ink" /> : <Icon name="m-warn" className="caution-ink" />}
      {state === 'live' ? t('frame:live.live') : `${t(`frame:live.${state}`)}. ${title}`} <time>{formatTime(now)}</time>
    </span>
  );
}
