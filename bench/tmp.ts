import { benchEngine } from './dialogues.ts'
const c=process.cpuUsage(); const t=performance.now()
const [f]=benchEngine(200000)
const d=process.cpuUsage(c)
console.log(f?.value, 'wall', performance.now()-t, 'cpu ms', (d.user+d.system)/1000, 'steps per cpu s', 220000/((d.user+d.system)/1e6))
