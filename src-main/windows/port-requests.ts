import { ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import { pageOrigin } from './app-protocol.ts'

// The same names as in the preload script, which cannot import in a sandbox.
const CONNECT = 'brokkr:connect'
const PORT = 'brokkr:port'

/** Gives a line to the back end to each page of ours that asks for one; `serve` gets our end. */
export function answerPortRequests(serve: (port: MessagePortMain) => void): void {
  ipcMain.on(CONNECT, (event) => {
    const { senderFrame, sender } = event
    const isOurs = senderFrame === sender.mainFrame && senderFrame?.url.startsWith(`${pageOrigin}/`)
    if (senderFrame === null || !isOurs) return
    const { port1, port2 } = new MessageChannelMain()
    serve(port1)
    port1.start()
    senderFrame.postMessage(PORT, null, [port2])
  })
}
