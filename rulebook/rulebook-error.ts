/** A rulebook file that cannot be used; the message names the place and the cure. */
export class RulebookError extends Error {
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly cure: string;

  constructor({ file, line, path, cure }: { file: string; line: number; path: string; cure: string }) {
    super(`${file}:${line}: ${path === '' ? '' : `${path}: `}${cure}`);
    this.name = 'RulebookError';
    this.file = file;
    this.line = line;
    this.path = path;
    this.cure = cure;
  }
}
