import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { _electron as electron, expect, type ElectronApplication, type Page } from '@playwright/test'
import { join } from 'node:path'
import { findDesktopRuntime, sandboxFlags } from '../../scripts/desktop-runtime.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'

// Each test attacks: it does what a page would that has been taken over by somebody else's code.

const ROOT = join(import.meta.dirname, '../..')
const OURS = /^https:\/\/console\.brokkr\.invalid\//

/** The app, with Electron's own objects at hand. */
async function openApplication(): Promise<AsyncDisposable & { application: ElectronApplication; page: Page }> {
  const runtime = await findDesktopRuntime()
  if (runtime.executable === undefined) throw new Error(runtime.reason)
  const folder = await temporaryFolder()
  const application = await electron.launch({
    executablePath: runtime.executable,
    args: [...sandboxFlags(), ROOT, '--data', folder.path],
    timeout: 180_000,
  })
  const page = await application.firstWindow({ timeout: 180_000 })
  return {
    application,
    page,
    [Symbol.asyncDispose]: async () => {
      await application.close()
      await folder[Symbol.asyncDispose]()
    },
  }
}

test('a page has no Node, no Electron, and nothing of the preload script', async ({ page }) => {
  const reachable = await page.evaluate(() => {
    const names = [
      'require',
      'process',
      'module',
      'global',
      'Buffer',
      '__dirname',
      'electron',
      'ipcRenderer',
      'electronAPI',
    ]
    return names.filter((name) => name in globalThis)
  })
  expect(reachable).toEqual([])
  // The preload script lives in a world of its own: what the page does to its globals does not reach it.
  const survives = await page.evaluate(async () => {
    const original = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = () => {
      throw new Error('taken over')
    }
    const port = new Promise<boolean>((resolve) => {
      window.addEventListener('message', (event) => {
        if (event.data === 'brokkr:port') resolve(event.ports.length === 1)
      })
    })
    window.postMessage('brokkr:connect', window.location.origin)
    const given = await port
    MessagePort.prototype.postMessage = original
    return given
  })
  expect(survives).toBe(true)
})

test('windows are isolated and sandboxed, whatever opens them', async () => {
  await using app = await openApplication()
  const preferences = await app.application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const { contextIsolation, sandbox, nodeIntegration, webviewTag, webSecurity } = (
        window.webContents as unknown as { getLastWebPreferences: () => Record<string, unknown> }
      ).getLastWebPreferences()
      return { contextIsolation, sandbox, nodeIntegration, webviewTag, webSecurity }
    }),
  )
  expect(preferences).toEqual([
    {
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    },
  ])
})

