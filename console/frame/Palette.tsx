import { Command as Cmdk } from 'cmdk';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Modal, ModalOverlay, Dialog as AriaDialog } from 'react-aria-components';
import { Icon } from '../parts/Icon.js';
import { Keys } from '../parts/Keys.js';
import { FoundItems, GroupHeading, type Run } from '../search/FoundItems.js';
import { forgetRecent, listRecent } from '../search/recent.js';
import { COMMAND_GROUPS, useCommands } from '../search/use-commands.js';
import { useFound } from '../search/use-found.js';
import { useOwnKeyboard, type Shortcut } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';

export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const [text, setText] = useState('');
  const selection = useSelection(text);
  useOwnKeyboard();
  const commandsOf = useCommands();
  const found = useFound(text.trim());
  const run: Run = (act) => () => {
    onClose();
    act();
  };
  return (
    <ModalOverlay className="scrim" isOpen isDismissable onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className="palette">
        <AriaDialog aria-label={t('search:label')} className="dialog-inside print-flow">
          <Cmdk label={t('search:label')} loop className="dialog-inside print-flow" {...selection}>
            <Query text={text} onText={setText} />
            <Cmdk.List className="palette-results">
              <Cmdk.Empty className="palette-heading fine faint medium">{t('search:none')}</Cmdk.Empty>
              {text === '' ? <RecentItems onText={setText} /> : null}
              <FoundItems text={text.trim()} found={found} run={run} />
              {COMMAND_GROUPS.map((group) => (
                <CommandItems key={group} heading={t(`search:${group}`)} commands={commandsOf(group)} run={run} />
              ))}
            </Cmdk.List>
            <PaletteKeys />
          </Cmdk>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

// The list chooses when the text changes, before or after results arrive: here the command that begins with the text is
// selected until the person moves, and something always is.
function useSelection(text: string) {
  const ref = useRef<HTMLDivElement>(null);
  const [value, onValueChange] = useState('');
  const movedIn = useRef<string | null>(null);
  useEffect(() => {
    // The list filters and sorts after this effect.
    const soon = requestAnimationFrame(() => {
      const items = [...(ref.current?.querySelectorAll('[cmdk-item]:not([aria-disabled=true])') ?? [])];
      const isNone = items.every((item) => item.ariaSelected !== 'true');
      const begun = text === '' || movedIn.current === text ? undefined : items.find((item) => begins(item, text));
      const next = (begun ?? (isNone ? items[0] : undefined))?.getAttribute('data-value');
      if (next != null) onValueChange(next);
    });
    return () => cancelAnimationFrame(soon);
  });
  const move = () => {
    movedIn.current = text;
  };
  const onKeyDown = ({ key }: KeyboardEvent) => (/^(Arrow|Home|End)/.test(key) ? move() : undefined);
  return { ref, value, onValueChange, onKeyDown, onPointerMove: move };
}

const begins = (item: Element, text: string) =>
  item.getAttribute('data-value')?.toLowerCase().startsWith(text.trim().toLowerCase()) === true;

function Query({ text, onText }: { text: string; onText: (text: string) => void }) {
  const t = useWords();
  return (
    <div className="palette-query">
      <Icon name="m-search" />
      <Cmdk.Input value={text} onValueChange={onText} placeholder={t('search:placeholder')} autoFocus />
      {text === '' ? null : (
        <button
          type="button"
          className="text-button filter-off"
          aria-label={t('queue:filterOff')}
          onClick={() => onText('')}
        >
          <Icon name="m-x" />
        </button>
      )}
      <kbd>Esc</kbd>
    </div>
  );
}

function PaletteKeys() {
  const t = useWords();
  return (
    <footer>
      <span className="hint">
        <span className="keys">
          <kbd>↑</kbd>
          <kbd>↓</kbd>
        </span>{' '}
        {t('search:move')}
      </span>
      <span className="hint">
        <kbd>Enter</kbd> {t('search:open')}
      </span>
      <span className="push muted">{t('search:paste')}</span>
    </footer>
  );
}

function RecentItems({ onText }: { onText: (text: string) => void }) {
  const t = useWords();
  const [recent, setRecent] = useState(listRecent);
  if (recent.length === 0) return null;
  const forget = () => {
    forgetRecent();
    setRecent([]);
  };
  return (
    <Cmdk.Group heading={<GroupHeading>{t('search:recent')}</GroupHeading>}>
      {recent.map((one) => (
        <Cmdk.Item key={one} className="palette-item" value={`recent ${one}`} onSelect={() => onText(one)}>
          <span className="cut" dir="auto">
            {one}
          </span>
        </Cmdk.Item>
      ))}
      <Cmdk.Item className="palette-item" value="recent forget" onSelect={forget}>
        <span className="muted">{t('search:forget')}</span>
      </Cmdk.Item>
    </Cmdk.Group>
  );
}

function CommandItems({ heading, commands, run }: { heading: string; commands: readonly Shortcut[]; run: Run }) {
  if (commands.length === 0) return null;
  return (
    <Cmdk.Group heading={<GroupHeading>{heading}</GroupHeading>}>
      {commands.map((command) => (
        <Cmdk.Item
          key={command.id}
          className="palette-item"
          value={`${command.label} ${command.id}`}
          disabled={command.why !== undefined && command.why !== null}
          onSelect={run(command.run)}
        >
          <span className="cut">
            {command.label}{' '}
            {command.why === undefined || command.why === null ? null : <span className="muted">{command.why}</span>}
          </span>
          <span />
          {command.keys === undefined ? <span /> : <Keys of={command.keys} />}
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}
