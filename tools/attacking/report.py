"""What was found: promises that were tried, and breaches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    """Breaches, and by class of attacks: how many, how many honest scores, and the longest time of a submission."""

    attacks: Counter[str] = field(default_factory=Counter)
    honest: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    wall_s: dict[str, float] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)
    checks: Counter[str] = field(default_factory=Counter)

    def expect(self, is_kept: bool, promise: str, detail: str = "") -> None:
        """Note that a promise was tried, and a breach where it was not kept."""
        self.checks[promise] += 1
        if not is_kept:
            self.breaches.append(f"{promise}: {detail}" if detail else promise)

    def count_score(self, kind: str, is_twin: bool, is_honest: bool) -> None:
        """Count the score of an attack or of its twin."""
        if is_twin:
            self.kept[kind] += is_honest
        else:
            self.attacks[kind] += 1
            self.honest[kind] += is_honest


def print_report(report: Report) -> None:
    """Print a table of the classes, the promises, and every breach."""
    if report.attacks:
        print(f"\n{'class':<16}{'attacks':>8}{'honest scores':>15}{'twins kept':>12}{'worst wall':>12}")
    for kind in sorted(report.attacks):
        counts = f"{report.attacks[kind]:>8}{report.honest[kind]:>15}{report.kept[kind]:>12}"
        print(f"{kind:<16}{counts}{report.wall_s.get(kind, 0):>10.1f} s")
    if report.attacks:
        counts = f"{report.attacks.total():>8}{report.honest.total():>15}{report.kept.total():>12}"
        print(f"{'all':<16}{counts}{max(report.wall_s.values(), default=0):>10.1f} s")
    broken = Counter(breach.split(":")[0] for breach in report.breaches)
    print()
    for promise, tried in report.checks.items():
        state = f"BROKEN {broken[promise]} times" if broken[promise] else "kept"
        print(f"{promise:<56}{tried:>6} checks  {state}")
    for breach in report.breaches:
        print(f"\nbreach: {breach}")
