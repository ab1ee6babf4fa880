import { setFlagsFromString } from 'node:v8'

/**
 * Keeps V8's young generation at the size it has until the returned function is called. A start builds what stays: V8
 * takes that for a busy program, lets the young generation grow to its 32 MiB, and an idle broker would keep them.
 */
export function holdYoungHeap(): () => void {
  // Read by V8 whenever the young generation has proved too small.
  setFlagsFromString('--semi-space-growth-factor=1')
  return () => setFlagsFromString('--semi-space-growth-factor=2')
}
