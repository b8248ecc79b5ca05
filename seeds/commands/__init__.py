"""One module for each word of the command line: `add_arguments(parser)` and `run(given, environ)`, its exit status."""
