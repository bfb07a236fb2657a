import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';

export interface Table {
  /** Cells are text and instants, so they are aligned left. */
  isText?: boolean;
  head: readonly string[];
  /** With `notice`, the first cell links to it. */
  rows: readonly { key: string; notice?: string; cells: readonly string[] }[];
}

export function TableDialog({ title, table, onClose }: { title: string; table: Table; onClose: () => void }) {
  const t = useWords();
  const align = table.isText === true ? undefined : 'align-end';
  return (
    <Dialog title={title} onClose={onClose} wide footer={<Button onPress={onClose}>{t('frame:close')}</Button>}>
      {table.rows.length === 0 ? (
        <p>{t('ops:figure.noneYet')}</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              {table.head.map((name, place) => (
                <th key={name} scope="col" className={place === 0 ? undefined : align}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ key, notice, cells: [first, ...others] }) => (
              <tr key={key}>
                <td className="number">
                  {notice === undefined ? (
                    first
                  ) : (
                    <Link to="/notices/$id" params={{ id: notice }}>
                      {first}
                    </Link>
                  )}
                </td>
                {others.map((cell, place) => (
                  <td key={table.head[place + 1]} className={align}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Dialog>
  );
}
