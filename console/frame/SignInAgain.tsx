import { useWords } from '../words/use-words.js';
import { useEffect, useState } from 'react';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { readSession, sessionStore, type Session } from '../http/session.js';
import { useStore } from '../state/store.js';

/** The channel on which the sign-in window reports that it is done. */
export const SIGNED_IN_CHANNEL = 'notice-desk.signed-in';
const POLL_MS = 2_000;

/** The session expired: the person signs in in another window, and nothing on this page is lost. */
export function SignInAgain() {
  const t = useWords();
  const { session, expired } = useStore(sessionStore);
  const [waiting, setWaiting] = useState(false);
  const [other, setOther] = useState<Session | null>(null);
  useEffect(() => {
    if (!expired) return;
    let isOver = false;
    const checkSession = async () => {
      // If the server does not answer, the check is repeated.
      const next = await readSession().catch(() => null);
      if (isOver || next === null) return;
      setWaiting(false);
      // Work started by one person must not be sent under another's name.
      const isOther = session !== null && next.person.id !== session.person.id;
      setOther(isOther ? next : null);
      if (!isOther) sessionStore.set({ session: next, expired: false });
    };
    const onSignal = () => void checkSession();
    // The window may not signal, because the person stayed on the sign-in screen or signed in elsewhere.
    const channel = new BroadcastChannel(SIGNED_IN_CHANNEL);
    channel.addEventListener('message', onSignal);
    window.addEventListener('focus', onSignal);
    const timer = waiting ? window.setInterval(onSignal, POLL_MS) : undefined;
    return () => {
      isOver = true;
      channel.close();
      window.removeEventListener('focus', onSignal);
      window.clearInterval(timer);
    };
  }, [expired, session, waiting]);
  if (!expired) return null;
  const open = () => {
    setWaiting(true);
    window.open('/auth/sign-in?next=/signed-in', 'notice-desk-sign-in', 'popup,width=520,height=680');
  };
  return (
    <Dialog
      title={t('frame:expired.title')}
      role="alertdialog"
      fixed
      isOnTop
      onClose={() => undefined}
      footer={
        other === null ? (
          <Button variant="primary" onPress={open}>
            {t('frame:expired.go')}
          </Button>
        ) : (
          <Button variant="primary" onPress={() => window.location.reload()}>
            {t('frame:expired.reload')}
          </Button>
        )
      }
    >
      {other === null ? (
        <p>{t('frame:expired.idle')}</p>
      ) : (
        <p>{t('frame:expired.other', { name: other.person.name, before: session?.person.name ?? '' })}</p>
      )}
      {waiting ? <p role="status">{t('frame:expired.waiting')}</p> : null}
    </Dialog>
  );
}
