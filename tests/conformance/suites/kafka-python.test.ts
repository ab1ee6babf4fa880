import { judge } from '../../suites/judge.ts'

judge('kafka-python', ['pythonEnvironments'])
judge('kafka-python-2.0.2', ['pythonEnvironments', 'debianArchive'])
