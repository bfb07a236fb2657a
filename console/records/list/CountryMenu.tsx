import { formatCountry } from '../../parts/format.js';
import { Menu } from '../../parts/Menu.js';
import { useWords } from '../../words/use-words.js';

interface CountryMenuProps {
  of: readonly string[];
  value: string;
  onChange: (code: string) => void;
}

export function CountryMenu({ of, value, onChange }: CountryMenuProps) {
  const t = useWords();
  const countries = [...new Set(of)].map((code) => ({ value: code, label: formatCountry(code) }));
  return (
    <Menu
      label={t('queue:f.country')}
      value={value}
      options={[
        { value: '', label: t('queue:any') },
        ...countries.toSorted((one, other) => one.label.localeCompare(other.label)),
      ]}
      onChange={onChange}
    />
  );
}
