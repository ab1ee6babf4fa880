import { parentPort } from 'node:worker_threads'
import { answerCalls } from './answer-calls.ts'
import type { CallMessage } from './calls.ts'
import { dataMethods } from './data-methods.ts'

// The thread that reads, searches and decodes: neither what draws nor what serves it waits for megabytes to be gone over.

const port = parentPort
if (port === null) throw new Error('This is started by data-worker.ts.')

answerCalls(
  {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', (message: CallMessage) => listener(message)),
  },
  dataMethods(),
)
