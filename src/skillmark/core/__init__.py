"""The credential library: values and bytes in, values and bytes out.

Pure by contract: no network, clock, randomness, environment or logging, and nothing of the web
framework. Whatever of these a function needs, it takes as an argument.
"""
