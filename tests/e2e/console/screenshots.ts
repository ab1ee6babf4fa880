import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'

const FOLDER = join(import.meta.dirname, '../../../artifacts/screenshots')
const THEMES = ['light', 'dark'] as const

/** Shows the page in a theme; the console follows the system unless it is told otherwise. */
async function useTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme)
}

/** Every way in which the console can look: its themes, and high contrast as a system asks for it. */
export const LOOKS = ['light', 'dark', 'high contrast'] as const

export async function useLook(page: Page, look: (typeof LOOKS)[number]): Promise<void> {
  const isHigh = look === 'high contrast'
  await page.emulateMedia({ contrast: isHigh ? 'more' : 'no-preference' })
  await expect(page.locator('html')).toHaveAttribute('data-contrast', isHigh ? 'high' : 'normal')
  await useTheme(page, isHigh ? 'dark' : look)
}

/** Keeps pictures of the screen as it stands, in both themes, as `artifacts/screenshots/<project>/<name>-<theme>.png`. */
export async function keepScreenshots(page: Page, name: string): Promise<void> {
  for (const theme of THEMES) {
    await useTheme(page, theme)
    const path = join(FOLDER, test.info().project.name, `${name}-${theme}.png`)
    await page.screenshot({ path, animations: 'disabled', caret: 'initial' })
  }
  await useTheme(page, 'light')
}
