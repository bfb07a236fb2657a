import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { createKeybindingsHandler } from 'tinykeys';
import { leaveField } from './focus.js';
import { createStore } from './store.js';

/** Something a person can do here: by key, by button, from the palette. */
export interface Shortcut {
  /** Stable among those on the screen. */
  id: string;
  /** What it does, as on its button. */
  label: string;
  /** In tinykeys' notation: `j`, `g q`, `Shift+N`, `$mod+Enter`. Several ways are parted by ` | `. */
  keys?: string;
  run: () => void;
  /** Why it cannot be done now. The key does nothing; palette and button say this. */
  why?: string | null | undefined;
  /** Moving may repeat while the key is held; an act must not. */
  repeats?: boolean;
  /** Kept out of the palette: moving, and what needs the screen behind it. */
  hidden?: boolean;
}

/** Where commands belong; the palette and the list of keys group by it. */
export type ShortcutGroup = 'everywhere' | 'own' | 'here' | 'dialog';

/** Commands of one part of the screen. */
export interface Registration {
  group: ShortcutGroup;
  commands: readonly Shortcut[];
}

/** Commands of everything on the screen, the innermost last. */
export const shortcutStore = createStore<readonly Registration[]>([]);
/** Open dialogs: while there is one, keys belong to it alone. */
let dialogs = 0;

/** Offers commands while the calling part is on the screen, from the moment that it is seen. */
export function useShortcuts(commands: readonly Shortcut[], group: ShortcutGroup = 'here'): void {
  const registration = useRef<Registration | null>(null);
  useLayoutEffect(() => {
    const before = registration.current;
    const present = { group, commands };
    registration.current = present;
    shortcutStore.set((all) =>
      before !== null && all.includes(before) ? all.map((one) => (one === before ? present : one)) : [...all, present],
    );
  });
  useLayoutEffect(
    () => () => {
      const last = registration.current;
      registration.current = null;
      shortcutStore.set((all) => all.filter((one) => one !== last));
    },
    [],
  );
}

/** Gives the keyboard to a dialog while it is open. */
export function useKeyboardFor(open: boolean): void {
  useLayoutEffect(() => {
    if (!open) return;
    dialogs += 1;
    return () => {
      dialogs -= 1;
    };
  }, [open]);
}

export function findShortcut(id: string): Shortcut | undefined {
  return shortcutStore
    .get()
    .toReversed()
    .flatMap(({ commands }) => commands)
    .find((command) => command.id === id);
}

/** Whether something can be done on the screen as it is now. */
export function useShortcutIsHere(id: string): boolean {
  return useSyncExternalStore(shortcutStore.subscribe, () => findShortcut(id) !== undefined);
}

const WAYS = ' | ';
const waysOf = (keys: string | undefined) => keys?.split(WAYS) ?? [];

/** The command that a way of keys means now. Inner parts win over outer ones. */
function commandFor(way: string): Shortcut | undefined {
  for (const { group, commands } of shortcutStore.get().toReversed()) {
    if (dialogs > 0 && group !== 'dialog') continue;
    const found = commands.find(({ keys }) => waysOf(keys).includes(way));
    if (found !== undefined) return found;
  }
  return undefined;
}

const WORKS_IN_FIELDS = /\$mod/;

function isField(target: EventTarget | null): target is HTMLElement {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'))
  );
}

/** On a button or link, Enter and Space are its own. */
function isItsOwn(target: EventTarget | null, way: string): boolean {
  return (
    /^(Enter|Space)$/.test(way) &&
    target instanceof HTMLElement &&
    target.matches('button, a[href], summary, input, [role=button], [role=menuitem], [role=option], [role=tab]')
  );
}

/** A chord's keys come this quickly after one another. */
const CHORD_MS = 1_000;
/** The last key that did nothing by itself: it may have begun a chord. */
let begun: KeyboardEvent | null = null;
let isRepeating = false;

function press(way: string, event: KeyboardEvent): void {
  begun = null;
  if (isRepeating) return;
  if (isField(event.target) && !WORKS_IN_FIELDS.test(way)) return;
  if (isItsOwn(event.target, way)) return;
  const command = commandFor(way);
  if (command === undefined || (event.repeat && command.repeats !== true)) return;
  event.preventDefault();
  if (command.why === undefined || command.why === null) command.run();
}

/** Listens to the keyboard for the whole console. Called once. */
export function listenToKeys(): void {
  let known = '';
  let handle: ((event: KeyboardEvent) => void) | null = null;
  const handlerNow = () => {
    const ways = [
      ...new Set(shortcutStore.get().flatMap(({ commands }) => commands.flatMap(({ keys }) => waysOf(keys)))),
    ];
    const present = ways.sort().join('\n');
    if (handle === null || present !== known) {
      known = present;
      handle = createKeybindingsHandler(
        Object.fromEntries(ways.map((way) => [way, (event: KeyboardEvent) => press(way, event)])),
        { timeout: CHORD_MS },
      );
      // Keys have come or gone, as when a screen has loaded: the new handler is told how the chord began.
      const first = begun;
      if (first !== null && performance.now() - first.timeStamp < CHORD_MS) {
        isRepeating = true;
        handle(first);
        isRepeating = false;
      }
    }
    return handle;
  };
  window.addEventListener('keydown', (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    // Esc in a field leaves the field and nothing else: what was written in it stays.
    if (event.key === 'Escape' && dialogs === 0 && isField(event.target)) leaveField(event.target);
    else {
      const handler = handlerNow();
      begun = event;
      handler(event);
    }
  });
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const CAPS: Record<string, string> = {
  $mod: isMac ? '⌘' : 'Ctrl',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Backspace: 'Bksp',
  'Shift+?': '?',
  'Shift+/': '/',
};

/** The key caps of the first way: `Shift+N` is Shift and N, `g q` is G and Q. */
export function capsOf(keys: string): string[] {
  return (waysOf(keys)[0] ?? '')
    .split(' ')
    .flatMap((press_) => (CAPS[press_] === undefined ? press_.split('+') : [press_]))
    .map((part) => CAPS[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}
