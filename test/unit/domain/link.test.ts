import { describe, expect, test } from '@jest/globals';
import { doubtLink, type LinkBetween } from '../../../domain/notices/link.js';
import { LINK_KINDS } from '../../../domain/notices/notice.js';

const to = (as: LinkBetween['as']): LinkBetween => ({ as, direction: 'to' });
const from = (as: LinkBetween['as']): LinkBetween => ({ as, direction: 'from' });

describe('doubtLink', () => {
  test.each(LINK_KINDS)('accepts a link as %s between two notices that are not linked', (as) => {
    expect(doubtLink(as, [])).toBeNull();
  });

  test('rejects a second effect of one document on the same notice', () => {
    expect(doubtLink('revokes', [to('confirms')])).toMatch('cannot be "revokes" as well');
    expect(doubtLink('duplicates', [to('non_compliance_of')])).toMatch(
      'already linked to that one as "non compliance of"',
    );
  });

  test('accepts "follows" beside one other link kind, in either order', () => {
    expect(doubtLink('follows', [to('amends')])).toBeNull();
    expect(doubtLink('amends', [to('follows')])).toBeNull();
    expect(doubtLink('revokes', [to('follows'), to('amends')])).toMatch('cannot be "revokes" as well');
  });

  test.each(LINK_KINDS)('rejects a repeated link as %s, and any link back', (as) => {
    expect(doubtLink(as, [to(as)])).toMatch('in this way');
    for (const other of LINK_KINDS) expect(doubtLink(as, [from(other)])).toMatch('already linked to this one');
  });
});
