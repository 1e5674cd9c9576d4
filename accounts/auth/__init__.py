"""Log-in: forms, back ends, providers, second factors, suspension and the end of sessions."""
