import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../support/run-command.ts'

/** Copies a Maven artifact, `group:artifact:version`, and everything it runs with, into the folder. */
export async function copyJars(coordinates: readonly string[], folder: string): Promise<void> {
  const pom = join(folder, 'pom.xml')
  await mkdir(folder, { recursive: true })
  await writeFile(pom, pomOf(coordinates))
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
  const options = ['-DincludeScope=runtime', `-DoutputDirectory=${folder}`]
  await runCommand('mvn', ['--batch-mode', '--quiet', '--file', pom, goal, ...options], { timeoutMs: 600_000 })
}

function pomOf(coordinates: readonly string[]): string {
  const dependencies = coordinates.map((each) => {
    const [group, artifact, version] = each.split(':')
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`
  })
  return `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>brokkr</groupId>
  <artifactId>suites</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>${dependencies.join('\n')}</dependencies>
</project>
`
}
