"""The pack for works council and data-protection officer: what holds here, drawn from code and settings in force.

`content` is its shape and its fingerprint, `in_force` what it says at this moment, `changes` what differs between two,
`paper` the PDF. What each part says is in `organization/` and `program/`.
"""
