# Certificates.

problem-certificate-ended = This certificate was revoked or replaced already.
