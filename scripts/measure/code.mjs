import ts from 'typescript';
import { parse, productFiles } from './sources.mjs';

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

/** Names that several files of the product export, with the files. */
export function findSharedExports() {
  const places = new Map();
  for (const path of productFiles)
    for (const name of new Set(listExports(path))) places.set(name, [...(places.get(name) ?? []), path]);
  return [...places].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths.join(' ')}`);
}
