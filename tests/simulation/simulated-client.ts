import { dispatch } from '../../broker/handlers/dispatch.ts'
import type { ClientConnection } from '../../broker/handlers/client-connection.ts'
import { encodeRequest } from '../../broker/protocol/request-frame.ts'
import { decodeResponse } from '../../broker/protocol/response-frame.ts'
import { anonymous } from '../../broker/security/principal.ts'
import type { KafkaClient } from '../support/kafka-connection.ts'
import type { SimulatedBroker } from './simulated-broker.ts'

/** The broker has ended the connection instead of answering. */
class ConnectionClosedError extends Error {
  override readonly name = 'ConnectionClosedError'
}

const connection: ClientConnection = {
  id: 1,
  clientHost: '/127.0.0.1',
  clientAddress: '127.0.0.1',
  listenerName: 'PLAINTEXT',
  principal: anonymous,
  sasl: null,
  clientSoftware: null,
  onEnd: () => () => {},
}

const sizeBytes = 4

/** A client whose frames take the way from the server's `dispatch` on, without a socket. */
export function clientOf(broker: SimulatedBroker): KafkaClient {
  return {
    async request(api, version, value) {
      const frame = Buffer.concat(encodeRequest(api, { version, correlationId: 1, clientId: 'simulation', value }))
      const answer = await dispatch(frame.subarray(sizeBytes), connection, broker.context)
      if (answer.kind === 'send') return decodeResponse(api, version, Buffer.concat(answer.chunks).subarray(sizeBytes))
      throw new ConnectionClosedError(answer.kind === 'close' ? answer.reason : 'no answer')
    },
  }
}
