import { useSyncExternalStore } from 'react'

let count = 0

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(() => {
    count += 1
    listener()
  })
  observer.observe(document.documentElement, { attributes: true })
  return () => observer.disconnect()
}

/** Another number whenever the page's theme may have changed: what is drawn by hand is drawn again. */
export function useThemeCount(): number {
  return useSyncExternalStore(subscribe, () => count)
}
