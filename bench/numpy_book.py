"""The quickstart's files and parameters as arrays: all that no trial changes. For numpy_baseline.py (Book, posteriors) and
numpy_model.py (the rest, too)."""
import csv
import datetime
import math

import numpy as np
from scipy import special

H = 364
NEVER = 1 << 14      # a day beyond every other
LATEST = 700         # days late: longer delays all end after the horizon
SCORE, REACH = 2048, 10  # payment scores: steps in a standard deviation, standard deviations on either side
SPAN = 2 * REACH * SCORE
WAIT = 180           # of protracted default
BLOCKS = WIDE = 8    # a buyer's posterior has 8 blocks of 8 cells
SECTOR, BUYER, RESIDUAL, LINK = math.sqrt(0.1), math.sqrt(0.3), math.sqrt(0.6), 0.3
ON_TIME, SIGMA = 0.35, math.sqrt(math.log(1 + 22.0**2 / 18.0**2))
MU = math.log(18.0) - SIGMA**2 / 2
AS_OF = datetime.date(2026, 1, 5)
MONTH_END = [(AS_OF + datetime.timedelta(t + 1)).day == 1 for t in range(H + 1)]
PD = {"A": 0.0005, "B": 0.003, "C": 0.012, "D": 0.04, "E": 0.12}
SEVERE_PD = {"A": 0.0015, "B": 0.009, "C": 0.03, "D": 0.09, "E": 0.22}
RHO = {"construction": 0.20, "retail": 0.15}
SPILL = {"construction": 1.0, "retail": 0.4, "manufacturing": 0.2}
SLUMP = 182          # days of construction's slump
SCENARIOS = ("base", "construction_slump_now", "top_three_fail", "severe_recession")


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def day(text):
    return datetime.date.fromisoformat(text).toordinal() - AS_OF.toordinal()


def cents(text):
    return round(float(text) * 100)


class Book:
    """Live invoices as columns by buyer, due day, issue day, row; those of buyer i are first[i] .. first[i + 1] - 1."""

    def __init__(self, folder):
        buyers = list(rows(f"{folder}/buyers.csv"))
        number = {b["buyer_id"]: i for i, b in enumerate(buyers)}
        names = sorted({b["sector"] for b in buyers})
        countries = sorted({b["country"] for b in buyers})
        self.buyers, self.sectors, self.countries = len(buyers), len(names), len(countries)
        self.sector = np.array([names.index(b["sector"]) for b in buyers])
        self.country = np.array([countries.index(b["country"]) for b in buyers])
        self.grade = np.array([sorted(PD).index(b["grade"]) for b in buyers])
        self.spill = np.array([SPILL.get(n, 0.0) for n in names])
        self.rho = np.array([RHO.get(n, 0.12) for n in names])
        self.own_limit = [cents(b["insured_limit"]) if b["insured_limit"] else None for b in buyers]
        self.dated = [[] for _ in buyers]
        for r in rows(f"{folder}/limits.csv"):
            self.dated[number[r["buyer_id"]]].append((day(r["from"]), cents(r["amount"]) if r["amount"] else None))
        live, self.known, self.turnover = [], [[] for _ in buyers], []
        for n, r in enumerate(rows(f"{folder}/invoices.csv")):
            b, issue, due, amount = number[r["buyer_id"]], day(r["issue_date"]), day(r["due_date"]), cents(r["amount"])
            if issue >= 0:
                self.turnover.append((b, issue, amount))
            told = due <= 0 and not r["disputed"]
            if not r["paid_date"]:
                live.append((b, due, issue, n, amount, bool(r["disputed"])))
                if told:
                    self.known[b].append((-due, False))
            elif told and due > -365:
                self.known[b].append((max(day(r["paid_date"]) - due, 0), True))
        for n, r in enumerate(rows(f"{folder}/sales_plan.csv")):
            b, issue, amount = number[r["buyer_id"]], day(r["issue_date"]), cents(r["amount"])
            if issue <= H:
                live.append((b, issue + int(r["terms_days"]), issue, n, amount, False))
                self.turnover.append((b, issue, amount))
        live.sort()
        self.buyer, self.due, self.issue, _, amount, self.disputed = (np.array([j[k] for j in live]) for k in range(6))
        self.amount = amount.astype(float)
        self.size = len(live)
        self.first = np.searchsorted(self.buyer, np.arange(self.buyers + 1))
        self.outflow = np.zeros(H + 1)
        for r in rows(f"{folder}/outflows.csv"):
            if 1 <= day(r["date"]) <= H:
                self.outflow[day(r["date"])] += cents(r["amount"])


class Pieces(Book):
    """The same with columns in four pieces: those no scenario changes first, those of construction's slump last."""

    def __init__(self, folder):
        super().__init__(folder)
        b, due, issue = self.buyer, self.due, self.issue
        touched = lambda days: ((due >= 1) & (due <= days)) | ((issue >= 1) & (issue <= days))
        in_slump = self.spill[self.sector[b]] > 0
        piece = np.where(in_slump, np.where(touched(SLUMP), 3, 2), np.where(touched(273), 1, 0))
        place = np.argsort(piece, kind="stable")
        self.pieces = np.searchsorted(piece[place], np.arange(5))
        self.order = np.argsort(place)  # columns as Book has them
        # How many invoices further in that order the last one is that falls due within so many days.
        self.ahead = {n: (np.searchsorted(b * 2000 + due, b * 2000 + due + n, "right") - 1 - np.arange(len(b)))[place]
                      for n in (120, 60)}
        for name in ("buyer", "due", "issue", "disputed", "amount"):
            setattr(self, name, getattr(self, name)[place])


