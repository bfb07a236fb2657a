import { PasskeyError } from '../http/passkey.js';
import { sessionStore } from '../http/session.js';
import { useWords, type Words } from '../words/use-words.js';
import { HttpProblemError } from '../http/problem.js';
import { Button } from './Button.js';
import { Icon } from './Icon.js';

/** What failed, why, and the next step; nothing without an error. Stays until closed. */
export function Failure({ title, error, onRetry, onClose }: FailureProps) {
  const t = useWords();
  if (error === null) return null;
  // Errors without a path are already part of the main message.
  const parts = error instanceof HttpProblemError ? error.errors.filter(({ path }) => path !== '') : [];
  return (
    <div className="alert" role="alert">
      <Icon name="m-warn" className="danger-ink" />
      <div className="grow">
        <b>{title}</b>
        <p className="muted">{describeFailure(error, t)}</p>
        {parts.length > 0 ? (
          <ul>
            {parts.slice(0, 5).map(({ path, message }) => (
              <li key={path + message} className="fine">
                <span className="monospace">{path}</span> {message}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {onRetry === undefined ? null : (
        <Button size="small" onPress={onRetry}>
          {t('frame:again')}
        </Button>
      )}
      {onClose === undefined ? null : (
        <Button size="small" variant="quiet" onPress={onClose}>
          {t('frame:close')}
        </Button>
      )}
    </div>
  );
}

interface FailureProps {
  title: string;
  error: unknown;
  onRetry?: () => void;
  onClose?: () => void;
}

/** Returns the API's own sentence, or ours if there was no response or the passkey failed. */
export function describeFailure(error: unknown, t: Words): string {
  if (error instanceof PasskeyError)
    return t(`frame:passkey.${error.why}`, { at: sessionStore.get().session?.passkeysAt ?? '' });
  if (error instanceof HttpProblemError && error.stepUp) return `${t('frame:passkey.refused')} ${error.message}`;
  if (error instanceof HttpProblemError) return error.status === 0 ? t('frame:offline.short') : error.message;
  return error instanceof Error ? error.message : String(error);
}
