import { expect } from '@playwright/test'
import { join } from 'node:path'
import { startProgram } from '../support/program.ts'
import { createTopic, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'

const COMMAND = join(import.meta.dirname, '../../bin/brokkr.js')

test('brokkr open shows the record in the Brokkr that runs, and a bad link says why', async ({
  page,
  brokkr,
}, info) => {
  const kafka = kafkaClient(await startLocalCluster(page))
  await createTopic(page, 'orders', 1)
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: 'orders', messages: [{ value: 'first' }, { value: 'the one that was meant' }] })
  await producer.disconnect()

  const open = (link: string) => startProgram(process.execPath, [COMMAND, 'open', link, '--data', brokkr.dataDirectory])
  await using command = await open('local/orders@0:1')
  await command.waitForLine(/^Opened in the Brokkr that runs \(process \d+\)\.$/)
  expect((await command.ended).code).toBe(0)
  // The browser host opens a tab of the user's browser, which is not this one: its address is the same for both.
  if (info.project.name === 'browser') await page.goto(page.url().replace(/#.*$/, '#/open?link=local%2Forders%400%3A1'))
  await expect(page.getByRole('complementary').getByText('the one that was meant')).toBeVisible()

  await using bad = await open('local/orders@zero')
  expect((await bad.ended).code).toBe(2)
  expect(bad.output()).toContain('Write cluster/topic@partition:offset')

  await page.goto(page.url().replace(/#.*$/, '#/open?link=nowhere%2Forders'))
  await expect(page.getByText('No cluster is called nowhere. There is Local cluster.')).toBeVisible()
})
