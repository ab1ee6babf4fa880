import { parentPort, workerData } from 'node:worker_threads'
import { language, setLanguage } from '../api/languages/language.ts'
import { answerCalls } from './answer-calls.ts'
import type { CallMessage } from './calls.ts'
import { dataMethods } from './data-methods.ts'

// The thread that reads, searches and decodes: neither what draws nor what serves it waits for megabytes to be gone over.

const port = parentPort
if (port === null) throw new Error('This is started by data-worker.ts.')

setLanguage(language.parse(workerData))
answerCalls(
  {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', (message: CallMessage) => listener(message)),
  },
  dataMethods(),
)
