// Wording: comments, ruled-out words and the glossary.
import ts from 'typescript';
import { RULED_OUT } from './ruled-out.mjs';
import { benchFiles, englishTexts, listFiles, parse, productFiles, read, scriptFiles, testFiles } from './sources.mjs';

/** The comments of a file, with delimiters. */
function listComments(path) {
  const source = parse(path);
  const { text } = source;
  const found = new Map();
  const add = (ranges) => {
    for (const { pos, end } of ranges ?? []) found.set(pos, text.slice(pos, end));
  };
  const visit = (node) => {
    if (node.kind === ts.SyntaxKind.JsxText) return;
    const inText = node.parent !== undefined && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent));
    if (!inText) add(ts.getLeadingCommentRanges(text, node.pos));
    if (!inText && !ts.isJsxElement(node)) add(ts.getTrailingCommentRanges(text, node.end));
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return [...found.values()];
}

export function countDocComments() {
  return productFiles.flatMap(listComments).filter((comment) => comment.startsWith('/**')).length;
}

const listOthers = (path) => {
  const pattern = path.endsWith('.css') ? /\/\*[\s\S]*?\*\//g : /--.*$/gm;
  return [...read(path).matchAll(pattern)].map(([comment]) => comment);
};

function listProse() {
  const code = [...productFiles, ...testFiles, ...benchFiles, ...scriptFiles];
  const others = [...listFiles('console'), ...listFiles('registry')].filter((path) => /\.(css|sql)$/.test(path));
  const pages = [
    ...listFiles('docs').filter((path) => path.endsWith('.md')),
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
  ];
  const screens = englishTexts;
  const isOwn = (path) => path.endsWith('ruled-out.mjs');
  return [
    ...code.filter((path) => !isOwn(path)).map((path) => ({ path, where: 'comments', texts: listComments(path) })),
    ...others.map((path) => ({ path, where: 'comments', texts: listOthers(path) })),
    ...pages.map((path) => ({ path, where: 'all', texts: read(path).split('\n') })),
    ...screens.map((path) => ({
      path,
      where: 'all',
      texts: [...read(path).matchAll(/": *"([^"]*)"/g)].map(([, text]) => text),
    })),
  ];
}

/** Every ruled-out word in comments, docs and the English of the console: `path: word (use …)`. */
export function findRuledOut() {
  return listProse().flatMap(({ path, where, texts }) =>
    texts.flatMap((text) =>
      RULED_OUT.filter((rule) => rule.where === 'all' || rule.where === where).flatMap((rule) => {
        const [word] = rule.word.exec(text) ?? [];
        return word === undefined ? [] : [`${path}: "${word}" (use ${rule.use}): ${text.trim().slice(0, 100)}`];
      }),
    ),
  );
}

export function countGlossary() {
  return (
    read('docs/glossary.md')
      .split('\n')
      .filter((line) => line.startsWith('|') && !/^\|[\s|:-]*$/.test(line)).length - 1
  );
}
