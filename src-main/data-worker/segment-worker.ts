import { answerAsThread } from './answer-as-thread.ts'
import { segmentMethods } from './segment-methods.ts'

// The thread that reads log directories. It has a program of its own, without the decoders and filters of messages: those take most of
// the time in which a thread starts, and whoever opens a segment waits for it.

answerAsThread(segmentMethods())
