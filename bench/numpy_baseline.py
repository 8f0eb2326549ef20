#!/usr/bin/python3
"""The quickstart's whole model in plain numpy: numpy_baseline.py [--share] FOLDER TRIALS [SEED [OUT.npz]] prints a line
of JSON.

What one writes who knows numpy and has docs/models.md and docs/policy.md at hand: each formula as it stands there, in double
precision, as array operations over trials x buyers, trials x invoices or the ledgers of a chunk of trials. Python loops over
scenarios, their shocks, policies, steps of a bisection, days of the account and chunks of trials alone. What no trial changes is
worked out before the clock starts. Each scenario is a simulation of its own, from the same seed; with --share, what is random, up
to an invoice's days late by the law, is drawn once for the four.

Shared with numpy_model.py, the tuned one: the book's reader, random windows of the slump, the settlement of claims, basic
statistics. Only here: intervals of quantiles, days of sales outstanding, lost sales, expected credit losses by age, losses by
buyer, sector and country and what they contribute to the retained loss. Left out: ageing by week and days late.
"""
import json
import math
import os
import sys
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from scipy import special, stats

from numpy_book import (BUYER, H, LINK, MU, MONTH_END, NEVER, ON_TIME, PD, RESIDUAL, SECTOR, SEVERE_PD, SIGMA, SLUMP, WAIT, Book,
                        edge, posteriors)
from numpy_model import PROBABILITIES, WEEKS, draw_windows, summarise
from numpy_policy import Debts, make_policies, running, settle_ledgers, spread

CHUNK = 32  # trials
CELLS = 40  # of a buyer's posterior, a third of its standard deviation wide
DSO_DAYS = 90
AGES = (0, 30, 60, 90)  # days past due, the last of a bucket
TWELVE_MONTHS = 365
LONGEST = 7000  # days late: later than every horizon, before NEVER also under shocks


class Shock(NamedTuple):
    share: np.ndarray  # by sector: 1 in its scope, else the spillover
    days: int
    certain: bool
    hazard: float
    delay: float
    sales: float


class Scenario(NamedTuple):
    grades: dict
    lgd: tuple  # mean, standard deviation
    shocks: list  # the first alone may change hazards
    fail: np.ndarray  # buyers that fail by day 28


def make_scenarios(book):
    slump = Shock(book.spill, SLUMP, False, 3.0, 1.6, 0.8)
    recession = Shock(np.ones(book.sectors), 273, True, 1.0, 1.3, 0.9)
    owed = np.bincount(book.buyer, book.amount * (book.issue <= 0), book.buyers)
    top, nobody = np.argsort(-owed, kind="stable")[:3], np.array([], dtype=int)
    return [Scenario(PD, (0.9, 0.1), [slump], nobody),
            Scenario(PD, (0.9, 0.1), [slump._replace(certain=True)], nobody),
            Scenario(PD, (0.9, 0.1), [slump], top),
            Scenario(SEVERE_PD, (0.95, 0.05), [slump._replace(certain=True, days=H), recession], nobody)]


class Model:
    """All that no trial changes."""

    def __init__(self, folder):
        self.book = book = Book(folder)
        self.scenarios, self.policies = make_scenarios(book), make_policies(book)
        self.step, self.lowest, self.density = posteriors(book, CELLS, 1 / 3)
        self.cells = self.lowest[:, None] + self.step[:, None] * np.arange(CELLS)
        self.overdue = np.flatnonzero(book.due <= 0)
        self.least = edge(-book.due[self.overdue])
        self.due_day = np.clip(book.due, 0, H + 1)  # nothing is active on day 0, and later ones than H + 1 do not matter
        self.age = np.searchsorted(AGES, -book.due)
        self.watched = ~book.disputed & (book.due + WAIT <= H)
        self.cell = book.sector * len(PD) + book.grade  # of a buyer
        self.loading, self.own = (np.repeat(np.sqrt(a), len(PD)) for a in (book.rho, 1 - book.rho))
        self.threshold, self.lgd = [], []
        self.nodes = np.linspace(0, 1, 4097)
        for scenario in self.scenarios:
            survival = np.tile([math.log1p(-scenario.grades[g]) for g in sorted(scenario.grades)], book.sectors)
            self.threshold.append(special.ndtri(-np.expm1(np.arange(H + 1)[:, None] / 365 * survival)))
            mean, deviation = scenario.lgd
            k = mean * (1 - mean) / deviation**2 - 1
            self.lgd.append(special.betaincinv(mean * k, (1 - mean) * k, self.nodes))


