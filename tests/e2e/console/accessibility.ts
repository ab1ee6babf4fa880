import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { keepScreenshots, LOOKS, useLook } from './screenshots.ts'

/** What axe holds to be serious or critical on the screen as it stands, in every look: its structure once, its colours in each,
 * and in high contrast by WCAG's AAA. */
async function findings(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const look of LOOKS) {
    await useLook(page, look)
    await haveFaded(page)
    // What is said in a corner goes by itself, and fades while axe looks at it.
    const axe = new AxeBuilder({ page }).exclude('.mantine-Notification-root')
    if (look === 'dark') axe.withRules(['color-contrast'])
    if (look === 'high contrast') axe.withRules(['color-contrast', 'color-contrast-enhanced'])
    const { violations } = await axe.analyze()
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue
      found.push(...nodes.map(({ html, failureSummary }) => `${look} ${id}: ${html}\n${failureSummary ?? ''}`))
    }
  }
  await useLook(page, 'light')
  return found
}

/** Waits for transitions to end: what is half faded in has half of its contrast. */
async function haveFaded(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const isEnding = (animation: Animation) =>
      animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(isEnding)
        .map(({ finished }) => finished),
    )
  })
}

/** The page is the same in both hosts: it is asked about in one. */
export async function expectAccessible(page: Page): Promise<void> {
  if (test.info().project.name === 'desktop') return
  expect.soft(await findings(page)).toEqual([])
}

/** Keeps pictures of a screen and asks axe about it. */
export async function inspect(page: Page, name: string): Promise<void> {
  await keepScreenshots(page, name)
  await test.step(`axe finds nothing serious: ${name}`, () => expectAccessible(page))
}
