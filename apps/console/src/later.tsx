import { useEffect, useState, type ReactNode } from 'react'

/** Safari has no word for idleness. */
const whenIdle = 'requestIdleCallback' in window ? (then: () => void) => requestIdleCallback(then) : setTimeout

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
