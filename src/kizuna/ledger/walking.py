"""A walk along the chain: each seal is computed again from its lines and from the one before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kizuna.ledger.anchor import Anchor
from kizuna.ledger.chain import START, Row, SealValue, content, linked
from kizuna.ledger.checkpoint import CheckpointValue
from kizuna.ledger.findings import Fault, Report, only_removed, what_changed

Ours = Callable[[str, str], bool]
"""Whether a signature over these words was made with a key of this site."""
UNSIGNED = "somebody else made it, or its key was taken out of KIZUNA_SECRET_KEYS"


@dataclass
class Walk:
    """The state of a walk: give it the seals in order, each with its lines, then `end` it."""

    ours: Ours
    digest: str = START
    number: int = 0
    last: int = 0
    checkpoint: CheckpointValue | None = None
    anchors: dict[int, list[Anchor]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)

    def _fault(self, kind: str, sentence: str) -> None:
        self.report.faults.append(Fault(kind, sentence))

    def take_anchors(self, anchors: Iterable[Anchor]) -> None:
        """Compare with these heads. One that this site never signed is a fault of its own."""
        for one in sorted(set(anchors), key=lambda a: (a.number, a.line)):
            if not self.ours(one.words, one.signature):
                self._fault("unsigned", f"An anchor names seal {one.number}, but {UNSIGNED}.")
            elif one.number > self.number:
                self.anchors.setdefault(one.number, []).append(one)

    def take_checkpoint(self, checkpoint: CheckpointValue | None) -> None:
        """Lines up to here may be missing, if the checkpoint is this site's own."""
        if checkpoint is None:
            return
        if self.ours(checkpoint.words, checkpoint.signature):
            self.checkpoint, self.report.pruned = checkpoint, checkpoint.number
        else:
            self._fault(
                "unsigned",
                f"A checkpoint says that lines up to {checkpoint.last} were pruned, but {UNSIGNED}.",
            )

    def step(self, seal: SealValue, rows: Sequence[Row], sealed: Callable[[], bytes]) -> None:
        """One seal; `rows` are the lines after the seal before and up to this one's last."""
        if seal.number != self.number + 1:
            self._missing(seal)
        elif linked(self.digest, seal.number, seal.first, seal.last, seal.rows, seal.content) != seal.digest:
            self._fault("rewritten", f"Seal {seal.number} does not follow from the seals before it.")
        if not self.ours(seal.words, seal.signature):
            self._fault("unsigned", f"Seal {seal.number} (lines {seal.first} to {seal.last}): {UNSIGNED}.")
        self._lines(seal, rows, sealed)
        self._anchored(seal)
        self.number, self.digest, self.last = seal.number, seal.digest, seal.last
        self.report.seals += 1
        self.report.rows += len(rows)

    def _missing(self, seal: SealValue) -> None:
        gone = f"Seal {self.number + 1} is" if seal.number == self.number + 2 else "Seals are"
        self._fault("removed", f"{gone} missing between seal {self.number} and seal {seal.number}.")

    def _lines(self, seal: SealValue, rows: Sequence[Row], sealed: Callable[[], bytes]) -> None:
        pruned = self.checkpoint is not None and seal.number <= self.checkpoint.number
        if pruned and not rows:
            return
        if content(rows) == seal.content:
            self.report.left_over += len(rows) if pruned else 0
        elif pruned and only_removed(sealed(), rows):
            self.report.left_over += len(rows)
        else:
            self.report.faults.extend(what_changed(seal, sealed(), rows))

    def _anchored(self, seal: SealValue) -> None:
        for anchor in self.anchors.pop(seal.number, ()):
            self.report.anchors += 1
            if anchor.digest != seal.digest:
                self._fault(
                    "rewritten",
                    f"Seal {seal.number} is not the one that was anchored on {anchor.at:%Y-%m-%d %H:%M} UTC: "
                    f"lines up to {max(anchor.last, seal.last)} were written anew.",
                )

    def end(self, open_rows: int) -> Report:
        """Nothing more follows but lines that are not sealed yet. What was anchored must have come."""
        self.report.open_rows = open_rows
        if self.checkpoint and self.checkpoint.number > self.number:
            self._fault("cut", f"The chain ends at seal {self.number}, before its own checkpoint.")
        for number in sorted(self.anchors)[-1:]:
            far = self.anchors[number][0]
            self._fault(
                "cut",
                f"The chain ends at seal {self.number} (line {self.last}), but it reached seal {number} "
                f"(line {far.last}) on {far.at:%Y-%m-%d %H:%M} UTC: its tail was cut.",
            )
        return self.report
