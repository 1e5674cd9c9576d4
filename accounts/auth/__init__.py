"""Log-in: forms, back ends, providers, second factors, suspension and session expiry."""
