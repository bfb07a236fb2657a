import { MessagePlace } from '../../frame/MessageTray.js';
import { Button } from '../../parts/Button.js';
import { formatNumber } from '../../parts/format.js';
import { Hints } from '../../parts/Hints.js';
import { messageStore } from '../../state/message.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { useStore } from '../../state/store.js';
import { useWords } from '../../words/use-words.js';
import { emptySelection, padNo, countSelected, type Selection } from './selection.js';

interface TargetTrayProps {
  count: number | undefined;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  others: readonly { name: string; at: number | null }[];
}

export function TargetTray({ count, selection, onSelection, others }: TargetTrayProps) {
  const t = useWords();
  const size = countSelected(selection);
  // A recent confirmation takes the place of the key hints.
  const isQuiet = useStore(messageStore) === null;
  const hints = [
    { keys: ['j', 'k'], label: t('queue:hint.move') },
    { keys: ['x'], label: t('queue:hint.select') },
    { keys: ['/'], label: t('queue:hint.filter') },
    { keys: ['?'], label: t('frame:allKeys') },
  ];
  return (
    <div className={size > 0 ? 'tray selecting no-print' : 'tray no-print'}>
      {size > 0 ? (
        <>
          <b>
            {selection.kind === 'all'
              ? t('notice:targets.allSelected', { n: formatNumber(size) })
              : t('notice:targets.selected', { count: size })}
          </b>
          {selection.kind === 'all' || count === undefined || size >= count ? null : (
            <Button size="small" variant="quiet" keys="$mod+a" onPress={() => onSelection({ kind: 'all', count })}>
              {t('notice:targets.selectAll', { n: formatNumber(count) })}
            </Button>
          )}
          <ClearSelection onClear={() => onSelection(emptySelection)} />
        </>
      ) : null}
      {size === 0 && isQuiet ? <Hints of={hints} /> : null}
      <MessagePlace />
      <span className="push" />
      {others.map(({ name, at }) => (
        <span className="here" key={`${name}${at ?? ''}`}>
          {at === null ? t('notice:targets.isHere', { name }) : t('notice:targets.isAt', { name, no: padNo(at) })}
        </span>
      ))}
    </div>
  );
}

// Mounted only with a selection, so that Esc clears it before it leaves the notice.
function ClearSelection({ onClear }: { onClear: () => void }) {
  const t = useWords();
  useShortcuts([{ id: 'clear', label: t('notice:targets.clear'), keys: 'Escape', run: onClear, hidden: true }]);
  return (
    <Button size="small" variant="quiet" keys="Escape" onPress={onClear}>
      {t('notice:targets.clear')}
    </Button>
  );
}
