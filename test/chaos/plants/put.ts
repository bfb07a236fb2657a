import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plant } from './plant.js';

export interface Planted {
  /** The copy of `dist/` with the bug in it. */
  dist: string;
  discard(): void;
}

/** Copies a compiled desk and puts the bug into the copy. Throws when the code is no longer what the plant knows. */
export function putPlant(plant: Plant, root: string): Planted {
  const folder = mkdtempSync(join(tmpdir(), 'desk-planted-'));
  const dist = join(folder, 'dist');
  const discard = () => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(join(root, 'dist'), dist, { recursive: true });
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const { file, ...edit } of plant.edits) {
      const path = join(dist, file);
      writeFileSync(path, editOnce(readFileSync(path, 'utf8'), { ...edit, where: `${plant.name}: dist/${file}` }));
    }
  } catch (error) {
    discard();
    throw error;
  }
  return { dist, discard };
}

/** The text with one place changed. */
export function editOnce(text: string, { find, put, where }: { find: string; put: string; where: string }): string {
  const places = text.split(find).length - 1;
  if (places !== 1) {
    throw new Error(
      `Plant ${where} has ${places} places that read ${JSON.stringify(find)}; there has to be one. Adapt the plant.`,
    );
  }
  return text.replace(find, () => put);
}
