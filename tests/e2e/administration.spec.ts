import { expect, type Locator, type Page } from '@playwright/test'
import { startBroker } from '../support/start-broker.ts'
import { inspect } from './console/accessibility.ts'
import { createTopic, openTab, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'
import { kafkaClient } from './console/kafka-client.ts'
import { keepScreenshots } from './console/screenshots.ts'

const wide = { width: 1280, height: 800 }
const small = { width: 800, height: 600 }

function rows(page: Page, grid: string): Locator {
  return page.getByRole('grid', { name: grid, exact: true }).locator('[role=row][data-row-index]')
}

async function openPlace(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
}

async function openPart(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click()
  await expect(page.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true')
}

test('a topic is cloned, emptied and made again, and the journal tells of all of it', async ({ page, brokkr }) => {
  await brokkr.setSize(wide)
  const kafka = kafkaClient(await startLocalCluster(page))
  await createTopic(page, 'orders', 2)
  const producer = kafka.producer()
  await producer.connect()
  const messages = ['one', 'two', 'three', 'four'].map((value) => ({ value, partition: 0 }))
  await producer.send({ topic: 'orders', messages })
  await producer.disconnect()
  const admin = kafka.admin()
  await admin.connect()
  await admin.setOffsets({ groupId: 'billing', topic: 'orders', partitions: [{ partition: 0, offset: '1' }] })
  await admin.disconnect()

  await test.step('messages up to an offset go, and it is shown before which', async () => {
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Delete messages' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete messages of orders' })
    await dialog.getByText('Up to an offset', { exact: true }).click()
    await dialog.getByLabel('First offset that stays').fill('3')
    await expect(rows(page, 'What goes in each partition').nth(1)).toContainText('that offset is after the end')
    await expect(dialog).toContainText('billing')
    await expect(dialog).toContainText('has not read 2 messages')
    await inspect(page, 'purge')
    await dialog.getByRole('button', { name: 'Delete 3 messages', exact: true }).click()
    await expect(page.getByText('3 messages of orders were deleted.')).toBeVisible()
    await openTab(page, 'Partitions')
    await expect(rows(page, 'Partitions of the topic').first()).toContainText('34') // start 3, end 4
  })

  await test.step('a clone has the same partitions', async () => {
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Clone' }).click()
    await page.getByLabel('Name of the new topic', { exact: true }).fill('orders-2')
    await page.getByRole('dialog').getByRole('button', { name: 'Clone', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'orders-2', exact: true })).toBeVisible()
    await expect(page.getByText(/^2 partitions/)).toBeVisible()
  })

  await test.step('the first one is made again, empty, when its name was typed', async () => {
    await openPlace(page, 'Topics')
    await expect(page.getByRole('grid', { name: 'Topics' })).toContainText('Last message')
    await keepScreenshots(page, 'topics-figures')
    await page.getByRole('link', { name: 'orders', exact: true }).click()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Recreate' }).click()
    const dialog = page.getByRole('dialog', { name: 'Recreate orders?' })
    await expect(dialog).toContainText('billing')
    await inspect(page, 'recreate')
    await dialog.getByLabel('Type orders to confirm').fill('orders')
    await dialog.getByRole('button', { name: 'Recreate', exact: true }).click()
    await expect(page.getByText('orders was made again and is empty.')).toBeVisible()
  })

  await test.step('the journal has it, and finds it', async () => {
    await openPlace(page, 'Journal')
    const entries = rows(page, 'Journal')
    await expect(entries).toHaveCount(4)
    await page.getByLabel('Search the journal').fill('recreate')
    await expect(entries).toHaveCount(1)
    await entries.first().click()
    await expect(page.getByRole('complementary', { name: 'The change' })).toContainText('"partitions"')
    await inspect(page, 'journal')
    await brokkr.setSize(small)
    await keepScreenshots(page, 'journal-small')
    await brokkr.setSize(wide)
  })
})

const guarded = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:ANONYMOUS',
}

