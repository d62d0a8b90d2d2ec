"""The command line: issue, check, bake and lint credentials without any server.

Everything here works with the library alone. The commands of the platform join in
`skillmark.cli.platform` when Django is installed.
"""