def hazard(x):
    """Cumulative hazard of the probability Phi(x)."""
    return -np.log1p(-special.ndtr(x))


def draw_effects(model, late, u):
    """m = b Z' + c B from its posterior in a sector's late state, by trial and buyer: inversion of the cumulated density."""
    density = model.density * np.exp((late * (SECTOR / BUYER**2))[..., None] * model.cells)
    np.cumsum(density, axis=2, out=density)
    target = u * density[..., -1]
    cell = (density[..., :-1] <= target[..., None]).sum(2)
    upper = np.take_along_axis(density, cell[..., None], 2)[..., 0]
    lower = np.take_along_axis(density, np.maximum(cell - 1, 0)[..., None], 2)[..., 0] * (cell > 0)
    return model.lowest + (cell - 0.5 + (target - lower) / (upper - lower)) * model.step


def draw(model, rng, first, count):
    """What is the same in every scenario: factors, shock windows, days late by the law, what buyers bear, causes, uniforms of
    LGD."""
    book = model.book
    z = math.sqrt(0.4) * rng.standard_normal((count, 1)) + math.sqrt(0.6) * rng.standard_normal((count, book.sectors))
    late = -z[:, book.sector]  # a bad state is a late one
    m = draw_effects(model, late, rng.random((count, book.buyers)))
    effect = (m - SECTOR * late) / BUYER
    e = math.sqrt(1 - LINK**2) * rng.standard_normal((count, book.buyers)) - LINK * effect
    x = m[:, book.buyer] + RESIDUAL * rng.standard_normal((count, book.size))
    mean = m[:, book.buyer[model.overdue]]
    tail = special.ndtr((mean - model.least) / RESIDUAL) * rng.random(mean.shape)
    x[:, model.overdue] = mean - RESIDUAL * special.ndtri(np.maximum(tail, 1e-300))
    u = special.ndtr(x)
    days = np.exp(MU + SIGMA * special.ndtri(np.maximum((u - ON_TIME) / (1 - ON_TIME), 0)))
    return SimpleNamespace(first=first, z=z, days=np.minimum(np.ceil(days), LONGEST), bears=hazard(e),
                           windows=draw_windows(rng, count), insolvent=rng.random((count, book.buyers)) < 0.6,
                           lgd=rng.random((count, book.buyers)))


def find_windows(shock, draws):
    """(first, last) days of a shock's windows by window and trial; one trial stands for all where they are certain."""
    return np.array([[[1]], [[shock.days]]]) if shock.certain else draws.windows


