import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { isVisibleOn, WindowStateFile } from '../../../src-main/windows/window-state.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const bounds = { x: 10, y: 20, width: 900, height: 600 }

test('the window opens where it was left', async () => {
  await using folder = await temporaryFolder()
  new WindowStateFile(folder.path).write({ bounds, isMaximized: true })
  expect(new WindowStateFile(folder.path).read()).toEqual({ bounds, isMaximized: true })
})

test.each(['', '{', 'null', '{"bounds":{"x":"left"}}', '{"bounds":{"x":0,"y":0,"width":1,"height":1}}'])(
  'a file with %j means the initial size',
  async (text) => {
    await using folder = await temporaryFolder()
    await writeFile(folder.join('window.json'), text)
    expect(new WindowStateFile(folder.path).read()).toEqual({ bounds: null, isMaximized: false })
  },
)

test('a window that was left on a screen that is gone is not opened there', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }
  expect(isVisibleOn(bounds, [screen])).toBe(true)
  expect(isVisibleOn({ ...bounds, x: 1900 }, [screen])).toBe(false)
  expect(isVisibleOn({ ...bounds, x: 2000 }, [screen, { ...screen, x: 1920 }])).toBe(true)
})
