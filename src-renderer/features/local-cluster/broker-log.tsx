import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { client } from '../../api/client.ts'
import { LogLines } from './log-lines.tsx'

const MOST_LINES = 1000
const AGAIN_AFTER_MS = 1000

/** The broker's log as it is written. */
export function BrokerLog(): ReactNode {
  return <LogLines lines={useBrokerLog()} height={280} />
}

function useBrokerLog(): readonly string[] {
  const [lines, setLines] = useState<readonly string[]>([])
  useEffect(() => {
    const ending = new AbortController()
    void follow(ending.signal, setLines)
    return () => ending.abort()
  }, [])
  return lines
}

/** Reads the stream until it is ended; opens it again when it breaks, which gives the last lines anew. */
async function follow(
  signal: AbortSignal,
  setLines: (change: (before: readonly string[]) => readonly string[]) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      let isFirst = true
      for await (const { lines } of await client.localCluster.watchLog(undefined, { signal })) {
        const replaces = isFirst
        isFirst = false
        setLines((before) => (replaces ? lines : [...before, ...lines]).slice(-MOST_LINES))
      }
    } catch {
      // The connection to the back end is lost or being closed; the shell says so.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS))
  }
}
