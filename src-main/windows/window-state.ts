import { join } from 'node:path'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Where a window stands, in the screen's own units. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  readonly bounds: Bounds | null
  readonly isMaximized: boolean
}

const INITIAL: WindowState = { bounds: null, isMaximized: false }

/** How the window was left, in `window.json`. Losing it costs a user nothing, so any trouble with the file means the initial size. */
export class WindowStateFile {
  readonly #path: string

  constructor(directory: string) {
    this.#path = join(directory, 'window.json')
  }

  read(): WindowState {
    try {
      const { bounds, isMaximized } = JSON.parse(readFileSync(this.#path, 'utf8')) as Partial<WindowState>
      return { bounds: areBounds(bounds) ? bounds : null, isMaximized: isMaximized === true }
    } catch {
      return INITIAL
    }
  }

  write(state: WindowState): void {
    try {
      mkdirSync(join(this.#path, '..'), { recursive: true })
      writeFileSync(this.#path, JSON.stringify(state))
    } catch {
      // The next start opens with the initial size.
    }
  }
}

function areBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false
  const { x, y, width, height } = value as Record<string, unknown>
  return [x, y, width, height].every((each) => Number.isInteger(each)) && Number(width) >= 400 && Number(height) >= 300
}

/** Whether enough of the window lies on one of the screens for a user to take hold of it. */
export function isVisibleOn(bounds: Bounds, screens: readonly Bounds[]): boolean {
  return screens.some((screen) => {
    const width = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x)
    const height = Math.min(bounds.y + bounds.height, screen.y + screen.height) - Math.max(bounds.y, screen.y)
    return width >= 100 && height >= 50
  })
}
