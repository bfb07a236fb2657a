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
      'an approver (or counsel); counsel as well for a disclosure, a protected target, an order refused as a whole, and more acting targets than `DESK_MASS_TARGETS`, counted over all submissions of the notice',
    excluded:
      'the author, whoever drafted any of its decisions, whoever has said yes already, and whoever stands for one of these',
    meanwhile: 'nothing leaves and nothing is done',
    passkey: true,
  },
  emergency: {
    act: '`submit` in an emergency',
    begins: 'reviewer or counsel, within a confirmed clock of an hour at most',
    needs:
      'an approver (or counsel) beforehand; afterwards at least one more person ratifies, counsel where the quorum asks',
    excluded:
      'the author and the drafters; for the ratification also whoever said the first yes, or for whom it was said',
    meanwhile:
      'a withholding alone is carried out; refused or late, people are asked to restore it; no other emergency of the notice is carried out before signatures prove this one ratified, or it is refused',
    passkey: true,
  },
  reinstate: {
    act: '`reinstate`',
    begins: 'reviewer or counsel',
    needs:
      'an approver (or counsel), unless signed acts of others prove the cause: an end of the order that has passed, a verified revocation that covers what is chosen, an annulled law, a refused ratification. A won appeal, and something preserved whose term runs, always need one',
    excluded: 'the author; as the ground for acting alone, what the author has entered, linked or verified themself',
    meanwhile: 'the restriction stands',
    passkey: true,
  },
  appeal: {
    act: 'an appeal decided as restored',
    begins: 'reviewer or counsel, who decides the appeal',
    needs: 'an approver (or counsel) for the `reinstate` that it opens',
    excluded:
      'who filed the appeal, as decider and as approver; who decided it; who drafted, submitted, approved or ratified what it is about',
    meanwhile: 'the restriction stands, and to its filer the appeal is open; returned, it is open again',
    passkey: true,
  },
  extend: {
    act: '`extend`',
    begins: 'reviewer or counsel, with the authority’s paper on record',
    needs: '`confirm-deadline` by a reviewer, an approver or counsel',
    excluded: 'whoever asked for the extension',
    meanwhile: 'the present due runs, its ladder too',
    passkey: true,
    refusal: 'You asked for this extension. Another person has to read the paper.',
  },
  uphold: {
    act: '`uphold-order`: an order that is not in effect is carried out',
    begins: 'counsel, with a written reason',
    needs: 'the approvals that `submit` needs; approvers see first that the order is not in effect',
    excluded: 'those whom `submit` excludes',
    meanwhile: 'submission, approval and enforcement are refused',
    passkey: true,
  },
  no_answer: {
    act: '`pause` with `reply`: a reply does not answer our question',
    begins: 'whoever submitted the question',
    needs: 'another person who may pause clocks',
    excluded: 'the author of the question and whoever drafted it',
    meanwhile: 'the clock runs from the arrival of the reply',
  },
  ordered_deadline: {
    act: 'an ordered deadline entered by a person',
    begins: 'whoever entered the notice',
    needs: '`confirm-deadline` by a reviewer, an approver or counsel',
    excluded: 'whoever entered it',
    meanwhile: 'the stricter reading runs',
    passkey: true,
    refusal: 'You entered this deadline. Another person has to read it.',
  },
  verify_sender: {
    act: '`verify-sender`',
    begins: 'reviewer or counsel, with evidence',
    needs: 'for a notice that came in unverified and for `disclose`: a yes by another person than who verified',
    excluded: 'whoever verified, as the only yes',
    meanwhile: 'nothing is done to a target',
    passkey: true,
  },
  lift_hold: {
    act: '`lift-hold`: ending a legal hold',
    begins: 'counsel who may know of the notice',
    needs: '`lift-hold` by another counsel, or by an approver, who may know of it',
    excluded: 'whoever asked for it',
    meanwhile: 'the hold stands, and nothing of the notice is erased',
    passkey: true,
    refusal: 'You asked to lift this hold. Another counsel or an approver has to agree.',
  },
  erase_person: {
    act: 'erasing a person who has left',
    begins: 'admin',
    needs: 'another admin or counsel',
    excluded: 'whoever asked for it',
    meanwhile: 'their name and accounts stay',
    passkey: true,
  },
  reclassify: {
    act: '`reclassify` to less secrecy, or other named people',
    begins: 'reviewer, approver or counsel who may know of the notice',
    needs:
      'another of these; raising secrecy needs nobody, nor does counsel who names people for a notice that nobody could work',
    excluded: 'whoever asked for it',
    meanwhile: 'the present secrecy holds',
    passkey: true,
    refusal: 'You asked for this. Another person who may know of the notice has to agree.',
  },
  pause_enforcement: {
    act: 'stopping enforcement for more than an hour',
    begins: 'ops or counsel',
    needs: '`confirm` by ops, counsel or an approver; an hour in any day is one person’s own',
    excluded: 'whoever paused',
    meanwhile: 'the pause ends by itself after the hour, and enforcement goes on',
    passkey: true,
    refusal: 'You have paused this. Another person has to agree to more than an hour.',
  },
  promote: {
    act: 'making a release of the desk current, an earlier one too',
    begins: 'ops or admin, with a reason',
    needs:
      '`releases confirm` by ops, admin or counsel within a day; the desk itself promotes where no release was current, or the workers of the current one are gone',
    excluded: 'the requester',
    meanwhile: 'the current release stays current',
    passkey: true,
    refusal: 'You asked for this. Another person of ops, admin or counsel has to confirm it.',
  },
  force_close: {
    act: '`repair force_close`',
    begins: 'ops or counsel',
    needs: 'the same wish by another person of ops or counsel within a day',
    excluded: 'the first requester; the author and the drafters of the latest submission',
    meanwhile: 'the notice stays open',
    passkey: true,
    refusal: 'You wrote or drafted what this notice was decided by. Another person of ops or counsel has to close it.',
  },
  second_read: {
    act: 'a second read of sampled decisions',
    begins: 'whoever drafted them',
    needs: 'another reviewer or counsel who does not see the first decision',
    excluded: 'whoever drafted it',
    meanwhile: 'the sample cannot be submitted',
  },
  lumen: {
    act: 'a notice for Lumen',
    begins: 'reviewer or counsel, who redacts it',
    needs: 'an approver (or counsel) who has read what is sent',
    excluded: 'whoever wrote that version',
    meanwhile: 'nothing is sent',
  },
  statement_of_reasons: {
    act: 'statements of reasons for the DSA Transparency Database',
    begins: 'reviewer or counsel, who states them',
    needs: 'an approver (or counsel) who has read what is stated',
    excluded: 'whoever stated them',
    meanwhile: 'nothing is sent',
  },
  public_statement: {
    act: 'a public statement about a notice',
    begins: 'reviewer or counsel',
    needs: 'two of approvers and counsel',
    excluded: 'whoever wrote that version, and whoever has said yes to it',
    meanwhile: 'nobody else reads it',
  },
  rulebook: {
    act: 'a change of the rulebook under open clocks',
    begins: 'whoever may extend clocks or approve the rulebook',
    needs: 'an approval of the rulebook by another person',
    excluded: 'whoever proposed it',
    meanwhile: 'no due moves',
    passkey: true,
  },
  edition: {
    act: 'a changed rulebook: its folder, or what a new release ships',
    begins: 'whoever writes the folder, or installs the release',
    needs: 'approvals of its digest by two of counsel and admin, one of them counsel; one of these refuses it',
    excluded: 'whoever has approved it already',
    meanwhile: 'the edition in effect applies to new notices too, after a start as well',
    passkey: true,
    refusal: 'You have approved this edition already. Another person has to.',
  },
  law_review: {
    act: 'a review of a version of a law',
    begins: 'counsel who has compared it with its texts',
    needs: 'a review by another counsel',
    excluded: 'whoever reviewed it first; where both have read its texts for the rulebook, either',
    meanwhile: 'every clock made from it says by how many it was reviewed',
  },
  administration: {
    act: 'a change of people, keys or authorities that lets somebody do more, or that changes who somebody is',
    begins: 'admin',
    needs: 'another admin or counsel',
    excluded:
      'the requester; of a change of roles the person whose roles they are, for requesting too; of an absence the substitute',
    meanwhile: 'what held before holds',
    passkey: true,
  },
} as const satisfies Record<string, SharedAct>;
