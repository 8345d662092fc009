import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // A test of devices keeps a core busy for less than half of its time: else it waits for a timer, or for a thread of Node's own.
    maxWorkers: 2 * availableParallelism(),
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
