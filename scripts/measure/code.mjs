import ts from 'typescript';
import { englishTexts, findRoom, parse, productFiles, read } from './sources.mjs';

/** A function, method, constructor or accessor with a body that has a name or is assigned to one. */
function isNamedFunction(node) {
  if (!ts.isFunctionLike(node) || node.body === undefined) return false;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return true;
  return ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent);
}

/** Lines of every function, and the casts by top folder (`as X`, but not `as const`). */
export function measureCode() {
  const functions = [];
  const casts = {};
  for (const path of productFiles) {
    const source = parse(path);
    const visit = (node) => {
      if (isNamedFunction(node)) {
        const findLine = (position) => source.getLineAndCharacterOfPosition(position).line;
        functions.push(findLine(node.end) - findLine(node.getStart()) + 1);
      }
      if (ts.isAsExpression(node) && node.type.getText() !== 'const') {
        const [folder] = path.split('/');
        casts[folder] = (casts[folder] ?? 0) + 1;
      }
      node.forEachChild(visit);
    };
    visit(source);
  }
  return { functions, casts };
}

function listExports(path) {
  return parse(path).statements.flatMap((statement) => {
    if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (statement.declarationList === undefined) return statement.name === undefined ? [] : [statement.name.text];
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  });
}

const isSentence = (text) => text.length >= 20 && text.trim().split(/\s+/).length >= 4 && /[a-z]{3}/.test(text);

const isSql = (node) => ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText());
const isClassList = (node) => ts.isJsxAttribute(node) && node.name.getText().startsWith('class');
/** `.describe('…')` of a zod schema. */
const isDescription = (node) =>
  ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'describe';

/** Texts of a TypeScript file: string literals and parts of templates, without SQL, class lists and schema descriptions. */
function listTexts(path) {
  const texts = [];
  const visit = (node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node)) texts.push(node.text);
    if (isSql(node)) node.template.templateSpans?.forEach(({ expression }) => visit(expression));
    else if (ts.isCallExpression(node) && isDescription(node)) visit(node.expression);
    else if (!isClassList(node)) node.forEachChild(visit);
  };
  visit(parse(path));
  return texts;
}

const listWords = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(listWords));

/** Sentences that two files have: code of the product and the English texts of the console. */
export function findSharedSentences() {
  const places = new Map();
  const add = (path, texts) => {
    for (const text of new Set(texts.map((one) => one.trim().replace(/\s+/g, ' ')).filter(isSentence)))
      places.set(text, [...(places.get(text) ?? []), path]);
  };
  // An example may import nothing, so it repeats what a platform says.
  for (const path of productFiles.filter((one) => !one.startsWith('examples/'))) add(path, listTexts(path));
  for (const path of englishTexts) add(path, listWords(JSON.parse(read(path))));
  return [...places].filter(([, paths]) => paths.length > 1).map(([text, paths]) => `${text}: ${paths.join(' ')}`);
}

/** Files of `api/` and of the features' rooms `api` that import the registry, and those that open a transaction. */
export function measureApi() {
  const files = productFiles.filter((path) => findRoom(path).startsWith('api/'));
  return {
    registry: files.filter((path) => /from '(\.\.\/)+registry\//.test(read(path))),
    transactions: files.filter((path) => /\.transaction\(|\binTransaction\(|startTransaction\(/.test(read(path))),
  };
}

/** Names that several files of the product export, with the files. */
export function findSharedExports() {
  const places = new Map();
  for (const path of productFiles)
    for (const name of new Set(listExports(path))) places.set(name, [...(places.get(name) ?? []), path]);
  return [...places].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths.join(' ')}`);
}
