import { setFlagsFromString } from 'node:v8'

/** From so many requests a second on, collecting a small young generation again and again costs more than its size. */
const busyRequests = 2000
const lookEveryMs = 1000

/**
 * Keeps V8's young generation at the size it has, except while a broker has much to do. A start builds what stays, and so
 * does each connection: V8 takes that for a busy program, lets the young generation grow to its 32 MiB, and an idle
 * broker would keep them. `requests` counts those served up to now.
 */
export function holdYoungHeapWhileIdle(requests: () => number): void {
  let before = requests()
  let isBusy = false
  const look = (): void => {
    const now = requests()
    const wasBusy = isBusy
    isBusy = now - before >= busyRequests
    before = now
    if (isBusy !== wasBusy) letGrow(isBusy ? 2 : 1)
  }
  letGrow(1)
  setInterval(look, lookEveryMs).unref()
}

/** Read by V8 whenever the young generation has proved too small. */
function letGrow(factor: 1 | 2): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`)
}
