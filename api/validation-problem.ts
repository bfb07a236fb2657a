import { ApiProblem, type FieldError } from './problems.js';

interface Issue {
  keyword: string;
  instancePath: string;
  message?: string;
  params: { keys?: string[]; errors?: NestedIssue[][] };
}
interface NestedIssue {
  code: string;
  path: (string | number)[];
  message: string;
  keys?: string[];
  errors?: NestedIssue[][];
}

const PLACES: Record<string, string> = { querystring: '/query', headers: '/headers', params: '/params' };

export function validationProblem(error: { validation: unknown[]; validationContext?: string }): ApiProblem {
  const place = PLACES[error.validationContext ?? ''] ?? '';
  const errors = error.validation.flatMap((entry) => {
    const { keyword, instancePath, message = 'not valid', params } = entry as Issue;
    const path = instancePath.split('/').filter((part) => part !== '');
    return fieldErrors({ code: keyword, path, message, ...params }).map(({ path: pointer, message: text }) => ({
      path: `${place}${pointer}`,
      message: text,
    }));
  });
  const [first] = errors;
  return new ApiProblem(
    'validation',
    first === undefined ? 'The request is not valid.' : `${first.path || 'the body'}: ${first.message}`,
    {
      errors,
    },
  );
}

function fieldErrors({ code, path, message, keys, errors }: NestedIssue): FieldError[] {
  if (code === 'unrecognized_keys' && keys !== undefined) {
    return keys.map((key) => ({ path: toJsonPointer([...path, key]), message: 'This field is not known. Remove it.' }));
  }
  const branch = closestBranch(errors ?? []);
  if (code === 'invalid_union' && branch !== undefined) {
    return branch.flatMap((issue) => fieldErrors({ ...issue, path: [...path, ...issue.path] }));
  }
  return [{ path: toJsonPointer(path), message }];
}

function closestBranch(branches: NestedIssue[][]): NestedIssue[] | undefined {
  const faults = (issues: NestedIssue[]) =>
    issues.length + (issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0) ? 100 : 0);
  return branches.toSorted((a, b) => faults(a) - faults(b))[0];
}

function toJsonPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
