import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// stories.html shows every component of packages/ui by itself.
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    manifest: true,
    target: 'es2022',
    sourcemap: false,
    rolldownOptions: {
      input: ['index.html', 'stories.html'],
      output: {
        // Fifty files before a page take a slow computer a quarter of a second more than one.
        codeSplitting: {
          groups: [
            { name: 'shell', tags: ['$initial'], test: (id) => !/\/main\.tsx$|\.html$/.test(id) },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 20_000 },
          ],
        },
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
      },
    },
  },
})
