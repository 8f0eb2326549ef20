#!/usr/bin/python3
"""The quickstart in vectorised numpy: numpy_baseline.py FOLDER TRIALS prints one line of JSON.

The same structure as the program's model, written the way an analyst would: flat arrays, a few trials at a time, nothing
interpreted per buyer or invoice; what does not depend on the trial is worked out before the clock starts; random numbers
and law delays are shared by the four scenarios. Where it is simpler than the program it is so to numpy's advantage: no
random shock windows (certain ones act), default probabilities raised over the year, policies by buyer and not by invoice
(so no claims for buyers that merely pay late), 32-bit buyer effects, no standard errors, no contributions.
"""
import csv
import datetime
import json
import math
import os
import statistics
import sys

import numpy as np

HORIZON = 364
CHUNK = 16    # trials at a time: the arrays of a chunk stay in the cache
ACCOUNTS = 64  # chunks whose cash is walked together, day by day
CELLS = 64    # of a buyer's posterior
SECTOR, BUYER, RESIDUAL = math.sqrt(0.1), math.sqrt(0.3), math.sqrt(0.6)
AS_OF = datetime.date(2026, 1, 5).toordinal()
GRADES = {"A": 0.0005, "B": 0.003, "C": 0.012, "D": 0.04, "E": 0.12}
SEVERE = {"A": 0.0015, "B": 0.009, "C": 0.03, "D": 0.09, "E": 0.22}
NEVER = 1 << 20


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def day(text):
    return datetime.date.fromisoformat(text).toordinal() - AS_OF


class Book:
    def __init__(self, folder):
        buyers = list(rows(f"{folder}/buyers.csv"))
        number = {b["buyer_id"]: i for i, b in enumerate(buyers)}
        self.sectors = sorted({b["sector"] for b in buyers})
        self.sector = np.array([self.sectors.index(b["sector"]) for b in buyers])
        self.grade = [b["grade"] for b in buyers]
        self.limit = np.array([float(b["insured_limit"] or 20000) for b in buyers])
        live, self.known = [], [[] for _ in buyers]
        for r in rows(f"{folder}/invoices.csv"):
            if r["paid_date"]:
                self.known[number[r["buyer_id"]]].append((max(day(r["paid_date"]) - day(r["due_date"]), 0), True))
            else:
                if day(r["due_date"]) <= 0:
                    self.known[number[r["buyer_id"]]].append((-day(r["due_date"]), False))
                live.append((number[r["buyer_id"]], day(r["issue_date"]), day(r["due_date"]), float(r["amount"])))
        for r in rows(f"{folder}/sales_plan.csv"):
            issue = day(r["issue_date"])
            live.append((number[r["buyer_id"]], issue, issue + int(r["terms_days"]), float(r["amount"])))
        live = sorted(j for j in live if j[1] <= HORIZON)
        self.buyer, self.issue, self.due = (np.array([j[k] for j in live], dtype=np.int32) for k in range(3))
        self.amount = np.array([j[3] for j in live])
        self.outflow = np.zeros(HORIZON + 1)
        for r in rows(f"{folder}/outflows.csv"):
            if 1 <= day(r["date"]) <= HORIZON:
                self.outflow[day(r["date"])] += float(r["amount"])


def delay_table():
    """Days late by latent score, 4,096 entries a standard deviation."""
    normal = statistics.NormalDist()
    variance = math.log(1 + 22.0**2 / 18.0**2)
    mu, sigma = math.log(18.0) - variance / 2, math.sqrt(variance)
    law = np.zeros(2 * 8 * 4096 + 1, dtype=np.int32)
    for k in range(len(law)):
        u = normal.cdf(k / 4096 - 8)
        if u > 0.35:
            p = min(max((u - 0.35) / 0.65, 1e-15), 1 - 1e-15)
            law[k] = math.ceil(math.exp(mu + sigma * normal.inv_cdf(p)))
    return law


def evidence(book, law):
    """By buyer: scores m of the cells, and ln of what is known times the part of the prior that no trial changes."""
    normal = np.vectorize(statistics.NormalDist().cdf)
    edge = lambda days: np.searchsorted(law, days, "right") / 4096 - 8
    cells = np.zeros((len(book.known), CELLS), dtype=np.float32)
    weight = np.zeros_like(cells)
    table = normal(np.linspace(-9, 9, 9001))
    phi = lambda x: np.interp(x, np.linspace(-9, 9, 9001), table)
    for i, items in enumerate(book.known):
        step = BUYER * max(0.25 / math.sqrt(1 + len(items) / 2), 0.05)
        wide = np.arange(-400, 401) * (BUYER / 40)
        for turn in range(2):
            m = wide if turn == 0 else centre + (np.arange(CELLS) - CELLS / 2) * step
            total = -m**2 / (2 * BUYER**2)
            for days, paid in items:
                above = phi((m - edge(days)) / RESIDUAL)
                chance = phi((m - edge(days - 1)) / RESIDUAL) - above if paid else above
                total = total + np.log(np.maximum(chance, 1e-30))
            if turn == 0:
                centre = m[np.argmax(total)]
        cells[i], weight[i] = m, total - total.max()
    return cells, weight


