"""What a browser is told to allow."""

# What a page may do unless it says otherwise: show our style and our pictures, and send forms to us.
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)

# The same for a page where the web chat runs. Its caller adds who may show the page in a frame.
WITH_WIDGET = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
