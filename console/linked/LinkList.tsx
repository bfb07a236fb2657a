import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { noticeQuery } from '../http/queries.js';
import type { Notice } from '../http/types.js';
import { inSentence } from '../parts/format.js';

export function LinkList({ notice }: { notice: Notice }) {
  const t = useWords();
  return (
    <section aria-labelledby="linked-links">
      <div className="section-head">
        <h2 id="linked-links">{t('linked:links')}</h2>
      </div>
      {notice.links.length === 0 ? <p className="muted">{t('linked:none')}</p> : null}
      <ul className="entries">
        {notice.links.map(({ notice: other, number, as, direction }) => (
          <li key={`${other}${as}${direction}`} className="link-entry">
            <span className="muted">{t(`linked:${direction}.${as}`)}</span>
            <div>
              <Link to="/notices/$id" params={{ id: other }}>
                <b>{number}</b>
              </Link>{' '}
              <About id={other} />
              <p className="muted fine">{t(`linked:means.${as}`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function About({ id }: { id: string }) {
  const t = useWords();
  const other = useQuery(noticeQuery(id)).data;
  if (other === undefined) return null;
  return (
    <>
      <span dir="auto">{other.subject === '' ? t(`words:kind.${other.kind}`) : other.subject}</span>{' '}
      <span className="faint">
        {t(`words:kind.${other.kind}`)}, {inSentence(t(`words:stage.${other.stage}`))}
      </span>
    </>
  );
}
