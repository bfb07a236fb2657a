import { rolesWith, type Permission } from '../../../domain/people/permission.js';
import { formatList } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';

export function NotAllowed({ permission }: { permission: Permission }) {
  const t = useWords();
  const roles = formatList(rolesWith(permission).map((role) => t(`frame:role.${role}`)));
  return (
    <div className="pad">
      <div className="none stack">
        <p>{t('records:notAllowed', { roles })}</p>
      </div>
    </div>
  );
}
