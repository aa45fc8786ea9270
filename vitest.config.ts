import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,integration,interop}/**/*.test.{ts,tsx}'],
    environment: 'node',
    restoreMocks: true,
  },
});
