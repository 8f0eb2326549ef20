"""Opens a result file with h5py, netCDF4, xarray (netcdf4 and h5netcdf) and checks what each of them sees.

usage: read_result.py FILE.h5 [MINIMA]     MINIMA: of the two scenarios, how many have a minimum cash (default 2).
A module that is missing is skipped with its reason; exit status 1 when a check fails.
"""
import importlib
import sys

PATH = sys.argv[1]
MINIMA = int(sys.argv[2]) if len(sys.argv) > 2 else 2
SKIPPED = []


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError as reason:
        SKIPPED.append(f"{name}: {reason}")
        return None


def text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def check_h5py():
    h5py = module("h5py")
    if h5py is None:
        return
    with h5py.File(PATH, "r") as file:
        assert file.attrs["format"] == "delcredere-result", file.attrs["format"]
        assert list(file.attrs["format_version"])[0] == 1
        for group in file.values():
            for name, data in group.items():
                assert data.attrs["units"] and data.attrs["long_name"], data.name
                assert data.dtype.kind in "fiO", f"{data.name}: {data.dtype}"  # no compound, no fixed-length text
                for axis in [] if data.attrs.get("CLASS") == b"DIMENSION_SCALE" else data.dims:
                    assert len(axis) == 1, f"{data.name}: an axis without its scale"
                    scale = axis[0]
                    assert scale.parent.name == data.parent.name, f"{data.name}: its scale lies elsewhere"
                data[...]
        trials = file["trials/gross_loss"]
        assert trials.dtype == "int64" and abs(trials.attrs["scale_factor"] - 0.01) < 1e-15
        if trials.chunks:
            assert trials.shuffle and trials.fletcher32 and trials.compression == "gzip"
        assert [text(name) for name in file["losses/policy"][...]][0] == "none"


def check_netcdf4():
    netcdf4 = module("netCDF4")
    if netcdf4 is None:
        return
    with netcdf4.Dataset(PATH) as data:
        assert data["losses"].variables["mean"].dimensions == (
            "scenario", "policy", "component")
        for group in data.groups.values():
            for variable in group.variables.values():
                variable[...]
                for dimension in variable.dimensions:
                    assert dimension in group.dimensions, f"{group.name}/{variable.name}: {dimension}"
        assert data["buyers"]["name"][1] == "北京建筑有限公司", data["buyers"]["name"][1]


def check_xarray(engine):
    xarray = module("xarray")
    if xarray is None or module({"netcdf4": "netCDF4"}.get(engine, engine)) is None:
        return
    groups = ["losses", "exceedance", "cash", "liquidity", "ageing", "buyers", "sectors", "trials", "convergence",
              "provenance"]
    for group in groups:
        with xarray.open_dataset(PATH, group=group, engine=engine) as data:
            data.load()
    with xarray.open_dataset(PATH, group="losses", engine=engine) as losses:
        mean = losses["mean"].sel(scenario="base", policy="whole_turnover", component="insured")
        assert float(mean) == 127000.0, float(mean)
        assert losses["quantile"].sel(probability=0.995).dims == ("scenario", "policy", "component")
    with xarray.open_dataset(PATH, group="cash", engine=engine) as cash:
        assert str(cash["period"].values[0])[:10] == "2026-01-12"
    with xarray.open_dataset(PATH, group="trials", engine=engine) as trials:
        assert float(trials["gross_loss"].sel(scenario="base", trial=1)) == 1234.57
        assert ("first_breach_day" in trials) == (MINIMA > 0)
        assert MINIMA == 0 or int(trials["first_breach_day"].min()) == -1
    with xarray.open_dataset(PATH, group="liquidity", engine=engine) as liquidity:
        assert liquidity["dso_mean"].dtype == "float64"  # days stay numbers
        assert int(liquidity["minimum_cash"].notnull().sum()) == MINIMA
        if MINIMA == 0:  # nothing is below a minimum that nobody gave
            assert "breach_probability" not in liquidity and "facility_needed" not in liquidity
        else:
            known = liquidity["breach_probability"].notnull()
            assert bool((known == liquidity["minimum_cash"].notnull()).all())
    with xarray.open_dataset(PATH, group="buyers", engine=engine) as buyers:
        assert {"name", "sector", "country"} <= set(buyers.coords)


check_h5py()
check_netcdf4()
check_xarray("netcdf4")
check_xarray("h5netcdf")
for reason in SKIPPED:
    print("skipped:", reason)
print("read by all that are here")
