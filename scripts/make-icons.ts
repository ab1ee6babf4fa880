/** `node scripts/make-icons.ts`: draws the icons of all systems from the brand mark, with the browser of the tests. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumExecutable } from '../tests/support/system-requirements.ts'

const ROOT = join(import.meta.dirname, '..')
const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024]
/** The sizes that an .icns holds, with the names that Apple gives them. */
const ICNS_TYPES = { 16: 'icp4', 32: 'icp5', 64: 'icp6', 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' }
/** The largest that fits the one byte which an .ico has for a size. */
const ICO_SIZES = [16, 32, 48, 64, 128, 256]

type Images = ReadonlyMap<number, Buffer>

async function makeIcons(): Promise<void> {
  const images = await draw(await readFile(join(ROOT, 'src-renderer/public/brokkr.svg'), 'utf8'))
  const folder = join(ROOT, 'resources')
  await mkdir(join(folder, 'icons'), { recursive: true })
  for (const [size, png] of images) await writeFile(join(folder, 'icons', `${size}x${size}.png`), png)
  await writeFile(join(folder, 'icon.ico'), icoOf(images))
  await writeFile(join(folder, 'icon.icns'), icnsOf(images))
}

async function draw(svg: string): Promise<Images> {
  const executablePath = chromiumExecutable()
  if (executablePath === undefined) throw new Error('Icons are drawn with Chromium, and there is none.')
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const page = await browser.newPage()
  const images = new Map<number, Buffer>()
  for (const size of SIZES) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${svg}`)
    images.set(size, await page.screenshot({ omitBackground: true }))
  }
  await browser.close()
  return images
}

/**
 * An .ico of PNG images:
 *
 *     reserved 0 | type 1 | count          three 16-bit integers, little-endian as all
 *     width | height | 0 | 0 | planes 1 | bits 32 | bytes | position      16 bytes an image; 256 is written as 0
 *     the images
 */
function icoOf(images: Images): Buffer {
  const header = Buffer.alloc(6 + 16 * ICO_SIZES.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(ICO_SIZES.length, 4)
  let position = header.length
  const pngs = ICO_SIZES.map((size, index) => {
    const png = images.get(size) ?? Buffer.alloc(0)
    const entry = header.subarray(6 + 16 * index)
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(position, 12)
    position += png.length
    return png
  })
  return Buffer.concat([header, ...pngs])
}

/** An .icns: `icns`, the length of all, then for each image its type, its length with these eight bytes, and the PNG. */
function icnsOf(images: Images): Buffer {
  const chunks = Object.entries(ICNS_TYPES).map(([size, type]) =>
    chunk(type, images.get(Number(size)) ?? Buffer.alloc(0)),
  )
  return chunk('icns', Buffer.concat(chunks))
}

function chunk(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([header, content])
}

await makeIcons()