def scenarios(book):
    """(default threshold by buyer, delay factor and amount by invoice, forced failures, LGD mean and sd)."""
    normal = statistics.NormalDist()
    construction = np.array([s == "construction" for s in book.sectors])[book.sector]
    top = np.argsort(-np.bincount(book.buyer, book.amount * (book.issue <= 0), len(book.sector)))[:3]
    base = np.array([GRADES[g] for g in book.grade])
    severe = np.array([SEVERE[g] for g in book.grade])
    built = construction[book.buyer]
    inside = lambda days, when: (when >= 1) & (when <= days)
    slump_delay = np.where(built & inside(182, book.due), 1.6, 1.0)
    slump_sales = np.where(built & inside(182, book.issue), 0.8, 1.0)
    bad_delay = np.where(built & inside(364, book.due), 1.6, 1.0) * np.where(inside(273, book.due), 1.3, 1.0)
    bad_sales = np.where(built & inside(364, book.issue), 0.8, 1.0) * np.where(inside(273, book.issue), 0.9, 1.0)
    worlds = [(base, None, 1.0, [], (0.9, 0.1)),
              (np.minimum(base * np.where(construction, 2.0, 1.0), 1), slump_delay, slump_sales, [], (0.9, 0.1)),
              (base, None, 1.0, top, (0.9, 0.1)),
              (np.minimum(severe * np.where(construction, 3.0, 1.0), 0.9), bad_delay, bad_sales, [], (0.95, 0.05))]
    result = []
    for pd, delay, sales, fail, lgd in worlds:
        result.append((np.array([normal.inv_cdf(p) for p in pd]), delay, book.amount * sales, fail, lgd))
    return result


POLICIES = [(0.0, 0, 0, 0, 0), (0.9, 1000, 50000, 30 * 40000, 40000), (0.95, 10000, 400000, 4000000, 45000),
            (0.8, 0, 0, math.inf, 20000)]  # share, non-qualifying loss, first loss, maximum, premium; the first is none


def walk_cash(net):
    """Balances by trial and day from 2 million, with a line of 1 million at 7.5 % that keeps 500,000."""
    balance = np.empty_like(net)
    cash, drawn = np.full(len(net), 2e6), np.zeros(len(net))
    for t in range(1, net.shape[1]):
        cash = cash + net[:, t] - drawn * (0.075 / 360)
        change = np.clip(5e5 - cash, -drawn, 1e6 - drawn)
        drawn = drawn + change
        cash = cash + change
        balance[:, t] = cash
    return balance


