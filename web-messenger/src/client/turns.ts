/** One piece of work after the other: what reads records, computes and writes them is never interleaved. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    // Only for the order: a failure is its caller's, and does not stop who comes next.
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
