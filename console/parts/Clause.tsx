import type { Citation } from '../../domain/rulebook/citation.js';

/** The words of the law behind a fact, with the place they were read at; nothing if no words are on record. */
export function Clause({ citation: { clause, pinpoint, language, url } }: { citation: Citation }) {
  if (clause === null) return null;
  return (
    <span className="fine clause">
      {' '}
      <q lang={language ?? undefined} cite={url ?? undefined}>
        {clause}
      </q>{' '}
      (
      {url === null ? (
        pinpoint
      ) : (
        <a href={url} target="_blank" rel="noreferrer">
          {pinpoint}
        </a>
      )}
      )
    </span>
  );
}
