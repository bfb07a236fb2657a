import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Edit, Plant } from './plant.js';

export interface Planted {
  /** The copy of the checkout with the bug in it. */
  root: string;
  /** Its compiled desk. */
  dist: string;
  discard(): void;
}

/** What a copy of the sources has no need of, or gets by a link. */
const LEFT_OUT = ['node_modules', 'dist', 'data', 'data-cluster', 'coverage', '.git'];

/**
 * Copies a compiled desk, puts the bug into the copy and bundles its programs anew: processes start from bundles. Throws
 * when the code is no longer what the plant knows.
 */
export async function plantInDist(plant: Plant, root: string): Promise<Planted> {
  const planted = copyTo(tmpdir(), (folder) => {
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    cpSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    putEdits(plant, join(folder, 'dist'));
  });
  try {
    const bundling = join(planted.root, 'scripts', 'bundle-programs.mjs');
    await promisify(execFile)(process.execPath, [bundling], { cwd: planted.root });
  } catch (error) {
    planted.discard();
    throw error;
  }
  return planted;
}

/**
 * Copies the sources and puts the bug there, for tests that import them. The copy lies in a folder of the checkout that
 * nothing looks at, so that packages are found as they are there: a link to them leads some to a second copy of themselves.
 */
export function plantInSources(plant: Plant, root: string): Planted {
  const place = join(root, 'coverage');
  mkdirSync(place, { recursive: true });
  return copyTo(place, (folder) => {
    for (const name of readdirSync(root)) {
      if (!LEFT_OUT.includes(name)) cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(root, 'dist'), join(folder, 'dist'));
    putEdits(plant, folder);
  });
}

function copyTo(place: string, fill: (folder: string) => void): Planted {
  const root = mkdtempSync(join(place, 'desk-planted-'));
  const discard = () => rmSync(root, { recursive: true, force: true });
  try {
    fill(root);
  } catch (error) {
    discard();
    throw error;
  }
  return { root, dist: join(root, 'dist'), discard };
}

function putEdits({ name, edits }: Plant, folder: string): void {
  for (const { file, ...edit } of edits) {
    const path = join(folder, file);
    writeFileSync(path, editOnce(readFileSync(path, 'utf8'), { ...edit, where: `${name}: ${file}` }));
  }
}

/** The text with one place changed. */
export function editOnce(text: string, { find, put, where }: Omit<Edit, 'file'> & { where: string }): string {
  const places = text.split(find).length - 1;
  if (places !== 1) {
    throw new Error(
      `Plant ${where} has ${places} places that read ${JSON.stringify(find)}; there has to be one. Adapt the plant.`,
    );
  }
  return text.replace(find, () => put);
}