test('who may do what is said in sentences; users, quotas, brokers and transactions have their place', async ({
  page,
  brokkr,
}) => {
  test.slow()
  await brokkr.setSize(wide)
  await using broker = await startBroker({ config: guarded })
  await page.getByRole('button', { name: 'Connect to a cluster', exact: true }).click()
  await page.getByLabel('Bootstrap servers', { exact: true }).fill(broker.bootstrapServers)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText('Brokers up')).toBeVisible()

  await test.step('an ACL says what it grants, and what a user may do follows from it', async () => {
    await openPlace(page, 'Access control')
    await page.getByRole('button', { name: 'Create ACL', exact: true }).click()
    await page.getByLabel('Principal', { exact: true }).fill('User:alice')
    await page.getByLabel('Name', { exact: true }).fill('orders')
    const sentence = 'User:alice may read topic orders from any host'
    await expect(page.getByRole('dialog')).toContainText(sentence)
    await inspect(page, 'create-acl')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await expect(rows(page, 'ACLs')).toHaveCount(1)
    await expect(rows(page, 'ACLs').first()).toContainText(sentence)
    await inspect(page, 'acls')
    await openPart(page, 'What a user may do')
    await page.getByRole('combobox', { name: 'User', exact: true }).fill('User:alice')
    await page.keyboard.press('Escape')
    const rights = page.getByRole('region', { name: 'topic orders' })
    await expect(rights.getByRole('row', { name: /^Read/ })).toContainText('allowed')
    await expect(rights.getByRole('row', { name: /^Describe / })).toContainText('allowed')
    await expect(rights.getByRole('row', { name: /^Write/ })).toContainText('not allowed')
    await inspect(page, 'rights')
    await brokkr.setSize(small)
    await keepScreenshots(page, 'rights-small')
    await brokkr.setSize(wide)
  })

  await test.step('a user is made and deleted, a quota set', async () => {
    await openPart(page, 'Users')
    await page.getByRole('button', { name: 'Create user', exact: true }).click()
    await page.getByLabel('User name', { exact: true }).fill('alice')
    await page.getByLabel('Password', { exact: true }).fill('a secret')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await expect(rows(page, 'Users').first()).toContainText(
      'alice may log in with a password by SCRAM-SHA-256 and SCRAM-SHA-512.',
    )
    await inspect(page, 'users')
    await page.getByRole('button', { name: 'Delete user alice', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByText('There are no users with a password')).toBeVisible()
    await openPart(page, 'Quotas')
    await page.getByRole('button', { name: 'Create quota', exact: true }).click()
    await page.getByLabel('Write, bytes a second', { exact: true }).fill('1048576')
    await inspect(page, 'create-quota')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await expect(rows(page, 'Quotas').first()).toContainText('may write 1.0 MiB a second to each broker.')
    await inspect(page, 'quotas')
  })

  await test.step('a broker’s setting, its disks, the quorum and the features', async () => {
    await openPlace(page, 'Brokers')
    await page.getByLabel('Search settings').fill('log.retention.ms')
    await page.getByRole('gridcell', { name: 'log.retention.ms', exact: true }).click()
    await page.getByLabel('New value', { exact: true }).fill('3600000')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('log.retention.ms was set.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Take this value away', exact: true })).toBeVisible()
    await inspect(page, 'broker-setting')
    for (const [part, grid] of [
      ['Quorum', 'Metadata quorum'],
      ['Features', 'Features'],
    ] as const) {
      await openPart(page, part)
      await expect(rows(page, grid).first()).toBeVisible()
      await inspect(page, `brokers-${part.toLowerCase()}`)
    }
    await openPart(page, 'Log directories')
    await expect(page.getByRole('group', { name: /^Log directories of/ })).toContainText(broker.dataDirectory)
    await inspect(page, 'brokers-directories')
  })

  await test.step('a transaction that is open is shown and aborted', async () => {
    const kafka = kafkaClient(broker.bootstrapServers)
    const admin = kafka.admin()
    await admin.connect()
    await admin.createTopics({ topics: [{ topic: 'ledger', numPartitions: 1 }] })
    await admin.disconnect()
    const producer = kafka.producer({
      transactionalId: 'billing',
      maxInFlightRequests: 1,
      idempotent: true,
      transactionTimeout: 600_000,
    })
    await producer.connect()
    const open = await producer.transaction()
    await open.send({ topic: 'ledger', messages: [{ value: 'open' }] })
    await openPlace(page, 'Transactions')
    await expect(rows(page, 'Transactions').first()).toContainText('Ongoing')
    await inspect(page, 'transactional-ids')
    await openPart(page, 'Producers')
    await page.getByRole('combobox', { name: 'Topic', exact: true }).fill('ledger')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Abort what is open in ledger-0 since offset 0', exact: true }).click()
    await expect(page.getByRole('dialog')).toContainText('Its coordinator still knows this transaction')
    await inspect(page, 'abort')
    await page.getByRole('dialog').getByRole('button', { name: 'Abort', exact: true }).click()
    await expect(rows(page, 'Producers').first()).toContainText('nothing open')
    await openPart(page, 'Hanging')
    await page.getByRole('button', { name: 'Look for hanging transactions', exact: true }).click()
    await expect(page.getByText('No transaction hangs')).toBeVisible()
    await producer.disconnect()
  })
})
