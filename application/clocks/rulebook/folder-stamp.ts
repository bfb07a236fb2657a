import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['', 'regimes', 'calendars'] as const;

export function computeFolderStamp(dir: string): string {
  return FOLDERS.flatMap((folder) => stampsIn(dir, folder)).join('\n');
}

function stampsIn(dir: string, folder: string): string[] {
  try {
    const names = readdirSync(join(dir, folder)).filter((name) => name.endsWith('.yaml'));
    return names.sort().map((name) => {
      const { size, mtimeMs } = statSync(join(dir, folder, name));
      return `${folder}/${name} ${size} ${mtimeMs}`;
    });
  } catch {
    return [`${folder} cannot be read`]; // Loading the rulebook will report what is wrong.
  }
}
