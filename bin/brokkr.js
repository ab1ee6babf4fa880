#!/usr/bin/env node
// The command `brokkr`: picks the program and hands over in this same process. Plain JavaScript, so that it runs
// as it stands on every supported Node.
import { existsSync, readFileSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { endWithNpm } from './end-with-npm.js'

const BUNDLES = {
  broker: new URL('../out/broker/main.js', import.meta.url),
  console: new URL('../out/web/web.js', import.meta.url),
  open: new URL('../out/open/open.js', import.meta.url),
}

const USAGE = `Brokkr: a console for Apache Kafka with a broker inside.

Usage:
  brokkr broker start --data DIR [--port N] [--config FILE]   run the broker by itself
  brokkr broker --help                                        every option of the broker
  brokkr console [--port N] [--data DIR] [--no-open]          serve the console to the browser
  brokkr console --help                                       every option of the console
  brokkr open CLUSTER/TOPIC@PARTITION:OFFSET                  show a place of a cluster
  brokkr --version                                            print the version
`

/**
 * Ends with one clear line and the exit code of a wrong call.
 *
 * @param {string} message
 */
function refuse(message) {
  process.stderr.write(`brokkr: ${message}\n`)
  process.exitCode = 2
}

/** @param {string[]} args */
async function run([command, ...rest]) {
  if (command === undefined || command === 'help' || command === '--help' || command === '-h') {
    process.stdout.write(USAGE)
    return
  }
  if (command === '--version' || command === '-v') {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
    const { version } = /** @type {{ version: string }} */ (JSON.parse(manifest))
    process.stdout.write(`${version}\n`)
    return
  }
  const bundle = command === 'broker' || command === 'console' || command === 'open' ? BUNDLES[command] : undefined
  if (bundle === undefined) {
    refuse(`there is no command '${command}'. Run 'brokkr --help' for the commands.`)
    return
  }
  if (!existsSync(bundle)) {
    refuse(`${fileURLToPath(bundle)} is missing. Run 'npm run build' in Brokkr's folder first.`)
    return
  }
  endWithNpm(() => process.kill(process.pid, 'SIGTERM'))
  process.argv = [process.execPath, fileURLToPath(bundle), ...rest]
  // What Node has compiled is kept from run to run: a quarter of what a start costs. Since Node 22; where it cannot be written, nothing is.
  module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/brokkr', import.meta.url)))
  await import(bundle.href)
}

await run(process.argv.slice(2))
