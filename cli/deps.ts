/** `columns` is undefined when the sink is not a terminal. */
export interface TextSink {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Everything the command line needs from its environment; tests pass their own. */
export interface CliDeps {
  env: Readonly<Record<string, string | undefined>>;
  fetch: typeof globalThis.fetch;
  stdin: AsyncIterable<Uint8Array | string>;
  stdout: TextSink;
  stderr: TextSink;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  newId(): string;
  /**
   * Runs one of the desk's own programs with one argument and passes its stderr through. Returns the exit code and
   * stdout.
   */
  runProgram(name: 'backup', argument: string): Promise<{ code: number; stdout: string }>;
}
