import { describe, expect, it } from "vitest";
import { Errands } from "../../src/client/errands.js";
import { MINUTE, SECOND } from "../../src/protocol/time.js";
import { breath, ManualTimers } from "../manual-timers.js";

const timers = new ManualTimers();

function failing(times: number) {
  const errand = { tries: 0, work: () => (++errand.tries <= times ? Promise.reject(new Error("busy")) : Promise.resolve()) };
  return errand;
}

describe("an errand", () => {
  it("is tried again at growing distances until it is done, and then no more", async () => {
    const [errands, errand] = [new Errands(timers), failing(2)];
    errands.run("list", errand.work);
    await breath();
    expect(errand.tries).toBe(1);
    await timers.advance(5 * SECOND);
    expect(errand.tries).toBe(2);
    await timers.advance(9 * SECOND);
    expect(errand.tries).toBe(2);
    await timers.advance(SECOND);
    expect(errand.tries).toBe(3);
    await timers.advance(60 * MINUTE);
    expect(errand.tries).toBe(3);
  });

  it("is given up after some minutes: keys are made anew for each try", async () => {
    const [errands, errand] = [new Errands(timers), failing(Infinity)];
    errands.run("keys", errand.work);
    await breath();
    await timers.advance(60 * MINUTE);
    expect(errand.tries).toBe(7);
  });

  it("takes the place of the one of its name that waits", async () => {
    const [errands, before, after] = [new Errands(timers), failing(Infinity), failing(0)];
    errands.run("list", before.work);
    await breath();
    errands.run("list", after.work);
    await timers.advance(60 * MINUTE);
    expect([before.tries, after.tries]).toEqual([1, 1]);
  });

  it("ends with the connection", async () => {
    const [errands, errand] = [new Errands(timers), failing(Infinity)];
    errands.run("list", errand.work);
    errands.stop();
    await timers.advance(60 * MINUTE);
    expect(errand.tries).toBe(1);
  });
});
