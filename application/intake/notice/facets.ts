import type { z } from 'zod';
import type { facetsQuery, facetsView } from '../../../contract/review/facets.js';
import { FACETS } from '../../../domain/targets/facet.js';
import { countFacets, pickSamples, type TargetSample } from '../../../registry/targets/facets.js';
import { needNotice } from '../../access.js';
import type { Caller } from '../../caller.js';
import type { Services } from '../../services.js';
import { findBlindTargets } from './targets.js';

type Reading = Pick<Services, 'db' | 'now' | 'secondReviewPercent'>;

/** Counts a notice's targets by the values of each facet, within the filter. */
export async function readFacets(
  services: Reading,
  caller: Caller,
  id: string,
  { by, draw = 0, ...filter }: z.output<typeof facetsQuery>,
): Promise<z.input<typeof facetsView>> {
  const { id: noticeId } = await needNotice(services, caller, { id, to: 'facts' });
  const blind = [...(await findBlindTargets(services, caller, { noticeId }))];
  const question = { noticeId, filter, blind };
  const counted = await countFacets(services.db, question);
  const valuesOf = (name: string) => counted.filter(({ facet }) => facet === name);
  const samples =
    by === undefined
      ? []
      : await pickSamples(services.db, {
          ...question,
          facet: by,
          values: valuesOf(by).map(({ value }) => value),
          draw,
        });
  const toView = ({ value: _, ...sample }: TargetSample) => sample;
  return {
    facets: FACETS.map((facet) => ({
      facet,
      total: valuesOf(facet)[0]?.values ?? 0,
      values: valuesOf(facet).map(({ value, count }) => ({
        value,
        count,
        samples: facet === by ? samples.filter((sample) => sample.value === value).map(toView) : [],
      })),
    })),
  };
}
