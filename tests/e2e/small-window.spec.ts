import { expect, type Page } from '@playwright/test'
import { createTopic, openArea, openTab, openTopic, startLocalCluster, type TopicTab } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

const TABS: readonly TopicTab[] = ['Messages', 'Partitions', 'Configuration', 'Segments', 'Consumer groups']

/** Nothing hangs over the right edge of the window: what is wide scrolls inside its own frame. */
async function expectToFit(page: Page): Promise<void> {
  const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  await expect.poll(overhang).toBeLessThanOrEqual(0)
}

test('every screen fits into a small window', async ({ page, brokkr }) => {
  await brokkr.setSize({ width: 800, height: 600 })
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(800)
  await expectToFit(page)
  await keepScreenshots(page, 'small-welcome')
  const bootstrapServers = await startLocalCluster(page)
  await keepScreenshots(page, 'small-local-cluster')
  await createTopic(page, 'orders', 2)
  const producer = kafkaClient(bootstrapServers).producer()
  await producer.connect()
  await producer.send({ topic: 'orders', messages: [{ key: 'berlin', value: '{"order":1,"city":"Berlin"}' }] })
  await producer.disconnect()
  await openTopic(page, 'orders')
  for (const tab of TABS) {
    await openTab(page, tab)
    await expectToFit(page)
    await keepScreenshots(page, `small-${tab.toLowerCase().replace(' ', '-')}`)
  }
  await openTab(page, 'Messages')
  await page.getByRole('gridcell', { name: 'berlin', exact: true }).click()
  await expect(page.getByRole('complementary', { name: 'the record' })).toBeVisible()
  await expectToFit(page)
  await keepScreenshots(page, 'small-record')
  await page.getByRole('button', { name: 'Produce message', exact: true }).click()
  await expect(page.getByLabel('Value', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Produce', exact: true })).toBeInViewport()
  await keepScreenshots(page, 'small-produce')
  await page.keyboard.press('Escape')
  await openArea(page, 'Brokers')
  await expectToFit(page)
  await keepScreenshots(page, 'small-brokers')
})
