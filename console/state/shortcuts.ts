import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { createKeybindingsHandler } from 'tinykeys';
import { leaveField } from './focus.js';
import { say } from './message.js';
import { createStore } from './store.js';

export interface Shortcut {
  id: string;
  label: string;
  /** In the notation of tinykeys: `j`, `g q`, `Shift+N`, `$mod+Enter`. Alternatives are separated by ` | `. */
  keys?: string;
  run: () => void;
  /** Why the command is disabled: key, palette and button show the reason. */
  why?: string | null | undefined;
  /** Moves may repeat while the key is held; other acts must not. */
  repeats?: boolean;
  /** Hidden from the palette: moves, and commands that need the screen behind it. */
  hidden?: boolean;
  /** Commands of the dialog that it opens, which the palette lists too. */
  inside?: () => Promise<readonly Shortcut[]>;
}

/** What makes a command a move. */
export const MOVE = { repeats: true, hidden: true };

export type ShortcutGroup = 'everywhere' | 'own' | 'here' | 'dialog';

export interface Registration {
  group: ShortcutGroup;
  commands: readonly Shortcut[];
}

/** Registered commands, innermost last. */
export const shortcutStore = createStore<readonly Registration[]>([]);
/** Number of open dialogs; while it is positive, only dialog commands receive keys. */
let dialogs = 0;

/** Registers commands while the component is mounted, effective from its first paint. */
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

/** Dialogs receive the keys while this is mounted, and the screen does not. */
export function useOwnKeyboard(): void {
  useLayoutEffect(() => {
    dialogs += 1;
    return () => {
      dialogs -= 1;
    };
  }, []);
}

export function findShortcut(id: string): Shortcut | undefined {
  return shortcutStore
    .get()
    .toReversed()
    .flatMap(({ commands }) => commands)
    .find((command) => command.id === id);
}

export function useShortcutIsHere(id: string): boolean {
  return useSyncExternalStore(shortcutStore.subscribe, () => findShortcut(id) !== undefined);
}

const WAYS = ' | ';
const splitWays = (keys: string | undefined) => keys?.split(WAYS) ?? [];

/** Finds the command of a key sequence; inner components take precedence. */
function commandFor(way: string): Shortcut | undefined {
  for (const { group, commands } of shortcutStore.get().toReversed()) {
    if (dialogs > 0 && group !== 'dialog') continue;
    const found = commands.find(({ keys }) => splitWays(keys).includes(way));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Select all means the text in a field, except in the filter of a list. */
function worksInField(way: string, field: HTMLElement): boolean {
  return /\$mod/.test(way) && (way !== '$mod+a' || field.closest('[role=search]') !== null);
}

function isField(target: EventTarget | null): target is HTMLElement {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'))
  );
}

/** A focused button or link handles Enter and Space itself. */
function isItsOwn(target: EventTarget | null, way: string): boolean {
  return (
    /^(Enter|Space)$/.test(way) &&
    target instanceof HTMLElement &&
    target.matches('button, a[href], summary, input, [role=button], [role=menuitem], [role=option], [role=tab]')
  );
}

const CHORD_MS = 1_000;
let begun: KeyboardEvent | null = null;
let isRepeating = false;

function press(way: string, event: KeyboardEvent): void {
  begun = null;
  if (isRepeating) return;
  if (isField(event.target) && !worksInField(way, event.target)) return;
  if (isItsOwn(event.target, way)) return;
  const command = commandFor(way);
  if (command === undefined || (event.repeat && command.repeats !== true)) return;
  event.preventDefault();
  if (command.why === undefined || command.why === null) command.run();
  else say(command.why);
}

export function listenToKeys(): void {
  let known = '';
  let handle: ((event: KeyboardEvent) => void) | null = null;
  const handlerNow = () => {
    const ways = [
      ...new Set(shortcutStore.get().flatMap(({ commands }) => commands.flatMap(({ keys }) => splitWays(keys)))),
    ];
    const present = ways.sort().join('\n');
    if (handle === null || present !== known) {
      known = present;
      handle = createKeybindingsHandler(
        Object.fromEntries(ways.map((way) => [way, (event: KeyboardEvent) => press(way, event)])),
        { timeout: CHORD_MS },
      );
      // The bindings changed, for example because a screen loaded: replays the start of a chord to the new handler.
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
    // Esc in a field only leaves the field and keeps its text.
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

/** Returns the key caps of the first alternative: `Shift+N` is Shift and N, `g q` is G and Q. */
export function listKeyCaps(keys: string): string[] {
  return (splitWays(keys)[0] ?? '')
    .split(' ')
    .flatMap((press_) => (CAPS[press_] === undefined ? press_.split('+') : [press_]))
    .map((part) => CAPS[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}
