import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Lets Chromium read a whole file beside the page, by another thread, instead of each function where it is called first. */
const readAtOnce: Plugin = {
  name: 'read-at-once',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk') file.code = `//# allFunctionsCalledOnLoad\n${file.code}`
    },
  },
}

// stories.html shows every component of packages/ui by itself.
export default defineConfig({
  base: '/console/',
  plugins: [react(), readAtOnce],
  build: {
    manifest: true,
    target: 'es2022',
    sourcemap: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: ['index.html', 'stories.html'],
      output: {
        // Fifty files before a page take a slow computer a quarter of a second more than one.
        codeSplitting: {
          groups: [
            { name: 'shell', tags: ['$initial'], test: (id) => !/\/main\.tsx$|\.html$/.test(id) },
            { name: 'shared', minShareCount: 3 },
          ],
        },
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
      },
    },
  },
})
