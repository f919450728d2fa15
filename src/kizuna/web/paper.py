"""What a page that stands alone wears: no other file is opened, on a screen or on paper."""

STYLE = (
    "body{max-width:44rem;margin:1rem auto;padding:0 1rem;font:1.05rem/1.5 system-ui,sans-serif;"
    "color:#1a1a1a;background:#fff;overflow-wrap:anywhere}"
    "h1{line-height:1.2}"
    "h2{margin-block-start:2rem;border-block-end:2px solid}"
    "dl{margin:0 0 1rem;padding-inline-start:.75rem;border-inline-start:3px solid #999}"
    "dl div{display:block;margin-block-end:.35rem}"
    "dt{font-weight:600}"
    "dd{margin:0}"
    "@media print {body{max-width:none;margin:0}"
    "dl{break-inside:avoid-page}"
    "}"
)
