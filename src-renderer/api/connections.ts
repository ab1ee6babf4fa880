import { connection, type Connection } from '../../src-main/api/connections.ts'

export type {
  ClusterColour,
  ClusterMarks,
  Connection,
  KeyStore,
  LoginMechanism,
  LoginSettings,
  SecretName,
  Secrets,
  TestStep,
} from '../../src-main/api/connections.ts'
export { clusterColour, noMarks } from '../../src-main/api/connections.ts'

/** What the contract finds wrong with a connection, by the path of the field: `security.login.username`. */
export function issuesOfConnection(candidate: Connection): ReadonlyMap<string, string> {
  const issues = connection.safeParse(candidate).error?.issues ?? []
  return new Map(issues.map(({ path, message }) => [path.join('.'), message]))
}
