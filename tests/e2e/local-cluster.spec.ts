import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, type Page } from '@playwright/test'
import { inspect } from './console/accessibility.ts'
import { createTopic, openArea, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { isAlive } from './console/processes.ts'
import { keepScreenshots } from './console/screenshots.ts'

/** As the overview says it. */
async function brokerProcess(page: Page): Promise<number> {
  await page.getByRole('link', { name: 'Local cluster' }).first().click()
  const text = await page.getByText(/^process \d+$/).innerText()
  return Number(text.replace('process ', ''))
}

/** Watches inside the page, so that what is measured is the console and not the test's own way to it. */
async function whenHeadingIs(page: Page, text: string): Promise<() => Promise<number>> {
  const watch = await page.evaluateHandle((wanted) => {
    const { promise, resolve } = Promise.withResolvers<number>()
    const observer = new MutationObserver(() => {
      if (document.querySelector('h1')?.textContent !== wanted) return
      observer.disconnect()
      resolve(Date.now())
    })
    observer.observe(document.body, { childList: true, subtree: true, characterData: true })
    return { promise }
  }, text)
  return () => watch.evaluate(({ promise }) => promise)
}

async function produceOne(bootstrapServers: string, topic: string): Promise<void> {
  const producer = kafkaClient(bootstrapServers).producer()
  await producer.connect()
  await producer.send({ topic, messages: [{ key: 'k', value: 'kept' }] })
  await producer.disconnect()
}

test('a broker that is killed is missed within a second, and comes back with its data', async ({ page }) => {
  const bootstrapServers = await startLocalCluster(page)
  await createTopic(page, 'orders', 3)
  await produceOne(bootstrapServers, 'orders')
  const killed = async (): Promise<number> => {
    const broker = await brokerProcess(page)
    const seen = await whenHeadingIs(page, 'The local cluster has ended')
    const killedAt = Date.now()
    process.kill(broker, 'SIGKILL')
    return (await seen()) - killedAt
  }
  // A machine that is busy with other things may be late itself: not thrice.
  let missedAfterMs = await killed()
  for (let again = 0; again < 2 && missedAfterMs >= 1000; again++) {
    await page.getByRole('button', { name: 'Restart local cluster', exact: true }).click()
    await expect(page.getByText(/^process \d+$/)).toBeVisible()
    missedAfterMs = await killed()
  }
  expect(missedAfterMs).toBeLessThan(1000)

  await expect(page.getByRole('main').getByRole('alert')).toContainText('SIGKILL')
  await expect(page.getByRole('log', { name: 'Broker log' })).toContainText('Kafka is ready on')
  await keepScreenshots(page, 'broker-killed')
  await page.getByRole('button', { name: 'Restart local cluster', exact: true }).click()
  await openArea(page, 'Topics')
  await expect(page.getByRole('row').filter({ hasText: 'orders' }).getByRole('gridcell').nth(2)).toHaveText('1')
})

test('where the port is taken another one is used, and said', async ({ page, localPort }) => {
  const other = createServer().listen(localPort, '127.0.0.1')
  await once(other, 'listening')
  try {
    const bootstrapServers = await startLocalCluster(page)

    expect(bootstrapServers).not.toBe(`127.0.0.1:${localPort}`)
    await expect(page.getByText(`Port ${localPort} was taken by another program`)).toBeVisible()
    await keepScreenshots(page, 'port-taken')
    const admin = kafkaClient(bootstrapServers).admin()
    await admin.connect()
    expect((await admin.describeCluster()).brokers).toHaveLength(1)
    await admin.disconnect()
  } finally {
    other.close()
  }
})

test('wiping asks first, says what is lost, and leaves an empty cluster', async ({ page }) => {
  await startLocalCluster(page)
  await createTopic(page, 'orders', 3)
  await brokerProcess(page)
  await page.getByRole('button', { name: 'Wipe data', exact: true }).click()
  const question = page.getByRole('dialog', { name: 'Remove all data of the local cluster?' })
  await expect(question).toContainText('1 topic with 3 partitions')
  await keepScreenshots(page, 'wipe')

  await question.getByRole('button', { name: 'Cancel', exact: true }).click()
  await openArea(page, 'Topics')
  await expect(page.getByRole('link', { name: 'orders', exact: true })).toBeVisible()

  await brokerProcess(page)
  await page.getByRole('button', { name: 'Wipe data', exact: true }).click()
  await question.getByRole('button', { name: 'Wipe data', exact: true }).click()
  await page.getByRole('button', { name: 'Start local cluster', exact: true }).click()
  await openArea(page, 'Topics')
  await expect(page.getByText('No topics yet')).toBeVisible()
})

test('stopping and restarting are a click each', async ({ page }) => {
  await startLocalCluster(page)
  const first = await brokerProcess(page)
  await page.getByRole('button', { name: 'Restart', exact: true }).click()
  await expect(page.getByText(/^process \d+$/)).not.toHaveText(`process ${first}`)
  await expect.poll(() => isAlive(first)).toBe(false)
  const second = await brokerProcess(page)

  await page.getByRole('button', { name: 'Stop local cluster', exact: true }).click()

  await expect(page.getByRole('button', { name: 'Start local cluster', exact: true })).toBeVisible()
  await expect.poll(() => isAlive(second)).toBe(false)
  await keepScreenshots(page, 'stopped')
})

test('a console that is killed leaves no broker behind', async ({ brokkr }) => {
  await startLocalCluster(brokkr.page)
  const broker = await brokerProcess(brokkr.page)
  expect(isAlive(broker)).toBe(true)

  await brokkr.kill()

  await expect.poll(() => isAlive(broker)).toBe(false)
})

test('an empty cluster offers sample data, which can be looked at in every way', async ({ page }) => {
  await startLocalCluster(page)
  await expect(page.getByRole('heading', { name: 'Something to look at' })).toBeVisible()
  await inspect(page, 'sample-data')
  await openArea(page, 'Topics')
  await page.getByRole('button', { name: 'Load sample data', exact: true }).click()
  const topics = page.getByRole('grid', { name: 'Topics' })
  await expect(topics.getByRole('link')).toHaveText(['sample-customers', 'sample-orders', 'sample-payments'])
  await topics.getByRole('link', { name: 'sample-payments' }).click()
  await expect(page.getByRole('grid', { name: 'Messages' }).getByText('"method":"CARD"').first()).toBeVisible()
  await openArea(page, 'Consumer groups')
  await page.getByRole('link', { name: 'sample-billing', exact: true }).click()
  await expect(page.getByText(/^lag [1-9]\d*\s/)).toBeVisible()
})
