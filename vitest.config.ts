import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["presage-source"] },
  ssr: { resolve: { conditions: ["presage-source"] } },
  test: {
    include: ["libs/**/*.test.ts", "services/**/*.test.ts", "models/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
