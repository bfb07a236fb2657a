import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Common mistakes in a screen, and the rule that must find each. */
const MISTAKES = {
  'a hook under a condition': {
    rule: 'react-hooks(rules-of-hooks)',
    text: `
      import { useState } from 'react';
      export function Planted({ isOn }: { isOn: boolean }) {
        if (isOn) {
          const [n] = useState(0);
          return <p>{n}</p>;
        }
        return null;
      }`,
  },
  'a dependency that is left out': {
    rule: 'react-hooks(exhaustive-deps)',
    text: `
      import { useEffect } from 'react';
      export function Planted({ title }: { title: string }) {
        useEffect(() => {
          document.title = title;
        }, []);
        return null;
      }`,
  },
  'a picture without a text': {
    rule: 'jsx-a11y(alt-text)',
    text: `
      export function Planted() {
        return <img src="/mark.svg" />;
      }`,
  },
  'a press on what is no control': {
    rule: 'jsx-a11y(no-static-element-interactions)',
    text: `
      export function Planted({ go }: { go: () => void }) {
        return <div onClick={go}>Go</div>;
      }`,
  },
};
const SOUND = `
  import { useEffect } from 'react';
  export function Planted({ title }: { title: string }) {
    useEffect(() => {
      document.title = title;
    }, [title]);
    return <img src="/mark.svg" alt="Notice Desk" />;
  }`;

describe('lint rules of the console', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-lint-'));
    // Settings for a module of the project apply to the same folder here.
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function brokenBy(text: string): string[] {
    const file = join(folder, 'console/Planted.tsx');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const args = ['--deny-warnings', '-f', 'json', 'console/Planted.tsx'];
    const ended = spawnSync(join(ROOT, 'node_modules/.bin/oxlint'), args, { cwd: folder, encoding: 'utf8' });
    const { diagnostics } = JSON.parse(ended.stdout) as { diagnostics: { code: string }[] };
    return diagnostics.map(({ code }) => code);
  }

  it.each(Object.entries(MISTAKES))('report %s', (_name, { rule, text }) => {
    expect(brokenBy(text)).toContain(rule);
  });

  it('report nothing in a correct screen', () => {
    expect(brokenBy(SOUND)).toEqual([]);
  });
});
