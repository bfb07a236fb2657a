import { useNavigate } from '@tanstack/react-router';
import { Command as Cmdk } from 'cmdk';
import { useMay } from '../http/may.js';
import { useWords } from '../words/use-words.js';
import { FOUND_KINDS, toRows, type FoundRow } from './found-rows.js';
import { addRecent } from './recent.js';
import type { ShownFound } from './use-found.js';

export type Run = (act: () => void) => () => void;

/** What the text finds, a group for each kind. */
export function FoundItems({ text, found, run }: { text: string; found: ShownFound | undefined; run: Run }) {
  const t = useWords();
  const readsNotices = useMay()('notice.read_facts');
  const navigate = useNavigate();
  if (found === undefined) return null;
  const rows = toRows(found, { t, readsNotices });
  const open = ({ way }: FoundRow) => {
    addRecent(text);
    void navigate({ to: way.to, search: way.search as never });
  };
  return FOUND_KINDS.filter((kind) => rows[kind].length > 0).map((kind) => (
    <Cmdk.Group key={kind} heading={<GroupHeading>{t(`search:kind.${kind}`)}</GroupHeading>}>
      {rows[kind].map((row) => (
        // The list filters by value: with the text in it, what the API found for the text stays.
        <Cmdk.Item
          key={row.key}
          className="palette-item"
          value={`${kind} ${row.key} ${text}`}
          onSelect={run(() => open(row))}
        >
          <span className="cut">
            <b dir={row.isLocator ? 'ltr' : 'auto'}>{row.name}</b> <span className="muted">{row.about}</span>
          </span>
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  ));
}

export function GroupHeading({ children }: { children: string }) {
  return <div className="palette-heading fine faint medium">{children}</div>;
}
