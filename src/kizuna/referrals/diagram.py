"""Draws the pathway for docs/methods/referral-pathway.md, so that the page cannot lie."""

import re

from kizuna.referrals.pathway import REASONS, START, STATES, STEPS

_BLOCK = re.compile(r"(<!-- drawn from pathway\.py -->\n).*?(<!-- end -->)", re.DOTALL)


def _who(by: frozenset[str]) -> str:
    return "either" if len(by) > 1 else next(iter(by))


def mermaid() -> str:
    """The states and steps as a Mermaid state diagram; steps into entered-in-error are said, not drawn."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.code}" as {state.code.replace("-", "_")}' for state in STATES]
    drawn = [step for step in STEPS if step.after != "entered-in-error"]
    for step in drawn:
        before = "[*]" if step.before == START else step.before.replace("-", "_")
        lines.append(f"    {before} --> {step.after.replace('-', '_')}: {_who(step.by)}")
    final = [state.code for state in STATES if not any(s.before == state.code for s in drawn)]
    lines += [f"    {code.replace('-', '_')} --> [*]" for code in final]
    return "\n".join(lines)


def tables() -> str:
    """The same as two tables: states, and reasons."""
    rows = [
        "| state | who sets it | what the link worker reads | from | reason |",
        "|---|---|---|---|---|",
    ]
    for state in STATES:
        before = ", ".join(step.before or "(start)" for step in STEPS if step.after == state.code)
        reason = "required" if state.needs_reason else ""
        rows.append(f"| {state.code} | {_who(state.by)} | {state.worker} | {before} | {reason} |")
    rows += ["", "| reason | in words | offered for |", "|---|---|---|"]
    rows += [f"| {r.code} | {r.label} | {', '.join(sorted(r.states))} |" for r in REASONS]
    return "\n".join(rows)


def redraw(page: str) -> str:
    """The page with its drawn part made new from the table."""
    drawn = f"```mermaid\n{mermaid()}\n```\n\n{tables()}\n"
    return _BLOCK.sub(lambda found: f"{found[1]}{drawn}{found[2]}", page)
