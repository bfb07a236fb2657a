import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CommandBody, CommandRoute } from '../../contract/commands.js';
import { call, makeKey } from './call.js';
import type { Notice } from './types.js';

export type Commanded<Result = unknown> = Notice & { result?: Result };

/** Runs a command on a notice. A repeated key is the same act. */
export function command<Name extends CommandRoute, Result = unknown>(
  notice: string,
  name: Name,
  body: Partial<CommandBody<Name>>,
  key: string = makeKey(),
): Promise<Commanded<Result>> {
  return call<Commanded<Result>>('POST', `/v1/notices/${notice}/${name}`, { body, key });
}

/** A command with its pending state and error; refreshes everything it affects, whether it succeeds or not. */
export function useCommand<Name extends CommandRoute, Result = unknown>(
  notice: string,
  name: Name,
  onDone?: (done: Commanded<Result>, body: Partial<CommandBody<Name>>) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<CommandBody<Name>>) => command<Name, Result>(notice, name, body),
    onSuccess: (done, body) => {
      const { result: _result, ...fresh } = done;
      queries.setQueryData(['notice', notice], fresh);
      onDone?.(done, body);
    },
    // The command may have been rejected because the screen is stale.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['notice', notice] }),
        queries.invalidateQueries({ queryKey: ['live'] }),
      ]),
  });
}
