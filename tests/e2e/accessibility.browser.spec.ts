import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { createTopic, openArea, openTab, openTopic, startLocalCluster, type TopicTab } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient, readAsGroup } from './console/kafka-client.ts'
import { keepScreenshots, LOOKS, useLook } from './console/screenshots.ts'

const TABS: readonly TopicTab[] = ['Messages', 'Partitions', 'Configuration', 'Segments', 'Consumer groups']

/** What axe holds to be serious or critical on the screen as it stands, in every look: its structure once, its colours in each,
 * and in high contrast by WCAG's AAA. */
async function findings(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const look of LOOKS) {
    await useLook(page, look)
    const axe = new AxeBuilder({ page })
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

async function expectAccessible(page: Page): Promise<void> {
  expect(await findings(page)).toEqual([])
}

test('nothing serious stands in the way of anybody before the cluster runs', async ({ page }) => {
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Connect to a cluster', exact: true }).click()
  await expect(page.getByLabel('Bootstrap servers', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await expect(page.getByText('Data directory')).toBeVisible()
  await keepScreenshots(page, 'settings')
  await expectAccessible(page)
})

test('nothing serious stands in the way of anybody on the screens of a cluster', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await expectAccessible(page)
  await createTopic(page, 'orders', 2)
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: 'orders', messages: [{ key: 'k', value: '{"a":1}' }, { value: null }] })
  await producer.disconnect()
  await using group = await readAsGroup(kafka, 'billing', 'orders')
  await group.haveRead(2)

  await openArea(page, 'Topics')
  await expect(page.getByRole('grid', { name: 'Topics' }).getByText('orders')).toBeVisible()
  await keepScreenshots(page, 'topics')
  await expectAccessible(page)
  await openTopic(page, 'orders')
  for (const tab of TABS) {
    await test.step(tab, async () => {
      await openTab(page, tab)
      await page.locator('[data-row-index="0"]').first().click()
      await expectAccessible(page)
    })
  }
  await openArea(page, 'Consumer groups')
  await page.getByRole('link', { name: 'billing', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Offsets of the group' })).toBeVisible()
  await expectAccessible(page)
  // Every area of the rail, whatever they are.
  const areas = page.getByRole('navigation', { name: 'Main' }).getByRole('link')
  const count = await areas.count()
  expect(count).toBeGreaterThan(6)
  for (let index = 0; index < count; index++) {
    await test.step((await areas.nth(index).textContent()) ?? '', async () => {
      await areas.nth(index).click()
      await page.waitForLoadState('networkidle')
      await expectAccessible(page)
      // The first area, the welcome screen, has no cluster and its rail fewer links.
      if (index === 0) await page.goBack()
    })
  }
})

test('nothing serious stands in the way of anybody in the dialogs', async ({ page }) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await openArea(page, 'Topics')
  await page.getByRole('button', { name: 'Create topic', exact: true }).click()
  await expect(page.getByLabel('Topic name', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await createTopic(page, 'orders', 2)
  await page.getByRole('button', { name: 'Produce message', exact: true }).click()
  await expect(page.getByLabel('Value', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  {
    await using group = await readAsGroup(kafka, 'billing', 'orders')
    await group.leave()
  }
  await openArea(page, 'Consumer groups')
  await page.getByRole('link', { name: 'billing', exact: true }).click()
  await page.getByRole('button', { name: 'Reset offsets', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Preview', exact: true })).toBeVisible()
  await expectAccessible(page)
})
