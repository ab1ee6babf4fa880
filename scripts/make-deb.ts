/**
 * `node scripts/make-deb.ts OUTPUT.deb`: packs the unpacked Linux app (`electron-builder --linux dir`) with Debian's own
 * tools, where those that electron-builder would download for it cannot be had.
 */
import { execFile } from 'node:child_process'
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '..')
const run = promisify(execFile)

/** The libraries that Electron is linked with; Debian and Ubuntu call some of them by two names. */
const DEPENDS = [
  'libgtk-3-0t64 | libgtk-3-0',
  'libnss3',
  'libasound2t64 | libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
  'libnotify4',
  'xdg-utils',
]
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** Packs the app that stands in `unpacked` into the file `output`. `level`: how hard gzip tries, 1 to 9. */
export async function makeDeb(options: { unpacked: string; output: string; level?: number }): Promise<void> {
  const { unpacked, output, level = 9 } = options
  const tree = await mkdtemp(join(tmpdir(), 'brokkr-deb-'))
  try {
    await fill(tree, unpacked)
    await mkdir(dirname(output), { recursive: true })
    await run('dpkg-deb', ['--root-owner-group', '-Zgzip', `-z${level}`, '--build', tree, output])
  } finally {
    await rm(tree, { recursive: true, force: true })
  }
}

/**
 *     opt/Brokkr/                                  the app
 *     usr/bin/brokkr                               leads to it
 *     usr/share/applications/brokkr.desktop        its entry in the menu, also for links brokkr://…
 *     usr/share/mime/packages/brokkr.xml           files ….brokkr, exported connections
 *     usr/share/icons/hicolor/…/apps/brokkr.png
 *     DEBIAN/control  postinst                     what dpkg reads
 */
async function fill(tree: string, unpacked: string): Promise<void> {
  await run('chmod', ['755', tree])
  await cp(unpacked, join(tree, 'opt/Brokkr'), { recursive: true, verbatimSymlinks: true })
  await mkdir(join(tree, 'usr/bin'), { recursive: true })
  await symlink('/opt/Brokkr/brokkr', join(tree, 'usr/bin/brokkr'))
  const icons = join(ROOT, 'resources/icons')
  for (const name of await readdir(icons)) {
    const place = join(tree, 'usr/share/icons/hicolor', name.replace('.png', ''), 'apps/brokkr.png')
    await mkdir(dirname(place), { recursive: true })
    await copyFile(join(icons, name), place)
  }
  await mkdir(join(tree, 'usr/share/applications'), { recursive: true })
  await writeFile(join(tree, 'usr/share/applications/brokkr.desktop'), MENU_ENTRY)
  await mkdir(join(tree, 'usr/share/mime/packages'), { recursive: true })
  await writeFile(join(tree, 'usr/share/mime/packages/brokkr.xml'), FILE_TYPE)
  await mkdir(join(tree, 'DEBIAN'))
  await writeFile(join(tree, 'DEBIAN/control'), await control(tree))
  await writeFile(join(tree, 'DEBIAN/postinst'), POSTINST, { mode: 0o755 })
}

const MENU_ENTRY = `[Desktop Entry]
Type=Application
Name=Brokkr
Comment=A desktop console for Apache Kafka with a broker inside
Comment[ru]=Консоль для Apache Kafka с брокером внутри
Exec=/opt/Brokkr/brokkr %U
Icon=brokkr
Terminal=false
Categories=Development;
MimeType=x-scheme-handler/brokkr;application/x-brokkr;
StartupWMClass=Brokkr
`

const FILE_TYPE = `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-brokkr">
    <comment>Connections to Kafka clusters</comment>
    <comment xml:lang="ru">Подключения к кластерам Kafka</comment>
    <sub-class-of type="application/json"/>
    <glob pattern="*.brokkr"/>
  </mime-type>
</mime-info>
`

// Chromium's sandbox needs this where the kernel lets no user make namespaces of its own.
const POSTINST = `#!/bin/sh
set -e
if ! unshare --user true 2>/dev/null; then chmod 4755 /opt/Brokkr/chrome-sandbox; fi
if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
`

async function control(tree: string): Promise<string> {
  const { version, description } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    version: string
    description: string
  }
  const { stdout } = await run('du', ['-sk', join(tree, 'opt')])
  return `Package: brokkr
Version: ${version}
Architecture: ${ARCHITECTURES[process.arch] ?? process.arch}
Maintainer: Brokkr <brokkr@brokkr.invalid>
Installed-Size: ${Number.parseInt(stdout, 10)}
Depends: ${DEPENDS.join(', ')}
Section: devel
Priority: optional
Description: ${description}
 Starts a real Kafka on this machine, and shows and changes any other one.
`
}

if (process.argv[1] === import.meta.filename) {
  const [output] = process.argv.slice(2)
  if (output === undefined) throw new Error('Say which file to write.')
  await makeDeb({ unpacked: join(ROOT, 'dist/linux-unpacked'), output: resolve(output) })
}
