// Counts vectors and the single comparisons within them, by file.
import { Refusal } from "./bytes.mjs";

/** Ends a check at the first failure. */
export class Enough extends Error {}

export class Tally {
  constructor(file, firstOnly = false) {
    Object.assign(this, { file, firstOnly, passed: 0, comparisons: 0, failures: [] });
  }

  /** One vector: passes where work neither throws nor compares unequal. */
  vector(name, work) {
    this.problems = [];
    try {
      work();
    } catch (error) {
      this.problems.push(error instanceof Refusal ? `refused, ${error.message}` : error.stack);
    }
    if (this.problems.length === 0) this.passed++;
    for (const problem of this.problems) this.failures.push(`${name}: ${problem}`);
    if (this.firstOnly && this.failures.length > 0) throw new Enough();
  }

  same(what, actual, expected) {
    const show = (value) => (Buffer.isBuffer(value) ? value.toString("hex") : String(value));
    this.true(`${what} is ${show(actual)}, not ${show(expected)}`, show(actual) === show(expected));
  }

  true(what, condition) {
    this.comparisons++;
    if (!condition) this.problems.push(what);
  }

  refused(what, code, work) {
    this.comparisons++;
    try {
      work();
    } catch (error) {
      if (error instanceof Refusal && (code === undefined || error.code === code)) return;
      this.problems.push(
        `${what}: ${error instanceof Refusal ? `refused as ${error.message}, not ${code}` : error.stack}`,
      );
      return;
    }
    this.problems.push(`${what}: accepted`);
  }
}
