"""Whether the site is well: probes, readiness, and the checks before a deployment."""
