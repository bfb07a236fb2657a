/** Where text goes. `columns` is undefined when it is not a terminal. */
export interface TextSink {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Everything the command line takes from the world; tests pass their own. */
export interface CliDeps {
  env: Readonly<Record<string, string | undefined>>;
  fetch: typeof globalThis.fetch;
  stdin: AsyncIterable<Uint8Array | string>;
  stdout: TextSink;
  stderr: TextSink;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  newId(): string;
  /** Runs one of the desk's own programs with one argument, its stderr shown: its exit code, and what it wrote to stdout. */
  runProgram(name: 'backup', argument: string): Promise<{ code: number; stdout: string }>;
}
