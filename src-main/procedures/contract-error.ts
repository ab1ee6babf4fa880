import { ORPCError } from '@orpc/server'
import { z } from 'zod'
import { problems, type Problem, type ProblemCode } from '../api/problem.ts'
import { LocalClusterError } from '../broker-process/cluster-problem.ts'
import { ConnectionError } from '../connections/connection-error.ts'
import { RemoteError } from '../data-worker/calls.ts'
import { KafkaClientError } from '../kafka/kafka-errors.ts'
import { BackupRefusedError } from '../segments/back-up-directory.ts'
import { NoDataDirectoryError } from '../segments/data-directory.ts'
import { texts } from '../languages/texts.ts'
import { ProblemError } from './problem-error.ts'

/** The one place where errors of our modules become errors of the contract. */
export function contractErrorOf(error: unknown): ORPCError<ProblemCode, Problem> {
  const isForUser = [ProblemError, ConnectionError, LocalClusterError, KafkaClientError, RemoteError].some(
    (kind) => error instanceof kind,
  )
  if (isForUser) return withProblem(error as RemoteError, error)
  if (error instanceof NoDataDirectoryError) return noDataDirectory(error)
  if (error instanceof BackupRefusedError) return noBackup(error)
  if (error instanceof ORPCError) return ofContractItself(error as ORPCError<string, unknown>)
  const why = error instanceof Error ? error.message : String(error)
  const problem = {
    what: texts.procedures.failed.what,
    why,
    remedy: texts.procedures.failed.tryAgain,
  }
  return withProblem({ code: 'FAILED', problem }, error)
}

function withProblem({ code, problem }: { code: ProblemCode; problem: Problem }, cause: unknown) {
  const message = `${problem.what} ${problem.why}`
  return new ORPCError(code, { status: problems[code].status, message, data: problem, cause })
}

const issuesOfInput = z.object({
  issues: z.array(z.object({ message: z.string(), path: z.array(z.unknown()).optional() })),
})

/** The framework refuses what does not fit the contract, before or after the procedure. */
function ofContractItself(error: ORPCError<string, unknown>): ORPCError<ProblemCode, Problem> {
  const parsed = issuesOfInput.safeParse(error.data)
  const [issue] = parsed.success ? parsed.data.issues : []
  if (error.code !== 'BAD_REQUEST' || issue === undefined) {
    const problem = {
      what: texts.procedures.failed.what,
      why: error.message,
      remedy: texts.procedures.failed.report,
    }
    return withProblem({ code: 'FAILED', problem }, error.cause ?? error)
  }
  const field = (issue.path ?? []).map(String).join('.')
  const why = field === '' ? issue.message : `${issue.message} (${field})`
  const problem = { what: texts.procedures.badInput.what, why, remedy: texts.procedures.badInput.remedy }
  return withProblem({ code: 'REJECTED', problem }, error)
}

function noDataDirectory(error: NoDataDirectoryError): ORPCError<ProblemCode, Problem> {
  const { notOpened: what, chooseLogDirectory: remedy } = texts.procedures.directory
  return withProblem({ code: 'REJECTED', problem: { what, why: error.message, remedy } }, error)
}

function noBackup(error: BackupRefusedError): ORPCError<ProblemCode, Problem> {
  const { message: why, remedy } = error
  return withProblem({ code: 'REJECTED', problem: { what: texts.procedures.noBackup, why, remedy } }, error)
}
