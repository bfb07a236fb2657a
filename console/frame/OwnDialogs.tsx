import { getKeys } from '../../domain/record-keys.js';
import { lazyDialog } from '../parts/lazy-dialog.js';
import { createStore, useStore } from '../state/store.js';

const PasskeysDialog = lazyDialog(() => import('../passkeys/PasskeysDialog.js'), 'passkeys');
const OwnRosterDialog = lazyDialog(() => import('../roster/OwnRosterDialog.js'), 'roster', 'records', 'intake');
const NotificationsDialog = lazyDialog(() => import('../for-me/NotificationsDialog.js'), 'for-me');

const DIALOGS = { passkeys: PasskeysDialog, notifications: NotificationsDialog, shifts: OwnRosterDialog };
type OwnDialogName = keyof typeof DIALOGS;
export const OWN_DIALOGS = getKeys(DIALOGS);

const openStore = createStore<OwnDialogName | null>(null);

// Opens a dialog of the reader's own from any screen.
export function openOwnDialog(name: OwnDialogName): void {
  openStore.set(name);
}

export function OwnDialogs() {
  const name = useStore(openStore);
  if (name === null) return null;
  const Named = DIALOGS[name];
  return <Named onClose={() => openStore.set(null)} />;
}
