"""What a run found: figures, and what has to hold of them."""


class Verdict:
    def __init__(self, title):
        self.title = title
        self.rows = []
        self.failures = 0

    def figure(self, what, value):
        self.rows.append((what, str(value), ""))

    def check(self, what, value, holds):
        self.rows.append((what, str(value), "yes" if holds else "NO"))
        if not holds:
            self.failures += 1

    def at_most(self, what, value, limit, unit=""):
        """None is what never happened."""
        shown = "never" if value is None else f"{value:.2f}{unit}" if isinstance(value, float) else f"{value:,}{unit}"
        self.check(f"{what}, at most {limit:,}{unit}", shown, value is not None and value <= limit)

    def print(self):
        print(f"\n## {self.title}\n\n| | | holds |\n|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")
        print("\n" + ("passed" if self.failures == 0 else f"FAILED: {self.failures}"), flush=True)


def spread(values, unit="s"):
    """Least, median and most."""
    if not values:
        return "never"
    ordered = sorted(values)
    return f"{ordered[0]:.2f} to {ordered[-1]:.2f} {unit}, median {ordered[len(ordered) // 2]:.2f}"
