import { Suspense, use, type ReactNode } from 'react';
import { useOwnKeyboard } from '../state/shortcuts.js';
import { loadWords, type LaterWords } from '../words/index.js';

interface Module<Props> {
  default: (props: Props) => ReactNode;
}

/** A dialog that loads when it first opens, with the texts that it alone uses. It owns the keyboard while it loads. */
export function lazyDialog<Props extends object>(load: () => Promise<Module<Props>>, ...words: readonly LaterWords[]) {
  let loading: Promise<Module<Props>> | undefined;
  const loadOnce = () => (loading ??= loadWords(...words).then(load));
  function Loaded(props: Props) {
    const { default: LoadedDialog } = use(loadOnce());
    return <LoadedDialog {...props} />;
  }
  return function LazyDialog(props: Props) {
    return (
      <Suspense fallback={<Waiting />}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}

function Waiting() {
  useOwnKeyboard();
  return null;
}
