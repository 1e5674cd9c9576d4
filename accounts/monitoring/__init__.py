"""What an operator watches: the log's request ids, security events, outages and the worker's heartbeat."""
