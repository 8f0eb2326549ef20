#!/usr/bin/python3
"""The quickstart in vectorised numpy: numpy_baseline.py FOLDER TRIALS prints one line of JSON.

The same structure as the program's model, written the way an analyst would: flat arrays, a few trials at a time, nothing
interpreted per buyer or invoice. Where it is simpler than the program it is so to numpy's advantage: no supply stop, no
posterior of the buyer effects, yearly default probabilities without random shock windows, policies by buyer and not by
invoice, no line of credit, no standard errors, no contributions. Draws and law delays are shared by the four scenarios.
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
CHUNK = 16  # trials at a time: the arrays of a chunk stay below 3 MB
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
        live = []
        for r in rows(f"{folder}/invoices.csv"):
            if not r["paid_date"]:
                live.append((number[r["buyer_id"]], day(r["issue_date"]), day(r["due_date"]), float(r["amount"])))
        for r in rows(f"{folder}/sales_plan.csv"):
            issue = day(r["issue_date"])
            live.append((number[r["buyer_id"]], issue, issue + int(r["terms_days"]), float(r["amount"])))
        live = [j for j in live if j[1] <= HORIZON]
        self.buyer, self.issue, self.due = (np.array([j[k] for j in live], dtype=np.int32) for k in range(3))
        self.amount = np.array([j[3] for j in live])
        self.outflow = np.zeros(HORIZON + 1)
        for r in rows(f"{folder}/outflows.csv"):
            if 1 <= day(r["date"]) <= HORIZON:
                self.outflow[day(r["date"])] += float(r["amount"])


def delay_table():
    """Days late by latent score, 4,096 entries a standard deviation; with the reminder after 15 days."""
    normal = statistics.NormalDist()
    variance = math.log(1 + 22.0**2 / 18.0**2)
    mu, sigma = math.log(18.0) - variance / 2, math.sqrt(variance)
    table = np.zeros(2 * 8 * 4096 + 1, dtype=np.int32)
    for k in range(len(table)):
        u = normal.cdf(k / 4096 - 8)
        if u > 0.35:
            p = min(max((u - 0.35) / 0.65, 1e-15), 1 - 1e-15)
            late = math.ceil(math.exp(mu + sigma * normal.inv_cdf(p)))
            table[k] = late if late <= 15 else 15 + math.ceil(0.8 * (late - 15))
    return table


def scenarios(book):
    """(default threshold by buyer, delay factor, sales factor by buyer, forced failures, LGD mean and sd)."""
    normal = statistics.NormalDist()
    construction = np.array([s == "construction" for s in book.sectors])[book.sector]
    top = np.argsort(-np.bincount(book.buyer, book.amount * (book.issue <= 0), len(book.sector)))[:3]
    base = np.array([GRADES[g] for g in book.grade])
    severe = np.array([SEVERE[g] for g in book.grade])
    one = np.ones(len(base))
    slump = np.where(construction, 1.6, 1.0)
    result = []
    for pd, delay, sales, fail, lgd in [
        (base, one, one, [], (0.9, 0.1)),
        (np.minimum(base * np.where(construction, 2.0, 1.0), 1), slump, np.where(construction, 0.8, 1.0), [], (0.9, 0.1)),
        (base, one, one, top, (0.9, 0.1)),
        (np.minimum(severe * np.where(construction, 3.0, 1.0), 0.9), slump * 1.3, np.where(construction, 0.72, 0.9), [],
         (0.95, 0.05)),
    ]:
        result.append((np.array([normal.inv_cdf(p) for p in pd]), delay, sales, fail, lgd))
    return result


POLICIES = [(0.0, 0, 0, 0, 0), (0.9, 1000, 50000, 30 * 40000, 40000), (0.95, 10000, 400000, 4000000, 45000),
            (0.8, 0, 0, math.inf, 20000)]  # share, non-qualifying loss, first loss, maximum, premium; the first is none


def simulate(book, trials, seed):
    rng = np.random.default_rng(seed)
    table, worlds = delay_table(), scenarios(book)
    buyers, sectors = len(book.sector), len(book.sectors)
    rho = np.where(np.array(book.sectors) == "construction", 0.20, np.where(np.array(book.sectors) == "retail", 0.15, 0.12))
    loading, own = np.sqrt(rho), np.sqrt(1 - rho)
    gross = np.zeros((len(worlds), trials))
    retained = np.zeros((len(worlds), len(POLICIES), trials))
    weekly = np.zeros((len(worlds), len(POLICIES), trials, HORIZON // 7), dtype=np.float32)
    start = os.times()
    for first in range(0, trials, CHUNK):
        count = min(CHUNK, trials - first)
        z = math.sqrt(0.4) * rng.standard_normal((count, 1)) + math.sqrt(0.6) * rng.standard_normal((count, sectors))
        effect = rng.standard_normal((count, buyers))
        e = -0.3 * effect + math.sqrt(1 - 0.09) * rng.standard_normal((count, buyers))
        m = math.sqrt(0.1) * -z[:, book.sector] + math.sqrt(0.3) * effect
        x = m[:, book.buyer] + math.sqrt(0.6) * rng.standard_normal((count, len(book.buyer)))
        law = table[np.clip((x + 8) * 4096, 0, len(table) - 1).astype(np.int32)]
        latent = (loading * z)[:, book.sector] + own[book.sector] * e
        uniform = rng.random((count, buyers))
        row = np.arange(count)[:, None]
        for s, (threshold, delay, sales, fail, (mean, sd)) in enumerate(worlds):
            failed = latent < threshold
            default = np.where(failed, 1 + (uniform * HORIZON).astype(np.int32), NEVER)
            default[:, fail] = np.minimum(default[:, fail], 28)
            late = law if (delay == 1).all() else np.ceil(law * delay[book.buyer]).astype(np.int32)
            amount = np.where(book.issue > 0, book.amount * sales[book.buyer], book.amount)
            paid = book.due + late
            end = default[:, book.buyer]
            shipped = book.issue < end
            received = (paid < end) & shipped
            days = np.minimum(paid, HORIZON + 1)
            receipts = np.bincount((row * (HORIZON + 2) + days)[received],
                                   np.broadcast_to(amount, paid.shape)[received], count * (HORIZON + 2))
            receipts = receipts.reshape(count, HORIZON + 2)[:, : HORIZON + 1]
            open_then = shipped & ~received & (end < NEVER)
            exposure = np.bincount((row * buyers + book.buyer)[open_then],
                                   np.broadcast_to(amount, paid.shape)[open_then], count * buyers).reshape(count, buyers)
            who = np.nonzero(exposure)
            k = mean * (1 - mean) / sd**2 - 1
            loss = np.zeros((count, buyers))
            loss[who] = exposure[who] * rng.beta(mean * k, (1 - mean) * k, len(who[0]))
            total = loss.sum(1)
            gross[s, first : first + count] = total
            claim_day = np.minimum(default[who] + 30, HORIZON + 1)
            for p, (share, minimum, deductible, maximum, premium) in enumerate(POLICIES):
                covered = np.minimum(exposure[who], book.limit[who[1]])
                covered[covered < minimum] = 0
                before = np.cumsum(np.bincount(who[0], covered, count))  # first loss: in proportion to the trial's claims
                year = np.diff(before, prepend=0)
                kept = np.divide(np.maximum(year - deductible, 0), year, out=np.zeros(count), where=year > 0)
                claims = share * covered * kept[who[0]]
                paid_out = np.bincount(who[0], claims, count)
                cut = np.divide(np.minimum(paid_out, maximum), paid_out, out=np.ones(count), where=paid_out > 0)
                claims *= cut[who[0]]
                retained[s, p, first : first + count] = total - np.bincount(who[0], claims, count)
                inflow = np.bincount(who[0] * (HORIZON + 2) + claim_day, claims, count * (HORIZON + 2))
                net = receipts + inflow.reshape(count, HORIZON + 2)[:, : HORIZON + 1] - book.outflow
                net[:, 1::91] -= premium / 4
                balance = 2e6 + np.cumsum(net, 1)
                weekly[s, p, first : first + count] = balance[:, 7::7]
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
