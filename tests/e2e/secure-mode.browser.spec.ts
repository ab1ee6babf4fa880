import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import kafkajs from 'kafkajs'
import { runCommand } from '../support/run-command.ts'
import { isMissing } from '../support/system-requirements.ts'
import { createTopic, openTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { keepScreenshots } from './console/screenshots.ts'

async function setSecureMode(page: Page, isOn: boolean): Promise<void> {
  const control = page.getByRole('switch', { name: 'Secure mode', exact: true })
  await expect(control).toBeChecked({ checked: !isOn })
  await control.click()
  await expect(page.getByRole('table', { name: 'Users' })).toHaveCount(isOn ? 1 : 0)
  await expect(page.getByRole('heading', { name: 'Local cluster' })).toBeVisible()
  await expect(control).toBeChecked({ checked: isOn })
}

/** The program or file that a tab shows. */
async function snippet(page: Page, client: string): Promise<string> {
  await page.getByRole('tab', { name: client, exact: true }).click()
  return page.getByRole('tabpanel', { name: client }).locator('pre').innerText()
}

test('one switch secures the local cluster, and what the screen shows is enough to use it', async ({
  page,
  dataDirectory,
}) => {
  test.slow()
  const address = await startLocalCluster(page)
  await createTopic(page, 'quickstart-events', 1)
  await page.getByRole('link', { name: 'Local cluster' }).first().click()
  await setSecureMode(page, true)
  await keepScreenshots(page, 'secure-mode')
  expect((await new AxeBuilder({ page }).exclude('.mantine-Notification-root').analyze()).violations).toEqual([])

  const row = page.getByRole('table', { name: 'Users' }).getByRole('row').filter({ hasText: /^app/ })
  const password = (await row.getByRole('cell').nth(1).innerText()).trim()
  const java = await snippet(page, 'Java')
  expect(java).toContain(`username="app" password="${password}"`)
  const caPath = /truststore\.location=(.+)/.exec(java)?.[1] ?? ''
  const kafka = new kafkajs.Kafka({
    brokers: [address],
    logLevel: kafkajs.logLevel.NOTHING,
    ssl: { ca: await readFile(caPath, 'utf8') },
    sasl: { mechanism: 'scram-sha-512', username: 'app', password },
  })
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: 'quickstart-events', messages: [{ value: 'by a user' }] })
  await producer.disconnect()
  const open = new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 0 } })
  await expect(open.admin().connect()).rejects.toThrow()

  if (!isMissing('kcat')) {
    const text = await snippet(page, 'kcat')
    const configuration = join(dataDirectory, 'kcat.conf')
    await writeFile(configuration, text.slice(0, text.indexOf('# then')))
    const read = ['-F', configuration, '-C', '-t', 'quickstart-events', '-o', 'beginning', '-e', '-q']
    expect(await runCommand('kcat', read)).toBe('by a user\n')
  }

  await openTopic(page, 'quickstart-events')
  await expect(page.getByText('by a user')).toBeVisible()
  await page.getByRole('link', { name: 'Local cluster' }).first().click()
  await setSecureMode(page, false)
  const again = open.admin()
  await again.connect()
  expect(await again.listTopics()).toEqual(['quickstart-events'])
  await again.disconnect()
})
