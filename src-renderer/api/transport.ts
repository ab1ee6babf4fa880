import type { ClientLink } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'

/**
 * How the front end reaches the back end. In the desktop app a message port is handed to the preload script, which
 * passes it on to the main process. In a browser it is a WebSocket to the server of the page, with the token that
 * stood in the page's address.
 */
export interface Transport {
  readonly link: ClientLink<Record<never, never>>
  /** `open`: calls are answered. `lost`: it was open or could not be opened, and is being tried again. */
  readonly state: () => TransportState
  readonly subscribe: (listener: () => void) => () => void
  /** Tries again at once instead of after the usual pause. */
  readonly retryNow: () => void
}

export type TransportState = 'connecting' | 'open' | 'lost'

/** The page asks its preload script for a port with the first message, and gets it with the second. */
const ASK_FOR_PORT = 'brokkr:connect'
const HERE_IS_PORT = 'brokkr:port'

const SUBPROTOCOL = 'brokkr'

const RETRY_AFTER_MS = [100, 250, 500, 1000, 2000] as const

export function openTransport(): Transport {
  const page = new URL(window.location.href)
  const token = page.searchParams.get('token')
  // Only the browser host puts a token into the address of its page.
  return token === null ? openMessagePort() : openWebSocket({ address: callAddress(page), token })
}

/** Where the server of a page answers calls. */
function callAddress(page: URL): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/calls`
}

function openMessagePort(): Transport {
  const link = new Promise<ClientLink<Record<never, never>>>((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      const [port] = event.ports
      if (event.source !== window || event.data !== HERE_IS_PORT || port === undefined) return
      window.removeEventListener('message', onMessage)
      resolve(new MessagePortLink({ port }))
      port.start()
    }
    window.addEventListener('message', onMessage)
  })
  window.postMessage(ASK_FOR_PORT, window.location.origin)
  return {
    link: { call: async (path, input, options) => (await link).call(path, input, options) },
    state: () => 'open',
    subscribe: () => () => undefined,
    retryNow: () => undefined,
  }
}

interface WebSocketOptions {
  readonly address: string
  readonly token: string
}

/** Keeps a WebSocket open. A call that is under way when it closes fails; a call while it is closed waits for the next. */
function openWebSocket({ address, token }: WebSocketOptions): Transport {
  const listeners = new Set<() => void>()
  let state: TransportState = 'connecting'
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let current = connect()

  function become(next: TransportState): void {
    state = next
    for (const listener of listeners) listener()
  }

  function connect(): { socket: WebSocket; link: ClientLink<Record<never, never>> } {
    clearTimeout(timer)
    const socket = new WebSocket(address, [SUBPROTOCOL, `token.${token}`])
    socket.addEventListener('open', () => {
      failures = 0
      become('open')
    })
    socket.addEventListener('close', () => {
      if (current.socket !== socket) return
      const pause = RETRY_AFTER_MS[Math.min(failures++, RETRY_AFTER_MS.length - 1)]
      timer = setTimeout(reconnect, pause)
      become('lost')
    })
    return { socket, link: new WebSocketLink({ websocket: socket }) }
  }

  function reconnect(): void {
    current = connect()
  }

  return {
    link: { call: (path, input, options) => current.link.call(path, input, options) },
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    retryNow: () => {
      if (state === 'lost' && current.socket.readyState !== WebSocket.CONNECTING) reconnect()
    },
  }
}
