import { nameBrowser } from '../state/browser-name.js';
import { call, read } from '../http/call.js';
import { sessionStore } from '../http/session.js';
import type { Push } from '../http/types.js';
import { storeNotified } from '../state/notified.js';

export const PUSH_PATH = '/v1/me/push';

export type PushState = 'unsupported' | 'denied' | 'ready';

/** Browsers offer notifications only over https or on localhost. */
export function getPushState(): PushState {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return 'unsupported';
  return Notification.permission === 'denied' ? 'denied' : 'ready';
}

/** Asks the person and the browser, and lets the desk notify this browser. Throws if either refuses. */
export async function turnOnHere(publicKey: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('denied');
  const registration = await navigator.serviceWorker.register('/push-worker.js');
  const { endpoint, keys } = (await subscribe(registration, publicKey)).toJSON();
  await call('POST', PUSH_PATH, { body: { name: nameBrowser(navigator.userAgent) ?? 'Browser', endpoint, keys } });
  storeNotified(sessionStore.get().session?.person.id ?? null);
}

async function subscribe({ pushManager }: ServiceWorkerRegistration, applicationServerKey: string) {
  const wanted = { userVisibleOnly: true, applicationServerKey };
  try {
    return await pushManager.subscribe(wanted);
  } catch (error) {
    // A subscription made for an earlier key of the desk is in the way.
    const before = await pushManager.getSubscription();
    if (before === null) throw error;
    await before.unsubscribe();
    return pushManager.subscribe(wanted);
  }
}

/** Ending a session ends its notifications; they go on when the same person signs in again here. */
export async function continueHere(): Promise<void> {
  if (getPushState() !== 'ready' || Notification.permission !== 'granted') return;
  const { publicKey, devices } = await read<Push>(PUSH_PATH, { background: true });
  if (publicKey !== null && !devices.some(({ current }) => current)) await turnOnHere(publicKey);
}
