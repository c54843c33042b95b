import { useEffect, useState, type ReactNode } from 'react'

const mostMs = 1000
/** Safari has no word for idleness. */
const whenIdle = (then: () => void) =>
  'requestIdleCallback' in window ? requestIdleCallback(then, { timeout: mostMs }) : setTimeout(then)

/** What nobody waits for: it comes when the page stands. */
export function Later({ children }: { children: ReactNode }) {
  const [isTime, setTime] = useState(false)
  useEffect(() => {
    let isWanted = true
    whenIdle(() => isWanted && setTime(true))
    return () => {
      isWanted = false
    }
  }, [])
  return isTime && children
}
