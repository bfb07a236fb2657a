import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

/**
 * Node's module hooks for the tests (native-runtime.cjs): sources are TypeScript, and import each other by their output
 * names.
 */
export async function resolve(specifier, context, next) {
  // Only jest's own loader can load jest's package; its exports are in globals.mjs.
  if (specifier === '@jest/globals') return { url: new URL('./globals.mjs', import.meta.url).href, shortCircuit: true };
  if (specifier.startsWith('.') && specifier.endsWith('.js') && isTypeScript(context.parentURL)) {
    try {
      return inRunOf(context.parentURL, await next(specifier.replace(/\.js$/, '.ts'), context));
    } catch {
      return next(specifier, context);
    }
  }
  return next(specifier, context);
}

/** These register tests when they load: a file that runs again must load them again (native-runtime.cjs). */
const REGISTERS = /\/test\/browser\/shared\/[^/]+$/;

const inRunOf = (parent, found) =>
  REGISTERS.test(found.url) ? { ...found, url: `${found.url}${new URL(parent).search}` } : found;

export async function load(url, context, next) {
  if (!isTypeScript(url)) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), {
    filename,
    swcrc: false,
    sourceMaps: 'inline',
    // Node reads JSON only with an import attribute.
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript' },
      experimental: { keepImportAttributes: true },
    },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}

const isTypeScript = (url = '') => /\.tsx?(\?|$)/.test(url);
