/** One environment variable: who reads it, what it defaults to, what it means. docs/operating/configuration.md is made from these lines. */
export interface EnvName {
  name: string;
  scope: 'desk' | 'process' | 'both' | 'watchdog' | 'inbound' | 'roles' | 'cli';
  expects: string;
  default: string;
  meaning: string;
  /** Also accepted as `<NAME>_FILE`: a path whose content is the value. */
  fileToo?: true;
}
