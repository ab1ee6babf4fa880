/**
 * Calls back once when npm, having started this process, is asked to end. npm runs a command through a shell and
 * passes signals on to that shell alone: it dies, and the command would stay behind without anybody knowing.
 *
 * @param {() => void} end
 */
export function endWithNpm(end) {
  // Windows knows no such shell: there a closed console ends everything in it.
  if (process.platform === 'win32' || process.env.npm_lifecycle_event === undefined) return
  const shell = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    end()
  }, 200)
  timer.unref()
}