def simulate(book, trials, seed):
    rng = np.random.default_rng(seed)
    law, worlds = delay_table(), scenarios(book)
    cells, weight = evidence(book, law)
    buyers, sectors, size = len(book.sector), len(book.sectors), len(book.buyer)
    names = np.array(book.sectors)
    rho = np.where(names == "construction", 0.20, np.where(names == "retail", 0.15, 0.12))
    loading, own = np.sqrt(rho), np.sqrt(1 - rho)
    overdue = np.nonzero(book.due <= 0)[0]
    least = np.searchsorted(law, -book.due[overdue], "right") / 4096 - 8
    grid = np.linspace(-9, 9, 9001)
    table = np.vectorize(statistics.NormalDist().cdf)(grid)
    gross = np.zeros((len(worlds), trials))
    retained = np.zeros((len(worlds), len(POLICIES), trials))
    weekly = np.zeros((len(worlds), len(POLICIES), trials, HORIZON // 7))
    nets = np.zeros((len(worlds), len(POLICIES), CHUNK * ACCOUNTS, HORIZON + 1))
    start = os.times()
    for first in range(0, trials, CHUNK):
        count = min(CHUNK, trials - first)
        place = first % (CHUNK * ACCOUNTS)
        row = np.arange(count)[:, None]
        z = math.sqrt(0.4) * rng.standard_normal((count, 1)) + math.sqrt(0.6) * rng.standard_normal((count, sectors))
        # Buyer effects given what is known: inversion of the tabulated posterior of m.
        tilt = (-z[:, book.sector] * (SECTOR / BUYER**2)).astype(np.float32)
        density = np.cumsum(np.exp(weight + cells * tilt[:, :, None]), axis=2)
        target = density[:, :, -1] * rng.random((count, buyers), dtype=np.float32)
        cell = (density < target[:, :, None]).sum(2).clip(0, CELLS - 1)
        m = cells[np.arange(buyers), cell]
        effect = (m + SECTOR * z[:, book.sector]) / BUYER
        e = -0.3 * effect + math.sqrt(1 - 0.09) * rng.standard_normal((count, buyers))
        x = m[:, book.buyer] + RESIDUAL * rng.standard_normal((count, size))
        mean = m[:, book.buyer[overdue]]
        tail = np.interp((mean - least) / RESIDUAL, grid, table) * rng.random((count, len(overdue)))
        x[:, overdue] = mean - RESIDUAL * np.interp(np.maximum(tail, 1e-15), table, grid)
        score = np.clip((x + 8) * 4096, 0, len(law) - 1).astype(np.int32)
        latent = (loading * z)[:, book.sector] + own[book.sector] * e
        uniform = rng.random((count, buyers))
        plain = None
        for s, (threshold, delay, amount, fail, (lgd, sd)) in enumerate(worlds):
            failed = latent < threshold
            default = np.where(failed, 1 + (uniform * HORIZON).astype(np.int32), NEVER)
            default[:, fail] = np.minimum(default[:, fail], 28)
            # Dunning and supply stops are in the history: the delays and the plan already contain them.
            if delay is None and plain is not None:
                paid = plain
            elif delay is None:
                paid = plain = np.maximum(book.due + law[score], 1)
            else:
                paid = np.maximum(book.due + np.ceil(law[score] * delay).astype(np.int32), 1)
            end = default[:, book.buyer]
            shipped = book.issue < end
            received = (paid < end) & shipped
            value = np.broadcast_to(amount, paid.shape)
            days = row * (HORIZON + 2) + np.minimum(paid, HORIZON + 1)
            receipts = np.bincount(days[received], value[received], count * (HORIZON + 2))
            receipts = receipts.reshape(count, HORIZON + 2)[:, : HORIZON + 1]
            owed = shipped & ~received & (end < NEVER)
            exposure = np.bincount((row * buyers + book.buyer)[owed], value[owed], count * buyers).reshape(count, buyers)
            who = np.nonzero(exposure)
            k = lgd * (1 - lgd) / sd**2 - 1
            total = np.bincount(who[0], exposure[who] * rng.beta(lgd * k, (1 - lgd) * k, len(who[0])), count)
            gross[s, first : first + count] = total
            claim_day = np.minimum(default[who] + 30, HORIZON + 1)
            for p, (share, minimum, deductible, maximum, premium) in enumerate(POLICIES):
                covered = np.minimum(exposure[who], book.limit[who[1]])
                covered[covered < minimum] = 0
                year = np.bincount(who[0], covered, count)
                kept = np.divide(np.maximum(year - deductible, 0), year, out=np.zeros(count), where=year > 0)
                claims = share * covered * kept[who[0]]
                paid_out = np.bincount(who[0], claims, count)
                cut = np.divide(np.minimum(paid_out, maximum), paid_out, out=np.ones(count), where=paid_out > 0)
                claims *= cut[who[0]]
                retained[s, p, first : first + count] = total - np.bincount(who[0], claims, count)
                inflow = np.bincount(who[0] * (HORIZON + 2) + claim_day, claims, count * (HORIZON + 2))
                net = receipts + inflow.reshape(count, HORIZON + 2)[:, : HORIZON + 1] - book.outflow
                net[:, 1::91] -= premium / 4
                nets[s, p, place : place + count] = net
        if place + CHUNK == CHUNK * ACCOUNTS or first + count == trials:
            done = place + count
            walked = walk_cash(nets[:, :, :done].reshape(-1, HORIZON + 1)).reshape(len(worlds), len(POLICIES), done, -1)
            weekly[:, :, first + count - done : first + count] = walked[:, :, :, 7::7]
    statistics_ = [np.quantile(gross, [0.5, 0.95, 0.99, 0.999], axis=1), retained.mean(2), weekly.mean(2),
                   np.quantile(weekly, [0.05, 0.5, 0.95], axis=2), (weekly < 5e5).mean(2)]
    end = os.times()
    return end.user + end.system - start.user - start.system, end.elapsed - start.elapsed, gross, statistics_


if __name__ == "__main__":
    book = Book(sys.argv[1])
    trials = int(sys.argv[2])
    cpu, wall, gross, _ = simulate(book, trials, 20260105)
    print(json.dumps({"trials": trials, "invoices": len(book.buyer), "cpu_seconds": cpu, "wall_seconds": wall,
                      "expected_loss": [float(v) for v in gross.mean(1)]}))
