import type { BrokerMessage, ParentMessage } from './messages.ts'
import { readParentMessage } from './messages.ts'

/** The broker's end of the line to the process that started it. */
export interface ParentChannel {
  send(message: BrokerMessage): void
  close(): void
}

export interface ParentChannelListener {
  onMessage(message: ParentMessage): void
  /** The parent is gone, in an orderly way or not. Called at most once. */
  onParentGone(): void
}

/**
 * Opens the line to the parent. With a child-process channel (`fork`, or `stdio: 'ipc'`) messages go both ways; without
 * one, standard input is watched, whose end means that the parent is gone. The kernel closes either when the parent
 * dies, however it dies, so no polling is needed. In a utility process of Electron there is a port instead, and Chromium
 * ends the process with its parent.
 */
export function openParentChannel(listener: ParentChannelListener): ParentChannel {
  const { parentPort } = process as { readonly parentPort?: ParentPort }
  if (parentPort !== undefined) return useParentPort(parentPort, listener)
  return process.send === undefined ? watchStandardInput(listener) : useProcessChannel(listener)
}

/** What Electron gives its utility processes. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

function useParentPort(port: ParentPort, listener: ParentChannelListener): ParentChannel {
  port.on('message', ({ data }) => {
    const message = readParentMessage(data)
    if (message !== null) listener.onMessage(message)
  })
  return {
    send: (message) => port.postMessage(message),
    // There is nothing to close: the port lives as long as the process, which ends itself.
    close() {},
  }
}

function useProcessChannel(listener: ParentChannelListener): ParentChannel {
  const onMessage = (value: unknown): void => {
    const message = readParentMessage(value)
    if (message !== null) listener.onMessage(message)
  }
  const onDisconnect = (): void => listener.onParentGone()
  process.on('message', onMessage)
  process.once('disconnect', onDisconnect)
  return {
    send(message) {
      // A parent that has just died shows as 'disconnect'; what could not be delivered to it is of no use.
      if (process.connected) process.send?.(message, undefined, {}, () => {})
    },
    close() {
      process.off('message', onMessage)
      process.off('disconnect', onDisconnect)
      if (process.connected) process.disconnect()
    },
  }
}

function watchStandardInput(listener: ParentChannelListener): ParentChannel {
  let gone = false
  const onGone = (): void => {
    if (gone) return
    gone = true
    listener.onParentGone()
  }
  process.stdin.once('end', onGone)
  process.stdin.once('close', onGone)
  process.stdin.once('error', onGone)
  process.stdin.resume()
  return {
    send() {},
    close() {
      gone = true
      process.stdin.destroy()
    },
  }
}
