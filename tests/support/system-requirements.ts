import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Something that tests need from the system and npm cannot bring. */
export interface Requirement {
  readonly name: string
  /** What it is for, as the tests that are skipped without it. */
  readonly purpose: string
  readonly isPresent: () => boolean
  /** Debian's packages; where releases disagree on a name, the names to try in order. */
  readonly packages: readonly (string | readonly string[])[]
  /** The command that installs it where apt-get has no such packages. */
  readonly otherwise: string
}

/** Debian's kafka packages belong to the system's own Python, whatever other Python comes first in the path. */
export const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'

const requirements = {
  chromium: {
    name: 'Chromium',
    purpose: 'the browser end-to-end tests',
    isPresent: () => chromiumExecutable() !== undefined,
    packages: ['chromium'],
    otherwise: 'npx playwright install --with-deps chromium',
  },
  xvfb: {
    name: 'Xvfb',
    purpose: 'the desktop end-to-end tests where there is no display',
    isPresent: () => process.platform !== 'linux' || Boolean(process.env.DISPLAY) || runs('xvfb-run', '--help'),
    packages: ['xvfb', 'xauth'],
    otherwise: "install your distribution's xvfb and xauth",
  },
  electronLibraries: {
    name: "Electron's libraries",
    purpose: 'the desktop end-to-end tests',
    isPresent: () =>
      process.platform !== 'linux' || hasLibraries('libgtk-3.so.0', 'libnss3.so', 'libasound.so.2', 'libgbm.so.1'),
    packages: [
      ['libgtk-3-0t64', 'libgtk-3-0'],
      'libnss3',
      ['libasound2t64', 'libasound2'],
      'libgbm1',
      'libxss1',
      'libxtst6',
      'libnotify4',
      ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
      'libdrm2',
      'libxkbcommon0',
      'libsecret-1-0',
    ],
    otherwise: "install your distribution's gtk3, nss, alsa-lib and mesa-libgbm",
  },
  fonts: {
    name: 'a font',
    purpose: 'screenshots of the end-to-end tests',
    isPresent: () =>
      process.platform !== 'linux' || existsSync('/usr/share/fonts/truetype') || runs('fc-match', 'sans'),
    packages: ['fonts-dejavu-core'],
    otherwise: "install your distribution's dejavu fonts",
  },
  openssl: {
    name: "OpenSSL's command",
    purpose: 'the tests with key stores that it writes',
    isPresent: () => runs('openssl', 'version'),
    packages: ['openssl'],
    otherwise: 'brew install openssl',
  },
  kcat: {
    name: 'kcat',
    purpose: 'its conformance tests',
    isPresent: () => runs('kcat', '-V'),
    packages: ['kcat'],
    otherwise: 'brew install kcat',
  },
  kafkaPython: {
    name: 'kafka-python',
    purpose: 'its conformance tests',
    isPresent: () => runs(PYTHON, '-c', 'import kafka'),
    packages: ['python3', 'python3-kafka'],
    otherwise: `${PYTHON} -m pip install --user kafka-python`,
  },
  confluentKafka: {
    name: 'confluent-kafka',
    purpose: 'its conformance tests',
    isPresent: () => runs(PYTHON, '-c', 'import confluent_kafka'),
    packages: ['python3', 'python3-confluent-kafka'],
    otherwise: `${PYTHON} -m pip install --user confluent-kafka`,
  },
  java: {
    name: 'a Java runtime, 17 or later',
    purpose: 'the conformance tests with Apache Kafka and its tools',
    isPresent: () => javaVersion() >= 17,
    packages: [['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'default-jre-headless']],
    otherwise: 'brew install openjdk',
  },
  maven: {
    name: 'Maven',
    purpose: 'the conformance tests with Apache Kafka and its tools',
    isPresent: () => runs('mvn', '--version'),
    packages: ['maven'],
    otherwise: 'brew install maven',
  },
  compiler: {
    name: "a C compiler with librdkafka's libraries",
    purpose: "librdkafka's own tests",
    isPresent: () =>
      runs('make', '--version') &&
      runs('g++', '--version') &&
      ['openssl/ssl.h', 'zlib.h', 'zstd.h', 'rapidjson/rapidjson.h'].every((name) =>
        existsSync(`/usr/include/${name}`),
      ),
    packages: [
      'gcc',
      'g++',
      'make',
      'libssl-dev',
      'zlib1g-dev',
      'libzstd-dev',
      'libcurl4-openssl-dev',
      'rapidjson-dev',
    ],
    otherwise: 'install a C and C++ compiler, make, and the headers of OpenSSL, zlib, zstd and RapidJSON',
  },
  javaCompiler: {
    name: 'a Java compiler, 17 or later',
    purpose: 'the conformance tests with Kafka Streams',
    isPresent: () => runs('javac', '-version'),
    packages: [['openjdk-17-jdk-headless', 'openjdk-21-jdk-headless', 'default-jdk-headless']],
    otherwise: 'brew install openjdk',
  },
  pythonEnvironments: {
    name: "Python's venv and pip",
    purpose: "kafka-python's own tests",
    isPresent: () => runs('python3', '-m', 'venv', '--help') && runs('python3', '-m', 'pip', '--version'),
    packages: ['python3-venv', 'python3-pip'],
    otherwise: 'install Python 3 with venv and pip',
  },
  debianArchive: {
    name: "Debian's archive",
    purpose: 'the tests of kafka-python 2.0.2, whose sources are kept there',
    isPresent: () => existsSync('/usr/lib/apt/apt-helper') && existsSync('/etc/debian_version'),
    packages: [],
    otherwise: 'run on Debian',
  },
} satisfies Record<string, Requirement>

export type RequirementName = keyof typeof requirements

/** Everything that some test needs from the system. */
export const REQUIREMENTS: readonly Requirement[] = Object.values(requirements)

/**
 * Whether any of these is missing: `test.skipIf(isMissing('kcat'))(…)` reports the test as skipped, where a test that
 * just returned would pass.
 */
export function isMissing(...names: RequirementName[]): boolean {
  return names.some((name) => !requirements[name].isPresent())
}

/** A Chromium or Chrome of the system's, or the one that Playwright has downloaded. */
export function chromiumExecutable(): string | undefined {
  const candidates = [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    chromium.executablePath(),
  ]
  return candidates.find((path) => path !== '' && existsSync(path))
}

function javaVersion(): number {
  const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java'
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' })
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0)
}

function hasLibraries(...names: string[]): boolean {
  try {
    const known = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' })
    return names.every((name) => known.includes(`\t${name} `))
  } catch {
    return false
  }
}

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
