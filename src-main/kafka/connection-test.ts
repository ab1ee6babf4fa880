import type { TestStep } from '../api/connections.ts'
import type { ConnectionSecurity } from '../connections/connection-security.ts'
import { texts } from '../languages/texts.ts'
import { formatAddress, parseBootstrapServers, type BrokerAddress } from './broker-address.ts'
import type { BrokerMetadata, ClusterMetadata } from './cluster-metadata.ts'
import { askMetadata, probeLogin, probeMetadata, probeVersions, type Probed } from './kafka-probes.ts'
import { explainError } from './kafka-errors.ts'
import { failed, passed, probeName, probeTcp, skipped, type Outcome } from './network-probes.ts'
import { probeTls } from './tls-probe.ts'

export interface TestedConnection {
  readonly bootstrapServers: string
  readonly security: ConnectionSecurity
  /** How long each step may take. */
  readonly patienceMs?: number
}

const defaultPatienceMs = 8000
const listenersAtOnce = 8

type Kind = TestStep['kind']

/**
 * Walks a connection step by step: for each bootstrap server its name, the way to it and its certificate; for the first of those reached
 * that speaks Kafka the login, the versions and the metadata; and for each broker whether it can be reached where the cluster says that it is.
 * A step that cannot be tried is told as skipped.
 */
export async function* testConnection(tested: TestedConnection): AsyncGenerator<TestStep, void, undefined> {
  const { security, patienceMs = defaultPatienceMs } = tested
  const reached: Probed[] = []
  for (const to of parseBootstrapServers(tested.bootstrapServers)) {
    const probed = { to, security, patienceMs }
    const isReached = yield* testAddress(probed)
    if (isReached) reached.push(probed)
  }
  const [probed, metadata] = yield* testCluster(reached, tested.bootstrapServers)
  if (metadata === null || probed === null) {
    yield stepOf('listener', texts.connections.test.everyBroker, notTried())
    return
  }
  for (let from = 0; from < metadata.brokers.length; from += listenersAtOnce) {
    const some = metadata.brokers.slice(from, from + listenersAtOnce)
    const steps = some.map((broker) => testListener({ ...probed, to: broker }, broker, metadata))
    for (const step of steps) yield await step
  }
}

/** Name, TCP and TLS of one address; gives whether all of them passed. */
async function* testAddress(probed: Probed): AsyncGenerator<TestStep, boolean, undefined> {
  const target = formatAddress(probed.to)
  let isFine = true
  for (const [kind, probe] of networkProbes(probed)) {
    const step = stepOf(kind, target, isFine ? await timed(probe) : notTried())
    yield step
    if (step.result === 'failed') isFine = false
  }
  return isFine
}

function networkProbes({ to, security, patienceMs }: Probed): [Kind, () => Promise<Outcome>][] {
  const { tls } = security
  return [
    ['name', () => probeName(to, patienceMs)],
    ['tcp', () => probeTcp(to, patienceMs)],
    ['tls', async () => (tls === null ? skipped(texts.connections.test.notEncrypted) : probeTls(to, tls, patienceMs))],
  ]
}

/** Login, versions and metadata; gives what the cluster says of itself. */
async function* testCluster(
  reached: readonly Probed[],
  bootstrapServers: string,
): AsyncGenerator<TestStep, [Probed | null, ClusterMetadata | null], undefined> {
  const left = notTried()
  // Versions are asked for before anybody logs in.
  const { probed, versions } = yield* firstThatSpeaks(reached)
  const target = probed === null ? bootstrapServers : formatAddress(probed.to)
  const speaks = versions.outcome.result === 'passed'
  const login = probed === null || !speaks ? left : await timed(() => probeLogin(probed))
  yield stepOf('sasl', target, login)
  yield stepOf('versions', target, versions)
  if (probed === null || !speaks || login.outcome.result === 'failed') {
    yield stepOf('metadata', target, left)
    return [probed, null]
  }
  const startedAt = performance.now()
  const { outcome, metadata } = await probeMetadata(probed)
  yield stepOf('metadata', target, { outcome, durationMs: performance.now() - startedAt })
  return [probed, metadata]
}

/** The first address where somebody speaks Kafka, or the last one; those that do not are told of. */
async function* firstThatSpeaks(
  reached: readonly Probed[],
): AsyncGenerator<TestStep, { readonly probed: Probed | null; readonly versions: Timed }, undefined> {
  for (const [index, probed] of reached.entries()) {
    const versions = await timed(() => probeVersions(probed))
    if (versions.outcome.result === 'passed' || index === reached.length - 1) return { probed, versions }
    yield stepOf('versions', formatAddress(probed.to), versions)
  }
  return { probed: null, versions: notTried() }
}

type ClusterFacts = Pick<ClusterMetadata, 'kafkaClusterId'>

/** One broker where the cluster says that it is: name, TCP, TLS and login, and that it is the same cluster. */
async function testListener(probed: Probed, { nodeId }: BrokerMetadata, cluster: ClusterFacts): Promise<TestStep> {
  const address = formatAddress(probed.to)
  const timedOutcome = await timed(() => listenerOutcome(probed, nodeId, cluster))
  return stepOf('listener', texts.connections.test.brokerAt(nodeId, address), timedOutcome)
}

async function listenerOutcome(probed: Probed, nodeId: number, { kafkaClusterId }: ClusterFacts): Promise<Outcome> {
  const { to } = probed
  const fail = (why: string, remedy = advertisedRemedy(to)) =>
    failed(texts.connections.test.advertises(nodeId, formatAddress(to), why), remedy)
  for (const [kind, probe] of networkProbes(probed)) {
    const { result, detail, remedy } = await probe()
    // A certificate is no question of the address.
    if (result === 'failed') return kind === 'tls' && remedy !== null ? fail(detail, remedy) : fail(detail)
  }
  try {
    const found = await askMetadata(probed)
    if (found.kafkaClusterId === kafkaClusterId) return passed(texts.connections.test.reachable)
    return fail(texts.connections.test.otherCluster(found.kafkaClusterId ?? texts.connections.test.withoutId))
  } catch (error) {
    return fail(explainError(error))
  }
}

function advertisedRemedy(to: BrokerAddress): string {
  const words = texts.connections.test
  const isOwn = /^(?:localhost|127\.|\[?::1)/.test(to.host)
  const remedy = words.advertisedRemedy(formatAddress(to))
  return isOwn ? `${remedy} ${words.ownMachine(to.host)}` : remedy
}

interface Timed {
  readonly outcome: Outcome
  readonly durationMs: number
}

async function timed(probe: () => Promise<Outcome>): Promise<Timed> {
  const startedAt = performance.now()
  const outcome = await probe()
  return { outcome, durationMs: performance.now() - startedAt }
}

function stepOf(kind: Kind, target: string, { outcome, durationMs }: Timed): TestStep {
  return { kind, target, ...outcome, durationMs: Math.round(durationMs) }
}

function notTried(): Timed {
  return { outcome: skipped(texts.connections.test.notTried), durationMs: 0 }
}
