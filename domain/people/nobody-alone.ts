/** One act that no person does alone: who puts it up, who else is needed, and who is not that other person. */
export interface SharedAct {
  act: string;
  /** Permissions and conditions of whoever begins it. */
  begins: string;
  /** Who else has to agree, and when nobody has to. */
  needs: string;
  /** Who can never be that other person. */
  excluded: string;
  /** What holds until then. */
  meanwhile: string;
  /** Whether the other person's yes is confirmed with a passkey where `DESK_STEP_UP` is on (docs/passkeys.md). */
  passkey?: true;
  /** Told to whoever is excluded and tries, where this is the place that says it. */
  refusal?: string;
}

/**
 * Who may do what with whom, the one list: `docs/permissions.md` prints it. Each row names a rule that code holds before it
 * asks for permissions (docs/interface.md, HTTP conventions), so that no role gets around it.
 */
export const SHARED_ACTS = {
  submit: {
    act: '`submit`: decisions on targets',
    begins: 'reviewer or counsel',
    needs:
      'an approver (or counsel); also counsel for a disclosure, a protected target, an order refused as a whole, or more acting targets than `DESK_MASS_TARGETS` over all submissions of the notice',
    excluded: 'the author, drafters of its decisions, people who approved it already, and their delegates',
    meanwhile: 'no letter leaves and nothing is enforced',
    passkey: true,
  },
  emergency: {
    act: '`submit` in an emergency',
    begins: 'reviewer or counsel, within a confirmed clock of an hour at most',
    needs:
      'an approver (or counsel) first; then ratification by at least one more person, counsel if the quorum requires it',
    excluded: 'author and drafters; for the ratification also the first approver and the person they acted for',
    meanwhile:
      'only withholdings are enforced; if refused or late, people are alerted to restore them; no other emergency of the notice is enforced before this one is ratified or refused',
    passkey: true,
  },
  reinstate: {
    act: '`reinstate`',
    begins: 'reviewer or counsel',
    needs:
      'an approver (or counsel), unless signed acts of others prove the cause: an end of the order that has passed, a verified revocation that covers the targets, an annulled law, a refused ratification. Won appeals, and preserved items whose term runs, always need one',
    excluded: 'the author; a cause that the author entered, linked or verified does not allow acting alone',
    meanwhile: 'the restriction stands',
    passkey: true,
  },
  appeal: {
    act: 'an appeal decided as restored',
    begins: 'reviewer or counsel, who decides the appeal',
    needs: 'an approver (or counsel) for the `reinstate` that it opens',
    excluded:
      'the person who filed it (also from deciding), decided it, or drafted, submitted, approved or ratified the decision under appeal',
    meanwhile: 'the restriction stands and the appeal appears open; if returned, it is open again',
    passkey: true,
  },
  extend: {
    act: '`extend`',
    begins: 'reviewer or counsel, with the authority’s document on record',
    needs: '`confirm-deadline` by a reviewer, an approver or counsel',
    excluded: 'the requester',
    meanwhile: 'the current due time and its escalation stay',
    passkey: true,
    refusal: 'You asked for this extension. Another person has to read the paper.',
  },
  uphold: {
    act: '`uphold-order`: enforcing an order that is not in effect',
    begins: 'counsel, with a written reason',
    needs: 'as for `submit`; approvers see first that the order is not in effect',
    excluded: 'as for `submit`',
    meanwhile: 'submission, approval and enforcement are refused',
    passkey: true,
  },
  no_answer: {
    act: '`pause` with `reply`: a reply does not answer our question',
    begins: 'the person who submitted the question',
    needs: 'another person with the permission to pause clocks',
    excluded: 'author and drafters of the question',
    meanwhile: 'the clock runs from the arrival of the reply',
  },
  ordered_deadline: {
    act: 'an ordered deadline entered by a person',
    begins: 'the person who entered the notice',
    needs: '`confirm-deadline` by a reviewer, an approver or counsel',
    excluded: 'that person',
    meanwhile: 'the stricter reading runs',
    passkey: true,
    refusal: 'You entered this deadline. Another person has to read it.',
  },
  verify_sender: {
    act: '`verify-sender`',
    begins: 'reviewer or counsel, with evidence',
    needs: 'for a notice that arrived unverified and for `disclose`: an approval by somebody who did not verify',
    excluded: 'the verifier, as the only approver',
    meanwhile: 'no target is acted on',
    passkey: true,
  },
  lift_hold: {
    act: '`lift-hold`: ending a legal hold',
    begins: 'counsel with access to the notice',
    needs: '`lift-hold` by another counsel or an approver with access',
    excluded: 'the requester',
    meanwhile: 'the hold stands, and nothing of the notice is erased',
    passkey: true,
    refusal: 'You asked to lift this hold. Another counsel or an approver has to agree.',
  },
  erase_person: {
    act: 'erasing a person who has left',
    begins: 'admin',
    needs: 'another admin or counsel',
    excluded: 'the requester',
    meanwhile: 'their name and accounts stay',
    passkey: true,
  },
  reclassify: {
    act: '`reclassify` to less secrecy, or other named people',
    begins: 'reviewer, approver or counsel with access to the notice',
    needs:
      'another of these; not for raising secrecy, nor for counsel who names people on a notice that nobody could work on',
    excluded: 'the requester',
    meanwhile: 'the current secrecy stays',
    passkey: true,
    refusal: 'You asked for this. Another person who may know of the notice has to agree.',
  },
  pause_enforcement: {
    act: 'pausing enforcement for more than an hour',
    begins: 'ops or counsel',
    needs: '`confirm` by ops, counsel or an approver; one person can pause for an hour a day',
    excluded: 'the person who paused',
    meanwhile: 'the pause ends after the hour',
    passkey: true,
    refusal: 'You have paused this. Another person has to agree to more than an hour.',
  },
  promote: {
    act: 'promoting a release, also a previous one',
    begins: 'ops or admin, with a reason',
    needs:
      '`releases confirm` by ops, admin or counsel within a day; the desk promotes by itself if no release was current or its workers are gone',
    excluded: 'the requester',
    meanwhile: 'the current release stays current',
    passkey: true,
    refusal: 'You asked for this. Another person of ops, admin or counsel has to confirm it.',
  },
  force_close: {
    act: '`repair force_close`',
    begins: 'ops or counsel',
    needs: 'the same request by another person of ops or counsel within a day',
    excluded: 'the requester; author and drafters of the latest submission',
    meanwhile: 'the notice stays open',
    passkey: true,
    refusal: 'You wrote or drafted what this notice was decided by. Another person of ops or counsel has to close it.',
  },
  second_read: {
    act: 'a second review of sampled decisions',
    begins: 'the drafter',
    needs: 'another reviewer or counsel, without seeing the first decision',
    excluded: 'the drafter',
    meanwhile: 'the sample cannot be submitted',
  },
  lumen: {
    act: 'a notice for Lumen',
    begins: 'reviewer or counsel, who redacts it',
    needs: 'an approver (or counsel) who read the text',
    excluded: 'author of that version',
    meanwhile: 'nothing is sent',
  },
  statement_of_reasons: {
    act: 'statements of reasons for the DSA Transparency Database',
    begins: 'reviewer or counsel, who writes them',
    needs: 'an approver (or counsel) who read the statements',
    excluded: 'their author',
    meanwhile: 'nothing is sent',
  },
  public_statement: {
    act: 'a public statement about a notice',
    begins: 'reviewer or counsel',
    needs: 'two of approvers and counsel',
    excluded: 'author of that version; each approver once',
    meanwhile: 'it is not published',
  },
  rulebook: {
    act: 'a change of the rulebook under open clocks',
    begins: 'a person with the permission to extend clocks or approve the rulebook',
    needs: 'an approval of the rulebook by another person',
    excluded: 'the proposer',
    meanwhile: 'no due time moves',
    passkey: true,
  },
  edition: {
    act: 'a changed rulebook: its folder, or what a new release ships',
    begins: 'the person who writes the folder or installs the release',
    needs: 'approvals of its digest by two of counsel and admin, one of them counsel; one can refuse it',
    excluded: 'people who approved it already',
    meanwhile: 'the current edition applies, also to new notices and after a restart',
    passkey: true,
    refusal: 'You have approved this edition already. Another person has to.',
  },
  law_review: {
    act: 'a review of a version of a law',
    begins: 'counsel who compared it with its texts',
    needs: 'a review by another counsel',
    excluded: 'the first reviewer; both, if both read its texts for the rulebook',
    meanwhile: 'each clock shows how many reviewed it',
  },
  administration: {
    act: 'a change of people, keys or authorities that adds power or changes an identity',
    begins: 'admin',
    needs: 'another admin or counsel',
    excluded: 'the requester; for roles the person concerned (also from requesting); for an absence the delegate',
    meanwhile: 'the previous state holds',
    passkey: true,
  },
} as const satisfies Record<string, SharedAct>;
