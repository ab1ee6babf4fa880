import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { findDesktopRuntime, sandboxFlags } from '../../scripts/desktop-runtime.ts'
import { noMarks, plaintext } from '../../src-main/api/connections.ts'
import { startProgram } from '../support/program.ts'
import { test } from './console/console.ts'

const ROOT = join(import.meta.dirname, '../..')

test('a file of exported connections that the system opens offers to import them', async ({ page, dataDirectory }) => {
  const path = join(dataDirectory, 'team.brokkr')
  const connections = [
    { name: 'Payments', bootstrapServers: 'kafka.invalid:9092', security: plaintext, marks: noMarks },
  ]
  await writeFile(path, JSON.stringify({ format: 'brokkr-connections', version: 1, connections, secrets: null }))
  // As the system does it: the app is started once more, with the file, and leaves it to the one that runs.
  const { executable = '' } = await findDesktopRuntime()
  await using second = await startProgram(executable, [...sandboxFlags(), ROOT, '--data', dataDirectory, path])
  expect((await second.ended).code).toBe(0)
  const dialog = page.getByRole('dialog', { name: 'Import connections' })
  await expect(dialog).toContainText('Payments')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('link', { name: /Payments/ })).toBeVisible()
})
