import { mkdir, writeFile } from 'node:fs/promises'
import { startBackEnd, type BackEnd } from '../../src-main/back-end.ts'
import { startWebHost, type WebHost } from '../../src-main/transport/web-host.ts'
import { connectToConsole, type ConsoleCalls } from './console-client.ts'
import { freePort } from './free-port.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface TestConsole extends AsyncDisposable {
  readonly calls: ConsoleCalls
  readonly address: string
  readonly dataDirectory: string
  readonly backEnd: BackEnd
  /** Sentences that the back end had for its user. */
  readonly reports: readonly string[]
}

/** The console's back end behind its browser host in this process, and a page's connection to it. */
export async function startConsole(options: { readonly data?: string } = {}): Promise<TestConsole> {
  await using cleanUp = new AsyncDisposableStack()
  const folder = cleanUp.use(await temporaryFolder())
  const dataDirectory = options.data ?? folder.join('data')
  const page = folder.join('renderer')
  await mkdir(page)
  await writeFile(`${page}/index.html`, '<!doctype html><title>Brokkr</title>')
  const reports: string[] = []
  const application = { version: '0.0.0', host: 'browser', dataDirectory } as const
  const backEnd = cleanUp.use(await startBackEnd({ application, report: (message) => reports.push(message) }))
  const host: WebHost = cleanUp.use(await startWebHost({ port: 0, folder: page, services: backEnd.services }))
  const { calls } = cleanUp.use(await connectToConsole(host.address))
  // Another Kafka may be at work on this machine.
  await calls.settings.change({ localClusterPort: await freePort() })
  const kept = cleanUp.move()
  return {
    calls,
    address: host.address,
    dataDirectory,
    backEnd,
    reports,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
