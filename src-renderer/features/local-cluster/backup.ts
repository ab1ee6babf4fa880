import { useRef, useState } from 'react'
import type { BackupProgress, DataDirectory } from '../../api/data-directories.ts'
import { backUpDirectory } from '../../api/data-directories.ts'

export interface Backup {
  readonly target: string
  readonly setTarget: (target: string) => void
  readonly progress: BackupProgress | null
  /** Where the copy is, once it is whole. */
  readonly finishedAs: string | null
  readonly isRunning: boolean
  readonly error: unknown
  readonly start: () => void
  /** Ends a copy that is under way; what there is of it is removed. */
  readonly stop: () => void
}

/** A copy of a directory, from the choice of its place to its end. */
export function useBackup({ path, suggestedBackup }: DataDirectory): Backup {
  const [target, setTarget] = useState(suggestedBackup)
  const [progress, setProgress] = useState<BackupProgress | null>(null)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController>(null)
  const [isRunning, setIsRunning] = useState(false)
  const run = async (controller: AbortController): Promise<void> => {
    try {
      await backUpDirectory({ path, target: target.trim() }, { onProgress: setProgress, signal: controller.signal })
    } catch (thrown) {
      setProgress(null)
      if (!controller.signal.aborted) setError(thrown)
    } finally {
      setIsRunning(false)
    }
  }
  return {
    target,
    setTarget,
    progress,
    finishedAs: progress?.finishedAs ?? null,
    isRunning,
    error,
    start: () => {
      const controller = new AbortController()
      running.current = controller
      setError(null)
      setProgress(null)
      setIsRunning(true)
      void run(controller)
    },
    stop: () => running.current?.abort(),
  }
}
