import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CommandBody, CommandRoute } from '../../contract/commands.js';
import { call, makeKey } from './call.js';
import type { Notice } from './types.js';

/** The notice after the command, and what the command itself reports. */
export type Commanded<Result = unknown> = Notice & { result?: Result };

/** One command on a notice. The same key again is the same act. */
export function command<Name extends CommandRoute, Result = unknown>(
  notice: string,
  name: Name,
  body: Partial<CommandBody<Name>>,
  key: string = makeKey(),
): Promise<Commanded<Result>> {
  return call<Commanded<Result>>('POST', `/v1/notices/${notice}/${name}`, { body, key });
}

/** A command as a button needs it: whether it is under way, why it failed, and everything it touches read anew. */
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
    // What was refused may have been refused because the screen is old.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['notice', notice] }),
        queries.invalidateQueries({ queryKey: ['live'] }),
      ]),
  });
}
