#!/usr/bin/env node
// The command `brokkr`: picks the program and hands over in this same process. Plain JavaScript, so that it runs
// as it stands on every supported Node.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PROGRAMS = {
  broker: { bundle: new URL('../out/broker/main.js', import.meta.url) },
  console: { bundle: new URL('../out/web/web.js', import.meta.url) },
}

const USAGE = `Brokkr: a console for Apache Kafka with a broker inside.

Usage:
  brokkr broker start --data DIR [--port N] [--config FILE]   run the broker by itself
  brokkr broker --help                                        every option of the broker
  brokkr console [--port N] [--data DIR] [--no-open]          serve the console to the browser
  brokkr console --help                                       every option of the console
  brokkr --version                                            print the version
`

/** Ends with one clear line and the exit code of a wrong call. */
function refuse(message) {
  process.stderr.write(`brokkr: ${message}\n`)
  process.exitCode = 2
}

async function run([command, ...rest]) {
  if (command === undefined || command === 'help' || command === '--help' || command === '-h') {
    process.stdout.write(USAGE)
    return
  }
  if (command === '--version' || command === '-v') {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    process.stdout.write(`${manifest.version}\n`)
    return
  }
  const program = Object.hasOwn(PROGRAMS, command) ? PROGRAMS[command] : undefined
  if (program === undefined) {
    refuse(`there is no command '${command}'. Run 'brokkr --help' for the commands.`)
    return
  }
  if (!existsSync(program.bundle)) {
    refuse(`${fileURLToPath(program.bundle)} is missing. Run 'npm run build' in Brokkr's folder first.`)
    return
  }
  process.argv = [process.argv[0], fileURLToPath(program.bundle), ...rest]
  await import(program.bundle.href)
}

await run(process.argv.slice(2))
