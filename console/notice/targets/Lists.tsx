import { useQuery } from '@tanstack/react-query';
import { uploadsQuery } from '../../http/queries.js';
import type { Notice, Upload } from '../../http/types.js';
import { formatInstant, formatNumber } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';

export function Lists({ notice }: { notice: Notice }) {
  const t = useWords();
  const uploads = useQuery(uploadsQuery(notice.id)).data?.items ?? [];
  if (uploads.length === 0) return null;
  return (
    <>
      <h3>{t('notice:lists.title')}</h3>
      <ul className="pad stack">
        {uploads.map((upload) => (
          <List key={upload.n} notice={notice.id} upload={upload} />
        ))}
      </ul>
    </>
  );
}

function List({ notice, upload }: { notice: string; upload: Upload }) {
  const t = useWords();
  const { n, name, byName, at, lines, accepted, merged, rejected } = upload;
  const counts = { accepted: formatNumber(accepted), merged: formatNumber(merged), lines: formatNumber(lines) };
  return (
    <li>
      <b className="plain">{name === '' ? t('notice:lists.unnamed', { n }) : name}</b>
      <p className="muted fine">{t('notice:lists.from', { name: byName, at: formatInstant(at) })}</p>
      <p className="number">{t('notice:lists.account', counts)}</p>
      {rejected === 0 ? null : (
        <p className="caution-ink">
          {t('notice:lists.rejected', { count: rejected })}{' '}
          <a href={`/v1/notices/${notice}/uploads/${n}/problems?format=csv`} download>
            {t('notice:lists.download')}
            <span className="visually-hidden"> {name}</span>
          </a>
        </p>
      )}
    </li>
  );
}
