"""Benchmarks: what a request costs against the raw limit, both measured in the same run. Never a timed test."""
