import { useWords } from '../words/use-words.js';
import { SelectField, toOptions } from '../forms/choices.js';
import { TextField } from '../forms/TextField.js';
import { useState } from 'react';
import { LINK_KINDS, type LinkKind } from '../../domain/notices/notice.js';
import { useCommand } from '../http/commands.js';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { say } from '../state/message.js';
import { useNoticeByNumber, type NamedNotice } from './find-notice.js';

export function AddLink({ notice }: { notice: Notice }) {
  const t = useWords();
  const [text, setText] = useState('');
  const [as, setAs] = useState<LinkKind>('follows');
  const found = useNoticeByNumber(text);
  const link = useCommand(notice.id, 'link', () => {
    say(t('linked:done', { number: text.trim() }));
    setText('');
  });
  const isOther = found !== null && found !== undefined && found.id !== notice.id;
  const why = !notice.allowedCommands.includes('link') ? t('linked:role') : isOther ? null : t('intake:error.link');
  return (
    <section aria-labelledby="linked-add">
      <div className="section-head">
        <h2 id="linked-add">{t('linked:add')}</h2>
      </div>
      <form
        className="flow form-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (why === null && isOther) link.mutate({ notice: found.id, as });
        }}
      >
        <SelectField
          label={t('linked:as')}
          options={toOptions(LINK_KINDS, (kind) => t(`words:link.${kind}`))}
          value={as}
          onChange={setAs}
        />
        <TextField label={t('intake:links.number')} value={text} onChange={setText} />
        <Button type="submit" why={why} busy={link.isPending ? t('linked:go') : null}>
          {t('linked:go')}
        </Button>
      </form>
      <p className="why" role="status">
        {describeFound(found, text, t)} {t(`linked:means.${as}`)}
      </p>
      {link.error === null ? null : (
        <Failure title={t('linked:notLinked')} error={link.error} onClose={() => link.reset()} />
      )}
    </section>
  );
}

function describeFound(found: NamedNotice | null | undefined, text: string, t: ReturnType<typeof useWords>): string {
  if (text.trim().length < 3 || found === undefined) return '';
  if (found === null) return t('intake:links.none');
  return t('linked:found', { number: found.number, subject: found.subject ?? '' });
}
