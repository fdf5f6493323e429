"""All that changes something: a registry begun, requests signed, a proposal built or handed in, hooks put in place."""
