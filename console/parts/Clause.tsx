import type { Citation } from '../../domain/law/citation.js';

/** The words of the law on which a fact rests, with the place where they were read; nothing where no words were kept. */
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
