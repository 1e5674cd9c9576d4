"""What operators watch: request ids in the log, security events, outages and worker heartbeats."""
