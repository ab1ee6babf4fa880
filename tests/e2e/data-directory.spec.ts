import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { startBroker } from '../support/start-broker.ts'
import { inspect } from './console/accessibility.ts'
import { createTopic, openArea, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

async function produceOne(bootstrapServers: string): Promise<void> {
  const producer = kafkaClient(bootstrapServers).producer()
  await producer.connect()
  await producer.send({ topic: 'orders', messages: [{ key: 'k', value: 'kept' }] })
  await producer.disconnect()
}

async function openDirectory(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Open a data directory…' }).click()
  await page.getByLabel('Directory', { exact: true }).fill(path)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
}

test('handing over says what was written where, and the way back is to start it again', async ({ page, brokkr }) => {
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  await page.getByRole('link', { name: 'Local cluster' }).first().click()
  await page.getByRole('button', { name: 'Hand over to Apache Kafka…' }).click()
  const question = page.getByRole('dialog', { name: 'Hand over to Apache Kafka?' })
  await keepScreenshots(page, 'hand-over-question')
  await question.getByRole('button', { name: 'Stop and hand over' }).click()

  await expect(page.getByRole('heading', { name: 'Ready for Apache Kafka' })).toBeVisible()
  const path = join(brokkr.dataDirectory, 'hand-over', 'server.properties')
  await expect(page.getByText(`bin/kafka-server-start.sh ${path}`)).toBeVisible()
  const configuration = await readFile(path, 'utf8')
  await expect(page.getByLabel('server.properties', { exact: true })).toHaveText(configuration.trim())
  await keepScreenshots(page, 'handed-over')
  await brokkr.setSize({ width: 800, height: 600 })
  await keepScreenshots(page, 'small-handed-over')

  await page.getByRole('button', { name: 'Start local cluster', exact: true }).click()
  await openArea(page, 'Topics')
  await expect(page.getByRole('link', { name: 'orders', exact: true })).toBeVisible()
})

test('a directory is looked at while its broker runs, and opened as the local cluster when it has stopped', async ({
  page,
  brokkr,
  dataDirectory,
}) => {
  const path = join(dataDirectory, 'theirs')
  const broker = await startBroker({ data: path, config: { 'node.id': '7' } })
  await produceOne(broker.bootstrapServers)
  await openDirectory(page, path)
  await expect(page.getByText(broker.clusterId)).toBeVisible()
  await expect(page.getByText('is running on it.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open as the local cluster…' })).toBeDisabled()
  await page.getByRole('grid', { name: 'Partitions on disk' }).getByText('orders', { exact: true }).click()
  await page.getByRole('grid', { name: 'Segments' }).getByText('00000000000000000000.log').click()
  await expect(page.getByRole('grid', { name: 'Batches' }).locator('[data-row-index]')).toHaveCount(1)
  await keepScreenshots(page, 'directory-running')

  await broker.stop()
  await page.getByRole('button', { name: 'Segments of orders-0' }).click()
  await page.getByRole('button', { name: 'All partitions' }).click()
  await inspect(page, 'directory')
  await brokkr.setSize({ width: 800, height: 600 })
  await keepScreenshots(page, 'small-directory')
  await page.getByRole('button', { name: 'Open as the local cluster…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Open as the local cluster?' })
  await dialog.getByLabel('Backup to').fill(join(dataDirectory, 'backup'))
  await dialog.getByRole('button', { name: 'Back up first' }).click()
  await expect(dialog.getByText('The backup is whole')).toBeVisible()
  await keepScreenshots(page, 'small-directory-backed-up')
  await dialog.getByRole('button', { name: 'Open as the local cluster' }).click()
  await keepScreenshots(page, 'small-directory-stopped')
  await page.getByRole('button', { name: 'Start local cluster', exact: true }).click()
  await openArea(page, 'Topics')
  await expect(page.getByRole('link', { name: 'orders', exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Stop local cluster', exact: true }).click()
  await page.getByRole('button', { name: 'Go back to Brokkr’s own directory' }).click()
  await expect(page.getByText('ready in about a second')).toBeVisible()
})

test('what is no log directory is refused with the reason', async ({ page, dataDirectory }) => {
  await openDirectory(page, dataDirectory)
  await expect(page.getByRole('alert')).toContainText('has no meta.properties')
})
