import { useWords } from '../words/use-words.js';
import { ProblemError } from '../http/problem.js';
import { Button } from './Button.js';
import { Icon } from './Icon.js';

/** What was not done, why, and the next step. Stays until closed. */
export function Failure({ title, error, onRetry, onClose }: FailureProps) {
  const t = useWords();
  // What is said of the whole stands above already.
  const parts = error instanceof ProblemError ? error.errors.filter(({ path }) => path !== '') : [];
  return (
    <div className="error" role="alert">
      <Icon name="m-warn" />
      <div className="grow">
        <b>{title}</b>
        <p>{reasonOf(error, t('frame:offline.short'))}</p>
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

/** The desk's own sentence, or ours where there was no answer. */
export function reasonOf(error: unknown, offline: string): string {
  if (error instanceof ProblemError) return error.status === 0 ? offline : error.message;
  return error instanceof Error ? error.message : String(error);
}
