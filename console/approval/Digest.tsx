import { copyText } from '../state/message.js';
import { useWords } from '../words/use-words.js';

/** Shortens `sha256:…` to its first six and last four hex digits, for comparison by eye. */
export function shortDigest(digest: string): string {
  const hex = digest.replace(/^sha256:/, '');
  return hex.length <= 12 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}

export function Digest({ digest }: { digest: string }) {
  const t = useWords();
  const [before, after = ''] = t('approval:go.digest', { digest: '\u0000' }).split('\u0000');
  return (
    <>
      {before}
      <button
        type="button"
        className="text-button monospace"
        title={digest}
        aria-label={`${t('approval:go.copy')} ${shortDigest(digest)}`}
        onClick={() => void copyText(digest, t('approval:go.copied'))}
      >
        {shortDigest(digest)}
      </button>
      {after}
    </>
  );
}
