import type { Role } from '../../../domain/people/permission.js';
import { Tick } from '../../forms/choices.js';
import { useFieldError } from '../../forms/FormField.js';
import { useWords } from '../../words/use-words.js';

interface RoleTicksProps {
  path: string;
  offered: readonly Role[];
  value: readonly Role[];
  onChange: (roles: Role[]) => void;
}

export function RoleTicks({ path, offered, value, onChange }: RoleTicksProps) {
  const t = useWords();
  const error = useFieldError(path);
  return (
    <fieldset>
      <legend>{t('records:people.roles')}</legend>
      <div className="flow">
        {offered.map((role) => (
          <Tick
            key={role}
            label={t(`frame:role.${role}`)}
            value={value.includes(role)}
            onChange={(isOn) => onChange(offered.filter((one) => (one === role ? isOn : value.includes(one))))}
          />
        ))}
      </div>
      {error === undefined ? null : <p className="why invalid">{error}</p>}
    </fieldset>
  );
}
