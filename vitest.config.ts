import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,integration,interop}/**/*.test.{ts,tsx}'],
    environment: 'node',
    restoreMocks: true,
    // A test that hangs is found; one on a computer that has much else to do is not taken for it.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
