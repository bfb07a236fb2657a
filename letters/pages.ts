/** Items read at a time for an annex: few enough that whoever writes it stands still for some tens of milliseconds only. */
const ANNEX_PAGE = 1_000;

/** Page after page of a notice's targets by number, until one is not full. */
export async function* pagesOf<Row extends { no: number }>(
  read: (page: { afterNo: number; limit: number }) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let afterNo = 0; ; ) {
    const rows = await read({ afterNo, limit: ANNEX_PAGE });
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ANNEX_PAGE) return;
    afterNo = last.no;
  }
}
