import { useEffect, useState } from 'react';
import { shortcutStore, type Shortcut } from '../state/shortcuts.js';

export const COMMAND_GROUPS = ['here', 'everywhere', 'own'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** The commands of the screen behind the palette, with those inside its dialogs once they have loaded. */
export function useCommands(): (group: CommandGroup) => readonly Shortcut[] {
  const [all] = useState(() => shortcutStore.get());
  const [further, setFurther] = useState<readonly Shortcut[]>([]);
  useEffect(() => {
    let isShown = true;
    const listing = all
      .flatMap(({ commands }) => commands)
      .map(({ inside }) => inside)
      .filter((list) => list !== undefined);
    // Without them the palette still has the command that opens their dialog.
    void Promise.all(listing.map((list) => list()))
      .then((lists) => isShown && setFurther(lists.flat()))
      .catch(() => undefined);
    return () => {
      isShown = false;
    };
  }, [all]);
  return (group) => {
    const own = all
      .filter((one) => one.group === group)
      .flatMap(({ commands }) => commands.filter(({ hidden }) => hidden !== true));
    return group === 'here' ? [...own, ...further] : own;
  };
}
