import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '../parts/Button.js';
import { useShortcuts } from '../state/shortcuts.js';
import { MESSAGE_MS, messageStore, unsay } from '../state/message.js';
import { createStore, useStore } from '../state/store.js';

/** The element of the screen that hosts messages, so that the layout does not shift when one appears. */
const place = createStore<HTMLElement | null>(null);
const take = (host: HTMLElement | null) => place.set(host);

export function MessagePlace() {
  return <span ref={take} />;
}

/** Confirmations of recent actions, below the rows and never over them. Hover or focus keeps them open. */
export function MessageTray() {
  const host = useStore(place);
  const tray = <Tray />;
  return host === null ? tray : createPortal(tray, host);
}

function Tray() {
  const message = useStore(messageStore);
  const [held, setHeld] = useState(false);
  const id = message?.id;
  useEffect(() => {
    if (id === undefined || held) return;
    const timer = window.setTimeout(() => unsay(id), MESSAGE_MS);
    return () => window.clearTimeout(timer);
  }, [id, held]);
  const undo = message?.undo;
  const run = () => {
    if (id !== undefined) unsay(id);
    undo?.run();
  };
  useShortcuts(undo === undefined ? [] : [{ id: 'undo', label: undo.label, keys: 'z', run }]);
  return (
    <div className="message-tray no-print" role="status" data-empty={message === null ? '' : undefined}>
      {message === null ? null : (
        <div
          className="message"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          {message.text}
          {undo === undefined ? (
            <span />
          ) : (
            <Button size="small" keys="z" onPress={run}>
              {undo.label}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
