// What Electron runs first. It reads a script such as this one before it begins anything, and a module, as the app is one, only afterwards.
'use strict'
const path = require('node:path')
const { pathToFileURL } = require('node:url')
const { app } = require('electron')

const program = pathToFileURL(path.join(__dirname, '../out/main/main.js'))

// GTK draws nothing of the app but dialogs of the system, and would load the drivers of OpenGL to have a look at them: 30 MB of the idle
// app where these draw in software. It asks once, at its beginning; what the app starts later is not to inherit the answer.
if (process.platform === 'linux' && process.env.GDK_GL === undefined) {
  process.env.GDK_GL = 'disable'
  app.once('ready', () => delete process.env.GDK_GL)
}

// macOS hands over the link or file that the app was started for while the module is still being read.
/** @type {import('node:events').EventEmitter} */
const events = app
/** @type {[name: string, args: unknown[]][]} */
const early = []
const keepers = ['open-url', 'open-file'].map((name) => {
  const keep = (/** @type {unknown[]} */ ...args) => early.push([name, args])
  events.on(name, keep)
  return { name, keep }
})

import(program.href).then(
  () => {
    for (const { name, keep } of keepers) events.off(name, keep)
    for (const [name, args] of early) events.emit(name, ...args)
  },
  (/** @type {unknown} */ error) => {
    process.stderr.write(`brokkr: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    app.exit(1)
  },
)
