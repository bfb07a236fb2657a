/** An act that needs several people: who begins it, who else is needed, and who is excluded as the other person. */
export interface SharedAct {
  act: string;
  begins: string;
  needs: string;
  excluded: string;
  meanwhile: string;
  passkey?: true;
  /** Error text for an excluded person who tries, if this table is its source. */
  refusal?: string;
}

/**
 * The single table of acts that need several people; `docs/integrating/permissions.md` prints it. Code enforces each rule before
 * permissions (docs/integrating/interface.md, HTTP conventions), so that no role bypasses it.
 */
export const SHARED_ACTS = {
  submit: {
    act: '`submit`: decisions on targets',
    begins: 'reviewer or counsel',
    needs:
      'an approver or counsel; also counsel for a disclosure, a protected target, the refusal of a whole order, or more enforced targets than `DESK_MASS_TARGETS` over all submissions of the notice',
    excluded: 'the author, anybody who drafted one of its decisions or has approved already, and their delegates',
    meanwhile: 'nothing is sent or enforced',
    passkey: true,
  },
  emergency: {
    act: '`submit` in an emergency',
    begins: 'reviewer or counsel, with a confirmed deadline of one hour at most',
    needs:
      'one approval before; ratification afterwards by at least one more person, counsel if the usual approvals need one',
    excluded: 'the author and the drafters; for ratification also the first approver and the person they acted for',
    meanwhile:
      'only withholdings are enforced; if refused or late, people are asked to restore; no further emergency of the notice is enforced before signatures prove that this one was ratified or refused',
    passkey: true,
  },
  reinstate: {
    act: '`reinstate`',
    begins: 'reviewer or counsel',
    needs:
      'an approver or counsel, unless signed acts of others prove the cause: an end of the order that has passed, a verified revocation of everything selected, an annulled law, a refused ratification. Always for a won appeal or an unfinished preservation',
    excluded: 'the author; what the author entered, linked or verified proves no cause',
    meanwhile: 'the restriction stays',
    passkey: true,
  },
  appeal: {
    act: 'an appeal decided as restored',
    begins: 'reviewer or counsel, who decides the appeal',
    needs: 'an approver or counsel, for the `reinstate` that it opens',
    excluded:
      'the filer, as decider and approver; the decider; anybody who drafted, submitted, approved or ratified what it is about',
    meanwhile: 'the restriction stays and the filer reads the appeal as open',
    passkey: true,
  },
  extend: {
    act: '`extend`',
    begins: 'reviewer or counsel, with the authority’s document',
    needs: '`confirm-deadline` by a reviewer, an approver or counsel',
    excluded: 'the requester',
    meanwhile: 'the present due time and its escalation run',
    passkey: true,
    refusal: 'You asked for this extension. Another person must read the document.',
  },
  uphold: {
    act: '`uphold-order`: enforce an order that is not in effect',
    begins: 'counsel, with a written reason',
    needs: 'the approvals that `submit` needs; approvers see this risk first',
    excluded: 'as for `submit`',
    meanwhile: 'submission, approval and enforcement are refused',
    passkey: true,
  },
  no_answer: {
    act: '`pause` with `reply`: a reply does not answer our question',
    begins: 'the author of the question',
    needs: 'another person who may pause clocks',
    excluded: 'the author and the drafters of the question',
    meanwhile: 'the clock runs from the arrival of the reply',
  },
  ordered_deadline: {
    act: 'an ordered deadline entered by a person',
    begins: 'the person who entered it',
    needs: '`confirm-deadline` by a reviewer, an approver or counsel',
    excluded: 'the person who entered it',
    meanwhile: 'the stricter reading runs',
    passkey: true,
    refusal: 'You entered this deadline. Another person has to read it.',
  },
  verify_sender: {
    act: '`verify-sender`',
    begins: 'reviewer or counsel, with evidence',
    needs: 'for a notice that came in unverified, and for `disclose`: an approval by another person',
    excluded: 'the verifier, as the only approver',
    meanwhile: 'nothing is enforced',
    passkey: true,
  },
  lift_hold: {
    act: '`lift-hold`: end a legal hold',
    begins: 'counsel with access to the notice',
    needs: '`lift-hold` by another counsel or an approver with access',
    excluded: 'the requester',
    meanwhile: 'the hold stays and nothing of the notice is erased',
    passkey: true,
    refusal: 'You asked to lift this hold. Another counsel or an approver has to agree.',
  },
  erase_person: {
    act: 'erase a person who has left',
    begins: 'admin',
    needs: 'another admin or counsel',
    excluded: 'the requester',
    meanwhile: 'name and accounts stay',
    passkey: true,
  },
  reclassify: {
    act: '`reclassify` to less secrecy or other named people',
    begins: 'reviewer, approver or counsel with access to the notice',
    needs:
      'another of these; nobody for more secrecy, or for counsel who names people for a notice that nobody could work on',
    excluded: 'the requester',
    meanwhile: 'the present secrecy holds',
    passkey: true,
    refusal: 'You asked for this. Another person who may know of the notice has to agree.',
  },
  pause_enforcement: {
    act: 'stop enforcement for more than an hour',
    begins: 'ops or counsel',
    needs: '`confirm` by ops, counsel or an approver; one hour in any day needs nobody',
    excluded: 'the requester',
    meanwhile: 'the pause ends by itself after the hour',
    passkey: true,
    refusal: 'You have paused this. Another person has to agree to more than an hour.',
  },
  promote: {
    act: 'make a release current, an earlier one too',
    begins: 'ops or admin, with a reason',
    needs:
      '`releases confirm` by ops, admin or counsel within a day; the desk promotes by itself if no release was current or its workers are gone',
    excluded: 'the requester',
    meanwhile: 'the current release stays',
    passkey: true,
    refusal: 'You asked for this. Another person of ops, admin or counsel has to confirm it.',
  },
  force_close: {
    act: '`repair force_close`',
    begins: 'ops or counsel',
    needs: 'the same request by another person of ops or counsel within a day',
    excluded: 'the first requester; the author and the drafters of the latest submission',
    meanwhile: 'the notice stays open',
    passkey: true,
    refusal: 'You wrote or drafted what this notice was decided by. Another person of ops or counsel has to close it.',
  },
  second_review: {
    act: 'second review of sampled decisions',
    begins: 'the drafters',
    needs: 'another reviewer or counsel, who does not see the first decision',
    excluded: 'the drafter',
    meanwhile: 'the sample cannot be submitted',
  },
  golden_item: {
    act: 'marking decided targets as golden, with their agreed decision',
    begins: 'counsel',
    needs: '`golden confirm` by an approver or another counsel',
    excluded: 'the person who marked them',
    meanwhile: 'no reviewer is served them',
    refusal: 'You marked this. Another person has to confirm it.',
  },
  lumen: {
    act: 'a notice for Lumen',
    begins: 'reviewer or counsel, who redacts it',
    needs: 'an approver or counsel who has read it',
    excluded: 'the author of that version',
    meanwhile: 'nothing is sent',
  },
  statement_of_reasons: {
    act: 'statements of reasons for the DSA Transparency Database',
    begins: 'reviewer or counsel',
    needs: 'an approver or counsel who has read them',
    excluded: 'the author',
    meanwhile: 'nothing is sent',
  },
  public_statement: {
    act: 'a public statement about a notice',
    begins: 'reviewer or counsel',
    needs: 'two approvers or counsel',
    excluded: 'the author of that version',
    meanwhile: 'it is not public',
  },
  rulebook: {
    act: 'a correction of the rulebook that moves open clocks',
    begins: 'anybody who may extend clocks or approve the rulebook',
    needs: 'an approval of the rulebook by another person',
    excluded: 'the proposer',
    meanwhile: 'no due time moves',
    passkey: true,
  },
  edition: {
    act: 'a changed rulebook (its folder, or what a new release ships), a pin to an edition, or its end',
    begins: 'the person who writes the folder or installs the release',
    needs: 'two of counsel and admin approve its digest, one of them counsel; one of them can refuse it',
    excluded: 'the first approver, as the second',
    meanwhile: 'the edition in effect applies, also after a restart',
    passkey: true,
    refusal: 'You have approved this already. Another person has to.',
  },
  law_review: {
    act: 'a review of a version of a law, or of one fact',
    begins: 'counsel who has compared it with its texts',
    needs: 'a review by another counsel',
    excluded: 'the first reviewer; one of the two, if both read its texts for the rulebook',
    meanwhile: 'every clock made from it says by how many it was reviewed',
  },
  administration: {
    act: 'a change of people, keys or authorities that gives more rights or changes an identity',
    begins: 'admin',
    needs: 'another admin or counsel',
    excluded: 'the requester; for roles also the person concerned, as requester too; for an absence the delegate',
    meanwhile: 'what held before holds',
    passkey: true,
  },
} as const satisfies Record<string, SharedAct>;
