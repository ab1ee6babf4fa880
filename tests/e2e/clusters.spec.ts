import { expect } from '@playwright/test'
import { freePort } from '../support/free-port.ts'
import { startBroker } from '../support/start-broker.ts'
import { openArea } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

test('a cluster that runs elsewhere is reached by its bootstrap servers, and known the next time', async ({ page }) => {
  await using broker = await startBroker()
  const admin = kafkaClient(broker.bootstrapServers).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: 'invoices', numPartitions: 2 }] })
  await admin.disconnect()

  await page.getByRole('button', { name: 'Connect to a cluster', exact: true }).click()
  await page.getByLabel('Bootstrap servers', { exact: true }).fill(broker.bootstrapServers)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()

  await expect(page.getByText('Brokers up')).toBeVisible()
  await keepScreenshots(page, 'remote-cluster')
  await openArea(page, 'Topics')
  await expect(page.getByRole('link', { name: 'invoices', exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Segments', exact: true })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('link', { name: 'invoices', exact: true })).toBeVisible()
})

test('an address at which nothing answers is explained, and the form stays', async ({ page }) => {
  const address = `127.0.0.1:${await freePort()}`
  await page.getByRole('button', { name: 'Connect to a cluster', exact: true }).click()
  await page.getByLabel('Bootstrap servers', { exact: true }).fill(address)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()

  await expect(page.getByRole('alert')).toContainText(address)
  await expect(page.getByRole('alert')).toContainText('refused')
  await keepScreenshots(page, 'no-answer')
  await expect(page.getByLabel('Bootstrap servers', { exact: true })).toHaveValue(address)
})

test('what is no address is said before anything is tried', async ({ page }) => {
  await page.getByRole('button', { name: 'Connect to a cluster', exact: true }).click()
  await page.getByLabel('Bootstrap servers', { exact: true }).fill('http://localhost')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()

  await expect(page.getByLabel('Bootstrap servers', { exact: true })).toHaveAttribute('aria-invalid', 'true')
})