def edge(days):
    """The largest score of a payment at most so many days late."""
    known = ON_TIME + (1 - ON_TIME) * special.ndtr((np.log(np.maximum(days, 1e-300)) - MU) / SIGMA)
    return np.where(np.asarray(days) < 0, -np.inf, special.ndtri(known))


def posteriors(book, cells, width):
    """Of m = b Z' + c B, by buyer: step from cell to cell, `width` standard deviations, middle of the lowest of so many cells,
    and the posterior density in a central state there. A state Z' tilts it by exp(m b Z' / c^2)."""
    step, lowest, density = np.zeros(book.buyers), np.zeros(book.buyers), np.zeros((book.buyers, cells))
    for i, items in enumerate(book.known):
        d, paid = np.array(items, dtype=float).reshape(-1, 2).T
        low, high = edge(d - 1), edge(d)

        def log_posterior(m):
            above = special.ndtr((m[:, None] - high) / RESIDUAL)
            chance = np.where(paid > 0, special.ndtr((m[:, None] - low) / RESIDUAL) - above, above)
            return np.log(np.maximum(chance, 1e-300)).sum(1) - m**2 / (2 * BUYER**2)

        m = np.linspace(-8 * BUYER, 8 * BUYER, 801)
        p = np.exp(log_posterior(m) - log_posterior(m).max())
        mean = np.average(m, weights=p)
        step[i] = width * math.sqrt(np.average((m - mean)**2, weights=p))
        lowest[i] = mean - (cells - 1) / 2 * step[i]
        p = log_posterior(lowest[i] + np.arange(cells) * step[i])
        density[i] = np.exp(p - p.max())
    return step, lowest, density


class Payments:
    """Laws of delay by score, and what is known of buyers and open items at as_of."""

    def __init__(self, book, multipliers):
        u = special.ndtr((np.arange(SPAN) + 0.5) / SCORE - REACH)
        late = np.clip((u - ON_TIME) / (1 - ON_TIME), 1e-15, 1 - 1e-15)
        law = np.where(u > ON_TIME, np.minimum(np.ceil(np.exp(MU + SIGMA * special.ndtri(late))), 30000), 0)
        law = law.astype(np.int64)
        # ceil(D m) in thousandths; one table by multiplier, one after the other.
        self.law = np.concatenate([np.minimum(-(-law * round(1000 * m) // 1000), LATEST) for m in multipliers])
        self.law = self.law.astype(np.int16)
        self.late_score = np.array([np.searchsorted(row, WAIT, "right") for row in self.law.reshape(-1, SPAN)])
        self.residual = np.rint(SCORE * RESIDUAL * special.ndtri((np.arange(65536) + 0.5) / 65536)).astype(np.int16)
        self.overdue = np.flatnonzero(book.due <= 0)
        self.edge = edge(-book.due[self.overdue])
        self.least = np.searchsorted(law, -book.due[self.overdue], "right")
        self.step, self.lowest, density = posteriors(book, BLOCKS * WIDE, 0.2)
        self.weight = density.reshape(-1, BLOCKS, WIDE).astype(np.float32)
        self.by_cell = np.ascontiguousarray(self.weight.transpose(2, 1, 0))
        self.step32 = self.step.astype(np.float32)


class Worlds:
    """The four scenarios: what certain windows do to columns, thresholds of default by cell (sector, grade)."""

    def __init__(self, book):
        spill = book.spill[book.sector[book.buyer]]
        within = lambda when, days: (when >= 1) & (when <= days)
        delay, sales = [], []
        for slump, recession in ((0, 0), (SLUMP, 0), (0, 0), (H, 273)):
            delay.append(np.where(within(book.due, slump), 1000 + 600 * spill, 1000)
                         * np.where(within(book.due, recession), 1.3, 1.0))
            sales.append(np.where(within(book.issue, slump), 1000 - 200 * spill, 1000)
                         * np.where(within(book.issue, recession), 0.9, 1.0))
        thousandths = np.rint(np.array(delay)).astype(int)
        random = np.rint(1000 + 600 * spill).astype(int)
        self.multipliers = np.unique(np.concatenate([thousandths.ravel(), random]))
        place = lambda m: (np.searchsorted(self.multipliers, m) * SPAN).astype(np.int32)
        self.offset, self.random_offset = place(thousandths), place(random)
        self.amount = np.rint(book.amount * np.rint(sales) / 1000)
        self.random_amount = np.rint(book.amount * np.rint(1000 - 200 * spill) / 1000)
        open_debt = np.bincount(book.buyer, book.amount * (book.issue <= 0), book.buyers)
        self.named = np.argsort(-open_debt, kind="stable")[:3]
        self.cell = book.sector * 5 + book.grade  # of a buyer
        grades = [np.array([pd[g] for g in sorted(PD)]) for pd in (PD, PD, PD, SEVERE_PD)]
        self.log_survival = [np.tile(np.log1p(-p), book.sectors) for p in grades]
        with np.errstate(divide="ignore"):
            self.threshold = [special.ndtri(-np.expm1(np.arange(H + 1)[:, None] / 365 * v)) for v in self.log_survival]
        self.loading, self.own = np.repeat(np.sqrt(book.rho), 5), np.repeat(np.sqrt(1 - book.rho), 5)
        self.factor = np.repeat(1 + 2 * book.spill, 5)  # of the hazard in construction's slump
        nodes = np.linspace(0, 1, 4097)
        beta = lambda mean, k: special.betaincinv(mean * k, (1 - mean) * k, nodes)
        self.lgd = [beta(0.9, 0.09 / 0.01 - 1)] * 3 + [beta(0.95, 0.0475 / 0.0025 - 1)]