def draw_defaults(model, s, draws):
    """Days of default by trial and buyer, and who is insolvent.

    With a multiplier k the hazard of the days 1..t is H(t) + (k - 1) sum over windows of H(last) - H(first - 1), windows
    cut at t. A buyer fails on the first day on which it exceeds what the buyer bears."""
    scenario, book = model.scenarios[s], model.book
    shock = scenario.shocks[0]
    first, last = find_windows(shock, draws)
    multiplier = 1 + (shock.hazard - 1) * np.repeat(shock.share, len(PD))

    def cumulative(day, trial, cell):
        at = lambda t: hazard((model.threshold[s][t, cell] - model.loading[cell] * draws.z[trial, cell // len(PD)])
                              / model.own[cell])
        total = at(day)
        for a, b in zip(first, last):
            a, b = (np.broadcast_to(v, len(draws.z))[trial] for v in (a, b))
            total += (multiplier[cell] - 1) * (at(np.minimum(day, b)) - at(np.minimum(day, a - 1)))
        return total

    highest = cumulative(H, np.arange(len(draws.z))[:, None], np.arange(len(model.own)))
    trial, buyer = np.nonzero(draws.bears < highest[:, model.cell])
    before, day = np.zeros(len(trial), dtype=int), np.full(len(trial), H)
    while np.any(day - before > 1):  # bisection
        middle = (before + day) // 2
        failed = cumulative(middle, trial, model.cell[buyer]) > draws.bears[trial, buyer]
        before, day = np.where(failed, before, middle), np.where(failed, middle, day)
    default = np.full((len(draws.z), book.buyers), NEVER)
    default[trial, buyer] = day
    insolvent = draws.insolvent.copy()
    insolvent[:, scenario.fail] |= default[:, scenario.fail] > 28
    default[:, scenario.fail] = np.minimum(default[:, scenario.fail], 28)
    return default, insolvent


def open_ledgers(model, default, late, paid, amount):
    """Ledgers of the buyers that fail or have an invoice more than WAIT days late: their invoices one after the other by due
    day, with the ledger's number `led`. Invoices not shipped have amount 0, those lost are paid NEVER."""
    book = model.book
    trial, col = np.nonzero(late)
    keys = np.unique(np.concatenate([np.flatnonzero(default <= H), trial * book.buyers + book.buyer[col]]))
    trial, buyer = np.divmod(keys, book.buyers)
    count = book.first[buyer + 1] - book.first[buyer]
    col, led = spread(book.first[buyer], count)
    fails = default[trial, buyer]
    paid, amount = paid[trial[led], col], np.broadcast_to(amount, paid.shape)[trial[led], col]
    lost = paid >= fails[led]
    amount = amount * ((book.issue[col] <= 0) | (book.issue[col] < fails[led]))
    return SimpleNamespace(trial=trial, buyer=buyer, default=fails, count=count, first=np.cumsum(count) - count, led=led, col=col,
                           paid=np.where(lost, NEVER, paid), amount=amount, due=book.due[col], issue=book.issue[col],
                           disputed=book.disputed[col], exposure=np.bincount(led, amount * lost, len(trial)))


def unsettled(ledgers, deadline):
    """Invoices of which something is open WAIT days after they are due, before a ledger's deadline: receipts pay the oldest debt
    first, so what fell due up to the invoice exceeds what came in by that day."""
    led, first = ledgers.led, ledgers.first
    pooled = np.where(ledgers.disputed, 0.0, ledgers.amount)
    owed, day = running(led, first, pooled), ledgers.due + WAIT
    span = 2 * NEVER
    key = led * span + ledgers.paid
    order = np.argsort(key)
    received = np.concatenate([[0.0], np.cumsum(pooled[order])])
    j = np.flatnonzero((pooled > 0) & (day > 0) & (day < deadline[led]))
    paid = received[np.searchsorted(key[order], led[j] * span + day[j], "right")] - received[first[led[j]]]
    return j[owed[j] > paid]


def walk_account(net):
    """Closes by day from 2 million, with a line of 1 million at 7.5 %, ACT/360, that keeps 500,000; cents."""
    balance = np.zeros_like(net)
    cash = np.full(net.shape[1:], 2e8)
    drawn, accrued = np.zeros_like(cash), np.zeros_like(cash)
    for t in range(1, H + 1):
        accrued += drawn
        cash += net[t]
        if MONTH_END[t]:
            cash -= np.rint(accrued * 0.075 / 360)
            accrued[:] = 0
        change = np.minimum(np.maximum(5e7 - cash, -drawn), 1e8 - drawn)
        drawn += change
        cash += change
        balance[t] = cash
    return balance


def provide(model, ledgers, loss, failed, count):
    """Expected credit losses: what those that fail owe at as_of, times the part lost of all they owe, by age and trial."""
    ages = len(AGES) + 1
    j = np.flatnonzero((ledgers.paid == NEVER) & (ledgers.issue <= 0) & failed[ledgers.trial, ledgers.buyer][ledgers.led])
    owed = np.bincount(ledgers.led[j] * ages + model.age[ledgers.col[j]], ledgers.amount[j], len(loss) * ages)
    owed = owed.reshape(-1, ages)
    part = np.divide(loss, ledgers.exposure, out=np.zeros(len(loss)), where=ledgers.exposure > 0)
    key = ledgers.trial[:, None] * ages + np.arange(ages)
    return np.bincount(key.ravel(), np.rint(owed * part[:, None]).ravel(), count * ages).reshape(count, ages).T


def simulate(model, s, draws):
    """One scenario in one chunk of trials: its figures, trials last. Policy 0 is none."""
    scenario, book, policies, count = model.scenarios[s], model.book, model.policies, len(draws.z)

    # Shocks: delays of invoices due in a window, amounts of those issued in one.
    delay = sales = 1.0
    for shock in scenario.shocks:
        first, last = find_windows(shock, draws)
        today = np.arange(H + 2)
        active = ((first[..., None] <= today) & (today <= last[..., None])).any(0)
        share = shock.share[book.sector[book.buyer]]
        delay = delay * (1 + share * (shock.delay - 1) * active[:, model.due_day])
        sales = sales * (1 + share * (shock.sales - 1) * active[:, np.maximum(book.issue, 0)])
    amount = np.rint(book.amount * sales)
    days = np.ceil(draws.days * delay - 1e-9)

    # Defaults, and the receipts that arrive before them.
    default, insolvent = draw_defaults(model, s, draws)
    paid = (book.due + days).astype(int)
    fails = default[:, book.buyer]
    row = np.arange(count)[:, None]
    day = np.where(paid < fails, np.minimum(paid, H + 1), H + 1)
    receipts = np.bincount((row * (H + 2) + day).ravel(), np.broadcast_to(amount, day.shape).ravel(), count * (H + 2))
    receipts = receipts.reshape(count, H + 2).T[: H + 1]

    # Sales, and what of them is open at the horizon: a failed buyer's debts are none.
    shipped = amount * ((book.issue <= 0) | (book.issue < fails))
    receivable = (shipped * ((paid > H) & (fails > H))).sum(1)
    dso = receivable * DSO_DAYS / shipped[:, book.issue > H - DSO_DAYS].sum(1)
    planned = book.issue > 0
    lost_sales = book.amount[planned].sum() - shipped[:, planned].sum(1)

    # Losses of those that fail.
    ledgers = open_ledgers(model, default, model.watched & (days > WAIT), paid, amount)
    trial, buyer = ledgers.trial, ledgers.buyer
    lgd = np.interp(draws.lgd[trial, buyer], model.nodes, model.lgd[s])
    recovered = np.rint(ledgers.exposure * (1 - lgd))
    loss = ledgers.exposure - recovered
    lifetime = provide(model, ledgers, loss, default <= H, count)
    twelve_months = provide(model, ledgers, loss, default <= TWELVE_MONTHS, count)

    # Dates of loss, claims and what the policies change in the account.
    insolvency = np.where(insolvent[trial, buyer], ledgers.default, NEVER)
    overdue = unsettled(ledgers, np.minimum(insolvency, H + 1))
    net = np.repeat((receipts - book.outflow[:, None])[:, None], len(policies) + 1, axis=1)
    claims, insured = np.zeros((2, len(policies) + 1, count))
    retained = np.tile(loss, (len(policies) + 1, 1))  # by ledger
    claims_later = np.zeros(len(policies) + 1)
    for p, policy in enumerate(policies, 1):
        loss_day = insolvency.copy()
        if policy.protracted:
            j = overdue[policy.eligible[ledgers.col[overdue]]]
            np.minimum.at(loss_day, ledgers.led[j], ledgers.due[j] + WAIT)
        led = np.flatnonzero(loss_day <= H)
        debts = Debts(ledgers, led, loss_day[led], recovered)
        led, cash_day, claim, returned, back = settle_ledgers(policy, debts, np.arange(len(led)), trial, buyer)
        claims[p] = np.bincount(trial[led], claim, count)
        insured[p] = np.bincount(trial[led], claim - returned, count)
        retained[p, led] -= claim - returned
        claims_later[p] = claim[cash_day > H].sum()
        for who, when, money in ((led, cash_day, claim), (back[0], back[1], -back[2])):
            flow = np.bincount(np.minimum(when, H + 1) * count + trial[who], money, (H + 2) * count)
            net[:, p] += flow.reshape(H + 2, count)[: H + 1]
        net[:, p] -= policy.premium[:, None]

    failed = ledgers.default <= H
    kept = failed | (retained != 0).any(0)
    losses = np.vstack([draws.first + trial, buyer, failed, retained])[:, kept]

    balance = walk_account(net)[1:]
    weeks = balance.reshape(WEEKS, 7, *balance.shape[1:])
    breach = balance < 5e7
    return {"gross": np.bincount(trial, loss, count), "defaults": (default <= H).sum(1).astype(float), "claims": claims,
            "insured": insured, "receipts": receipts[1:].reshape(WEEKS, 7, count).sum(1),
            "balance": weeks[:, 6].swapaxes(0, 1), "gap": np.maximum(5e7 - weeks.min(1), 0).swapaxes(0, 1),
            "first_breach": np.where(breach.any(0), breach.argmax(0) + 1, H + 1),
            "loss_by_buyer": np.bincount(buyer, loss, book.buyers), "claims_later": claims_later,
            "dso": dso, "lost_sales": lost_sales, "lifetime": lifetime, "twelve_months": twelve_months, "losses": losses}


def run(model, trials, seed, share):
    chunks = []
    for number, first in enumerate(range(0, trials, CHUNK)):
        fresh = lambda: draw(model, np.random.default_rng((seed, number)), first, min(CHUNK, trials - first))
        draws = fresh() if share else None
        chunks.append([simulate(model, s, draws or fresh()) for s in range(len(model.scenarios))])
    out = {}
    for name in chunks[0][0]:
        join = sum if name in ("loss_by_buyer", "claims_later") else lambda parts: np.concatenate(parts, axis=-1)
        by_scenario = [join([chunk[s][name] for chunk in chunks]) for s in range(len(model.scenarios))]
        out[name] = by_scenario if name == "losses" else np.stack(by_scenario)
    return out


def bounds(values):
    """95 % intervals of quantiles, below and above, by ranks that hold whatever the distribution is; NaN where none does."""
    n = values.shape[-1]
    ranks = stats.binom.ppf([[0.025], [0.975]], n, PROBABILITIES).astype(int) + [[-1], [0]]
    inside = np.clip(ranks, 0, n - 1)
    found = np.partition(values, np.unique(inside), axis=-1)[..., inside]
    return np.where(ranks == inside, found, np.nan)


def mean_and_error(values, part, parts, n):
    """By part, of sums that are 0 in the trials of which there are no values."""
    total = np.bincount(part, values, parts)
    return total / n, np.sqrt((np.bincount(part, values**2, parts) - total**2 / n).clip(0) / (n - 1) / n)


def describe_parts(trial, part, parts, failed, retained, totals):
    """Failures, losses and contributions (Tasche) of parts to the retained losses `totals` by policy and trial: to standard
    deviation, VaR99 (by the trials around it) and ES99."""
    n = totals.shape[1]
    of = lambda values: mean_and_error(values, part, parts, n)
    result = {"failures": of(failed), "loss": [], "sd": [], "var99": [], "es99": []}
    rank, half, mass = math.ceil(round(0.99 * n, 9)), math.ceil(n * 0.0025), 0.01 * n
    for values, total in zip(retained, totals):
        result["loss"].append(np.array(of(values)) / 100)
        result["sd"].append(np.array(of(values * (total - total.mean())[trial])) / total.std() / 100)
        low, var, high = np.sort(total)[[max(rank - half, 1) - 1, rank - 1, min(rank + half, n) - 1]]
        around = (low <= total) & (total <= high)
        k, tail = around.sum(), total >= var
        scale = var / total[around].mean() / 100
        in_tail = mean_and_error(values * tail[trial], part, parts, tail.sum())
        result["var99"].append([np.bincount(part, values * around[trial], parts) / k * scale,
                                in_tail[1] * math.sqrt(tail.sum() / k) / 100])
        weight = (total > var) + (total == var) * (mass - (total > var).sum()) / (total == var).sum()
        result["es99"].append([np.bincount(part, values * weight[trial], parts) / mass / 100, in_tail[1] / 100])
    return result


def summarise_more(model, out):
    """What summarise() leaves out. The retained loss of policy none is the gross one."""
    book, n = model.book, out["gross"].shape[-1]
    summary = {"dso_mean": out["dso"].mean(-1), "dso_error": out["dso"].std(-1, ddof=1) / math.sqrt(n)}
    for name in ("lost_sales", "lifetime", "twelve_months"):
        summary[f"{name}_mean"] = out[name].mean(-1) / 100
        summary[f"{name}_error"] = out[name].std(-1, ddof=1) / math.sqrt(n) / 100
    for name in ("gross", "claims", "insured", "retained", "receipts", "balance", "gap"):
        summary[f"{name}_bounds"] = bounds(out[name]) / 100
    summary["facility_bounds"] = bounds(out["gap"].max(2)) / 100
    summary["first_breach_bounds"] = bounds(out["first_breach"])
    for kind, parts, group in (("buyer", book.buyers, None), ("sector", book.sectors, book.sector),
                               ("country", book.countries, book.country)):
        results = []
        for losses, totals in zip(out["losses"], out["retained"]):
            (trial, part), values = losses[:2].astype(int), losses[2:]
            if group is not None:  # sums of every trial
                key = trial * parts + group[part]
                values = np.array([np.bincount(key, v, n * parts) for v in values])
                trial, part = np.divmod(np.arange(n * parts), parts)
            results.append(describe_parts(trial, part, parts, values[0], values[1:], totals))
        for name in results[0]:
            figure = np.array([r[name] for r in results])  # scenario, (policy,) value or error, part
            summary[f"{kind}_{name}"], summary[f"{kind}_{name}_error"] = np.moveaxis(figure, -2, 0)
    return summary


if __name__ == "__main__":
    share = "--share" in sys.argv[1:]
    arguments = [a for a in sys.argv[1:] if a != "--share"]
    model = Model(arguments[0])
    trials, seed = int(arguments[1]), int(arguments[2]) if len(arguments) > 2 else 20260105
    start = os.times()
    out = run(model, trials, seed, share)
    summary = summarise(out)
    summary.update(summarise_more(model, out))
    end = os.times()
    if len(arguments) > 3:
        del out["losses"]
        np.savez(arguments[3], **summary, **{f"trial_{name}": v for name, v in out.items() if v.shape[-1] == trials})
    print(json.dumps({"trials": trials, "invoices": model.book.size,
                      "cpu_seconds": end.user + end.system - start.user - start.system,
                      "wall_seconds": end.elapsed - start.elapsed, "expected_loss": summary["gross_mean"].tolist()}))
