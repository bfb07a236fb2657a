import 'react';

declare module 'react' {
  interface CSSProperties {
    /** What a sheet reads of an element. */
    [variable: `--${string}`]: string | number | undefined;
  }
}
