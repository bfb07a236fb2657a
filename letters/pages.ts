/** Items per read for an annex; larger pages would block the event loop for longer than some tens of milliseconds. */
const ANNEX_PAGE = 1_000;

export async function* readPages<Row extends { no: number }>(
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
