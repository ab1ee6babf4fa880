import { ipcRenderer, webFrame } from 'electron'

// The page asks for its line to the back end with a message to itself; a port cannot be handed over through the
// context bridge, only through `window.postMessage`, which this page alone receives.
ipcRenderer.on('brokkr:port', (event) => {
  const [port] = event.ports
  if (port !== undefined) window.postMessage('brokkr:port', window.location.origin, [port])
})
window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'brokkr:connect') ipcRenderer.send('brokkr:connect')
})

// What the page needed to start is garbage by then, as in the main process (`give-back-memory.ts`).
const SETTLED_AFTER_MS = 3000
window.addEventListener('load', () => setTimeout(() => webFrame.clearCache(), SETTLED_AFTER_MS))
