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
    rolldownOptions: { input: ['index.html', 'stories.html'] },
  },
})
