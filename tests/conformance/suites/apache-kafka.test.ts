import { judge } from '../../suites/judge.ts'

judge('apache-clients', ['java', 'maven'])
judge('kafka-streams', ['java', 'javaCompiler', 'maven'])
