import { answerAsThread } from './answer-as-thread.ts'
import { dataMethods } from './data-methods.ts'

// The thread that reads, searches and decodes: neither what draws nor what serves it waits for megabytes to be gone over.

answerAsThread(dataMethods())
