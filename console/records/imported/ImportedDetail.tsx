import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '../../http/call.js';
import { useMay } from '../../http/may.js';
import type { ImportedDetails } from '../../http/types.js';
import { RECORD_KEYS, useWrite } from '../../http/use-write.js';
import { ActionLabel } from '../../parts/Action.js';
import { Button } from '../../parts/Button.js';
import { Fact } from '../../parts/Fact.js';
import { Instant } from '../../parts/Instant.js';
import { Empty } from '../../parts/Loading.js';
import { Table } from '../../parts/Table.js';
import { useWords } from '../../words/use-words.js';

export function ImportedDetail({ id }: { id: string }) {
  const t = useWords();
  const { data, isError } = useQuery({
    queryKey: ['records', 'imported-case', id],
    queryFn: ({ signal }) => read<ImportedDetails>(`/v1/imported-cases/${id}`, { signal }),
  });
  if (isError) return <Empty>{t('imported:failed')}</Empty>;
  if (data === undefined) return null;
  return (
    <>
      <section>
        <div className="heading">
          {data.source} · {data.externalId}
        </div>
        <h2 className="title" dir="auto">
          {data.subject === '' ? data.externalId : data.subject}
        </h2>
        <p className="why">{t('imported:byItsWord')}</p>
        <About of={data} />
        <FileAsNotice of={data} />
      </section>
      <Items of={data} />
      {data.body === '' ? null : (
        <section>
          <div className="heading">{t('imported:text')}</div>
          <blockquote className="said plain" dir="auto">
            {data.body}
          </blockquote>
        </section>
      )}
    </>
  );
}

function About({ of: one }: { of: ImportedDetails }) {
  const t = useWords();
  const at = (instant: string | null) => (instant === null ? null : <Instant at={instant} />);
  return (
    <dl className="key-values">
      <Fact name={t('imported:kind')}>{t(`words:kind.${one.kind}`)}</Fact>
      <Fact name={t('imported:authority')}>
        <span dir="auto">{one.authority.name}</span> ({one.authority.country})
      </Fact>
      <Fact name={t('imported:law')}>{one.law}</Fact>
      <Fact name={t('imported:reference')}>
        {one.reference === '' ? null : <span dir="auto">{one.reference}</span>}
      </Fact>
      <Fact name={t('imported:received')}>{at(one.receivedAt)}</Fact>
      <Fact name={t('imported:decided')}>{at(one.decidedAt)}</Fact>
      <Fact name={t('imported:closed')}>{at(one.closedAt)}</Fact>
      <Fact name={t('imported:outcome')}>{one.outcome === null ? null : t(`words:outcome.${one.outcome}`)}</Fact>
      <Fact name={t('imported:importedAt')}>{at(one.importedAt)}</Fact>
      <Fact name={t('imported:erased')}>{at(one.erasedAt)}</Fact>
      <Fact name={t('imported:digest')} className="monospace plain">
        {one.digest}
      </Fact>
    </dl>
  );
}

function FileAsNotice({ of: { id, closedAt, notice } }: { of: ImportedDetails }) {
  const t = useWords();
  const mayFile = useMay()('inbound.sort');
  const file = useWrite<unknown, object>({
    to: `/v1/imported-cases/${id}/file`,
    refresh: [...RECORD_KEYS, ['queue']],
    done: t('imported:filed'),
  });
  if (notice !== null)
    return (
      <p>
        {t('imported:filedAs')}{' '}
        <Link to="/notices/$id" params={{ id: notice.id }}>
          {notice.number}
        </Link>
      </p>
    );
  if (closedAt !== null || !mayFile) return null;
  return (
    <>
      <p className="muted">{t('imported:fileHelp')}</p>
      <Button busy={file.isPending ? t('imported:filing') : null} onPress={() => file.mutate({})}>
        {t('imported:file')}
      </Button>
      {file.isError ? <p role="alert">{t('imported:notFiled')}</p> : null}
    </>
  );
}

function Items({ of: { items } }: { of: ImportedDetails }) {
  const t = useWords();
  if (items.length === 0) return null;
  return (
    <section>
      <div className="heading">{t('imported:items', { count: items.length })}</div>
      <Table
        label={t('imported:items', { count: items.length })}
        wide
        rows={items.slice(0, MAX_ITEMS)}
        keyOf={({ no }) => no}
        columns={[
          {
            head: t('imported:item'),
            cell: ({ locator }) => (
              <span className="locator" dir="ltr">
                {locator}
              </span>
            ),
          },
          {
            head: t('imported:decision'),
            cell: ({ action }) => (action === null ? null : <ActionLabel action={action} />),
          },
          { head: t('imported:effect'), cell: ({ status }) => t(`words:status.${status}`) },
          { head: t('imported:countries'), cell: ({ countries }) => countries.join(' ') },
        ]}
      />
      {items.length > MAX_ITEMS ? (
        <p className="muted">{t('imported:moreItems', { count: items.length - MAX_ITEMS })}</p>
      ) : null}
    </section>
  );
}

const MAX_ITEMS = 200;
