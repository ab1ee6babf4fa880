import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connectToConsole } from '../support/console-client.ts'
import { freePort } from '../support/free-port.ts'
import { startProgram, type Program } from '../support/program.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

const WEB = join(import.meta.dirname, '../../src-main/web.ts')

/** The browser host as a program of its own. */
function startHost(folder: TemporaryFolder, ...args: string[]): Promise<Program> {
  return startProgram(process.execPath, [WEB, '--no-open', '--data', folder.join('data'), ...args])
}

async function addressOf(host: Program): Promise<string> {
  const [, address] = await host.waitForLine(/^Brokkr is ready at (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+)$/)
  return address ?? ''
}

/** Starts the local cluster of the host and gives the process id of its broker. */
async function startBrokerOf(host: Program): Promise<number> {
  using page = await connectToConsole(await addressOf(host))
  await page.calls.settings.change({ localClusterPort: await freePort() })
  const status = await page.calls.localCluster.start()
  return status.state === 'running' ? status.processId : -1
}

/** Resolves when there is no process with this id; rejects after a minute. */
async function gone(processId: number): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    try {
      process.kill(processId, 0)
    } catch {
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`Process ${processId} is still there.`)
}

describe('the browser host', { timeout: 180_000 }, () => {
  test('it ends in order when told to, and its broker with it', async () => {
    await using folder = await temporaryFolder()
    await using host = await startHost(folder)
    const broker = await startBrokerOf(host)
    expect(await host.stop('SIGTERM')).toEqual({ code: 0, signal: null })
    await gone(broker)
  })

  test('when it is killed its broker stops in order, and the next one finds everything free and clean', async () => {
    await using folder = await temporaryFolder()
    await using host = await startHost(folder)
    const broker = await startBrokerOf(host)
    await host.stop('SIGKILL')
    await gone(broker)
    expect(await readdir(folder.join('data', 'local-cluster'))).toContain('.kafka_cleanshutdown')
    await using next = await startHost(folder)
    expect(await startBrokerOf(next)).toBeGreaterThan(0)
  })

  test('a second one on the same data is told so', async () => {
    await using folder = await temporaryFolder()
    await using first = await startHost(folder)
    await addressOf(first)
    await using second = await startHost(folder)
    expect(await second.ended).toEqual({ code: 1, signal: null })
    expect(second.output()).toContain(
      `already runs on the data directory ${folder.join('data')} (process ${first.pid})`,
    )
    expect(second.output().trim().split('\n')).toHaveLength(1)
  })

  test('the port asked for is taken, and when it is not free that is said in one sentence', async () => {
    await using folder = await temporaryFolder()
    await using other = await temporaryFolder()
    const port = String(await freePort())
    await using first = await startHost(folder, '--port', port)
    expect(await addressOf(first)).toContain(`http://127.0.0.1:${port}/`)
    await using second = await startHost(other, '--port', port)
    expect(await second.ended).toEqual({ code: 1, signal: null })
    expect(second.output()).toBe(
      `brokkr: Port ${port} of 127.0.0.1 is taken by another program. Choose another with --port, or leave the option out.\n`,
    )
  })

  test('--help explains every option, a wrong one is refused', async () => {
    await using folder = await temporaryFolder()
    await using help = await startHost(folder, '--help')
    expect(await help.ended).toEqual({ code: 0, signal: null })
    for (const option of ['--port N', '--data DIR', '--no-open', '--help']) expect(help.output()).toContain(option)
    await using wrong = await startHost(folder, '--prot', '1')
    expect(await wrong.ended).toEqual({ code: 2, signal: null })
    expect(wrong.output()).toContain('--prot')
  })
})
