import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Edit, Mutant } from './mutant.js';

export interface AppliedMutant {
  root: string;
  dist: string;
  discard(): void;
}

const LEFT_OUT = ['node_modules', 'dist', 'data', 'data-cluster', 'coverage', '.git'];

/**
 * Copies a compiled desk, inserts the bug and bundles its programs again, because processes start from bundles. Throws
 * if the code no longer matches the edit.
 */
export async function applyInDist(mutant: Mutant, root: string): Promise<AppliedMutant> {
  const applied = copyTo(tmpdir(), (folder) => {
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    cpSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    putEdits(mutant, join(folder, 'dist'));
  });
  try {
    const bundling = join(applied.root, 'scripts', 'bundle-programs.mjs');
    await promisify(execFile)(process.execPath, [bundling], { cwd: applied.root });
  } catch (error) {
    applied.discard();
    throw error;
  }
  return applied;
}

/**
 * Copies the sources and inserts the bug, for tests that import them. The copy lies in an ignored folder of the
 * checkout, so that packages resolve there: with a link, some packages load twice.
 */
export function applyInSources(mutant: Mutant, root: string): AppliedMutant {
  const place = join(root, 'coverage');
  mkdirSync(place, { recursive: true });
  return copyTo(place, (folder) => {
    for (const name of readdirSync(root)) {
      if (!LEFT_OUT.includes(name)) cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(root, 'dist'), join(folder, 'dist'));
    putEdits(mutant, folder);
  });
}

function copyTo(place: string, fill: (folder: string) => void): AppliedMutant {
  const root = mkdtempSync(join(place, 'desk-mutant-'));
  const discard = () => rmSync(root, { recursive: true, force: true });
  try {
    fill(root);
  } catch (error) {
    discard();
    throw error;
  }
  return { root, dist: join(root, 'dist'), discard };
}

function putEdits({ name, edits }: Mutant, folder: string): void {
  for (const { file, ...edit } of edits) {
    const path = join(folder, file);
    writeFileSync(path, editOnce(readFileSync(path, 'utf8'), { ...edit, where: `${name}: ${file}` }));
  }
}

export function editOnce(text: string, { find, put, where }: Omit<Edit, 'file'> & { where: string }): string {
  const places = text.split(find).length - 1;
  if (places !== 1) {
    throw new Error(
      `Mutant ${where} has ${places} places that read ${JSON.stringify(find)}; there must be one. Adapt the mutant.`,
    );
  }
  return text.replace(find, () => put);
}
