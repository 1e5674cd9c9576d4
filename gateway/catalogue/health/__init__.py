"""Whether the site is healthy: probes, readiness, and the checks before a deployment."""
