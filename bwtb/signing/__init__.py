"""Sign-offs: records, signatures, the keyring, and the judge that reads them from history."""
