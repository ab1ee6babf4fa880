import { expect, test } from 'vitest'
import { saslAuthenticate } from '../../../broker/protocol/messages/sasl-authenticate.ts'
import { saslHandshake } from '../../../broker/protocol/messages/sasl-handshake.ts'
import { BrokerPool } from '../../../src-main/kafka/broker-pool.ts'
import { CannotConnectError } from '../../../src-main/kafka/kafka-errors.ts'
import { defaultConnectionOptions } from '../../../src-main/kafka/wire-connection.ts'
import { answer, startFakeBroker } from '../../support/fake-broker.ts'
import { freePort } from '../../support/free-port.ts'

test('a connection is opened once for all who want it, and anew when it has ended', async () => {
  await using broker = await startFakeBroker()
  const pool = new BrokerPool(defaultConnectionOptions)
  const [first, second] = await Promise.all([pool.connect(broker, 'requests'), pool.connect(broker, 'requests')])
  expect(second).toBe(first)
  expect(await pool.connect(broker, 'fetching')).not.toBe(first)
  const lost = new Promise<void>((resolve) => pool.onLoss(resolve))
  broker.dropConnections()
  await Promise.all([lost, first.closed])
  expect((await pool.connect(broker, 'requests')).isOpen).toBe(true)
  pool.close()
})

test('a broker that was down can be reached when it is back, however often it was tried meanwhile', async () => {
  const port = await freePort()
  const address = { host: '127.0.0.1', port }
  const pool = new BrokerPool(defaultConnectionOptions)
  const failures: unknown[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    failures.push(await pool.connect(address, 'requests').catch((error: unknown) => error))
  }
  expect(failures[0]).toBeInstanceOf(CannotConnectError)
  // Within the back-off nobody asks the broker again: it is the same error.
  expect(failures[2]).toBe(failures[0])
  await using broker = await startFakeBroker({ port })
  pool.forgetFailures()
  expect((await pool.connect(broker, 'requests')).isOpen).toBe(true)
  pool.close()
})

test('a password that was refused is not tried again by every request, until somebody asks for it', async () => {
  await using broker = await startFakeBroker({
    answers: [
      answer(saslHandshake, () => ({ errorCode: 0, mechanisms: ['PLAIN'] })),
      answer(saslAuthenticate, () => ({ errorCode: 58, errorMessage: 'Wrong.', authBytes: Buffer.of() })),
    ],
  })
  const sasl = { mechanism: 'PLAIN', username: 'alice', password: 'x' } as const
  const pool = new BrokerPool({ ...defaultConnectionOptions, sasl })
  for (let attempt = 0; attempt < 3; attempt++) {
    await expect(pool.connect(broker, 'requests')).rejects.toThrow('Wrong.')
  }
  expect(broker.connectionCount).toBe(1)
  pool.forgetFailures()
  await expect(pool.connect(broker, 'requests')).rejects.toThrow('Wrong.')
  expect(broker.connectionCount).toBe(2)
  pool.close()
})
