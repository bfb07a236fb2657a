import type { Role } from '../../../domain/people/permission.js';
import { useWords } from '../../words/use-words.js';

export function RoleTicks({
  offered,
  chosen,
  error,
  onChange,
}: {
  offered: readonly Role[];
  chosen: readonly Role[];
  error: string | null;
  onChange: (roles: Role[]) => void;
}) {
  const t = useWords();
  return (
    <fieldset>
      <legend>{t('records:people.roles')}</legend>
      <div className="flow">
        {offered.map((role) => (
          <label className="tick" key={role}>
            <input
              type="checkbox"
              checked={chosen.includes(role)}
              onChange={(event) =>
                onChange(offered.filter((one) => (one === role ? event.target.checked : chosen.includes(one))))
              }
            />
            {t(`frame:role.${role}`)}
          </label>
        ))}
      </div>
      {error === null ? null : <p className="why invalid">{error}</p>}
    </fieldset>
  );
}