test('the policy of the page lets no foreign code, style sheet, frame, form or connection in', async ({ page }) => {
  await using server = await listen()
  const directives = ['script-src-elem', 'style-src-elem', 'frame-src', 'object-src', 'img-src', 'form-action']
  const blocked = await page.evaluate(
    async ({ address, awaited }) => {
      const violated = new Set<string>()
      document.addEventListener('securitypolicyviolation', (event) => violated.add(event.effectiveDirective))
      const add = (tag: string, attributes: Record<string, string>): void => {
        const element = document.createElement(tag)
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
        document.body.append(element)
      }
      add('script', { src: `${address}/x.js` })
      const inline = document.createElement('script')
      inline.textContent = 'globalThis.takenOver = true'
      document.body.append(inline)
      add('link', { rel: 'stylesheet', href: `${address}/x.css` })
      add('iframe', { src: address })
      add('object', { data: address })
      add('img', { src: `${address}/x.png` })
      add('base', { href: address })
      const form = document.createElement('form')
      form.action = address
      document.body.append(form)
      form.submit()
      const tried = await Promise.allSettled([fetch(address), import(`${address}/x.js`)])
      let evaluated = false
      try {
        // oxlint-disable-next-line no-implied-eval -- this is the attack
        const attack = new Function('globalThis.takenOver = true') as () => void
        attack()
        evaluated = true
      } catch {
        evaluated = false
      }
      for (let waits = 0; waits < 300 && awaited.some((each) => !violated.has(each)); waits++) {
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      return {
        violated: [...violated].sort(),
        reached: tried.filter(({ status }) => status === 'fulfilled').length,
        evaluated,
        takenOver: 'takenOver' in globalThis,
      }
    },
    { address: server.address, awaited: directives },
  )
  expect(blocked).toMatchObject({ reached: 0, evaluated: false, takenOver: false })
  for (const directive of directives) expect(blocked.violated).toContain(directive)
  expect(server.requests).toEqual([])
  expect(await page.evaluate(() => window.location.href)).toMatch(OURS)
})

test('no page is gone to, and no window opened', async () => {
  await using server = await listen()
  await using app = await openApplication()
  const { application, page } = app
  // What would open in the user's browser is only counted here.
  await application.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = (address: string) => {
      opened.push(address)
      return Promise.resolve()
    }
  })
  await page.evaluate((address) => {
    for (const target of [address, 'file:///etc/passwd', 'javascript:alert(1)', 'https://example.invalid/']) {
      window.open(target)
    }
    const link = document.createElement('a')
    link.href = 'file:///etc/passwd'
    document.body.append(link)
    link.click()
    window.location.href = address
  }, server.address)
  await expect
    .poll(() => application.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
    .toEqual(['https://example.invalid/'])
  expect(await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(await page.evaluate(() => window.location.href)).toMatch(OURS)
  expect(server.requests).toEqual([])
})

test('a frame or a page that is not ours gets no line to the back end', async () => {
  await using app = await openApplication()
  const answered = await app.application.evaluate(async ({ BrowserWindow, session }) => {
    const [ours] = BrowserWindow.getAllWindows()
    if (ours === undefined) throw new Error('There is no window.')
    const preload = (
      ours.webContents as unknown as { getLastWebPreferences: () => { preload: string } }
    ).getLastWebPreferences().preload
    // A foreign page with our own preload script: all that an attacker could hope for.
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: { preload, contextIsolation: true, sandbox: true, session: session.fromPartition('foreign') },
    })
    await foreign.loadURL('data:text/html,<title>foreign</title>')
    const result: unknown = await foreign.webContents.executeJavaScript(`new Promise((resolve) => {
      window.addEventListener('message', ({ data, ports }) => { if (data === 'brokkr:port') resolve(ports.length) })
      window.postMessage('brokkr:connect', '*')
      setTimeout(() => resolve('nothing'), 1500)
    })`)
    foreign.destroy()
    return result
  })
  expect(answered).toBe('nothing')
})

test('a page is granted nothing that a user would be asked for', async ({ page }) => {
  const asked = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'] as const
    const states = names.map(async (name) => {
      const { state } = await navigator.permissions.query({ name: name as PermissionName })
      return state === 'granted' ? [name] : []
    })
    const camera = navigator.mediaDevices?.getUserMedia({ video: true }).then(
      () => ['video'],
      () => [],
    )
    return (await Promise.all([...states, camera ?? []])).flat()
  })
  expect(asked).toEqual([])
})

test('a path that leads out of the folder is not served', async ({ page }) => {
  const statuses = await page.evaluate(async () => {
    const paths = [
      '/../main/main.js',
      '/%2e%2e/main/main.js',
      '/..%2fmain%2fmain.js',
      '/%2e%2e%2f%2e%2e%2fpackage.json',
    ]
    return Promise.all(paths.map(async (path) => (await fetch(path)).status))
  })
  expect(statuses).toEqual([404, 404, 404, 404])
})

test('forged calls are refused with a reason, and the app goes on', async ({ page }) => {
  await startLocalCluster(page)
  const answers = await page.evaluate(async () => {
    const port = await new Promise<MessagePort>((resolve) => {
      window.addEventListener('message', ({ data, ports }) => {
        if (data === 'brokkr:port' && ports[0]) resolve(ports[0])
      })
      window.postMessage('brokkr:connect', window.location.origin)
    })
    const received: unknown[] = []
    port.addEventListener('message', ({ data }) => received.push(data))
    port.start()
    for (const junk of [
      '',
      'x',
      7,
      null,
      {},
      '{"i":1,"p":{"u":"orpc://x/__proto__/constructor"}}',
      new ArrayBuffer(9),
    ]) {
      port.postMessage(junk)
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
    return received.length
  })
  expect(answers).toBeGreaterThanOrEqual(0)
  await expect(page.getByRole('button', { name: 'Stop local cluster', exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Brokers', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Brokers', exact: true })).toBeVisible()
})

interface Listening extends AsyncDisposable {
  readonly address: string
  /** The paths that were asked for. */
  readonly requests: readonly string[]
}

/** Somebody else's server, which remembers who came. */
async function listen(): Promise<Listening> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.end('globalThis.takenOver = true')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}
