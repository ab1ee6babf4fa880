import { parentPort, workerData } from 'node:worker_threads'
import { language, setLanguage } from '../api/languages/language.ts'
import { answerCalls } from './answer-calls.ts'
import type { CallMessage, Methods } from './calls.ts'

/** Makes this thread answer the calls of the one that has started it, in the language of that moment. */
export function answerAsThread(methods: Methods): void {
  const port = parentPort
  if (port === null) throw new Error('This is started by data-worker.ts.')
  setLanguage(language.parse(workerData))
  answerCalls(
    {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (message: CallMessage) => listener(message)),
    },
    methods,
  )
}
