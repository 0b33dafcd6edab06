"""Where a page was published, by its address, and which clocks stand earlier: late on the 8th here is the 9th there."""

from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

NIGHT = 5  # hours after midnight by Greenwich in which the day before goes on in America
APART = 4.0  # hours between two clocks, from which an evening here is often the next day there

# Domain of the state, hours of the capital's clock from UTC, in winter
CLOCKS = """
us -5|gov -5|mil -5|ca -5|mx -6|gt -6|sv -6|hn -6|ni -6|cr -6|pa -5|cu -5|
do -4|ht -5|jm -5|bs -5|tt -4|bb -4|co -5|ve -4|ec -5|pe -5|bo -4|py -4|
cl -4|ar -3|uy -3|br -3|gy -4|sr -3|is 0|ie 0|uk 0|gb 0|pt 0|ma 0|sn 0|
ml 0|gh 0|ci 0|lr 0|sl 0|gm 0|mr 0|es 1|fr 1|be 1|nl 1|lu 1|de 1|
ch 1|at 1|it 1|va 1|mt 1|dk 1|no 1|se 1|pl 1|cz 1|sk 1|hu 1|si 1|
hr 1|ba 1|rs 1|me 1|mk 1|al 1|dz 1|tn 1|ne 1|ng 1|td 1|cm 1|ga 1|
cg 1|cd 1|ao 1|eu 1|fi 2|ee 2|lv 2|lt 2|ua 2|md 2|ro 2|bg 2|gr 2|
cy 2|il 2|ps 2|lb 2|jo 2|sy 2|eg 2|ly 2|sd 2|ss 2|rw 2|bi 2|zm 2|
zw 2|mw 2|mz 2|bw 2|na 2|za 2|ru 3|su 3|by 3|tr 3|iq 3|kw 3|sa 3|qa 3|
bh 3|ye 3|er 3|et 3|dj 3|so 3|ke 3|ug 3|tz 3|mg 3|ir 3.5|ge 4|am 4|
az 4|ae 4|om 4|mu 4|af 4.5|pk 5|uz 5|tm 5|tj 5|kz 5|mv 5|in 5.5|lk 5.5|
np 5.75|bd 6|bt 6|kg 6|mm 6.5|th 7|la 7|kh 7|vn 7|id 7|cn 8|tw 8|hk 8|
mn 8|my 8|sg 8|bn 8|ph 8|jp 9|kr 9|kp 9|tl 9|au 10|pg 10|sb 11|vu 11|
fj 12|nz 12|ws 13|to 13
"""


@lru_cache(maxsize=1)
def _clocks() -> dict[str, float]:
    rows = (row.split() for row in CLOCKS.replace("\n", "").split("|"))
    return {domain: float(hours) for domain, hours in rows}


@lru_cache(maxsize=4096)
def host(address: str | None) -> str | None:
    """The host of an address; None where it has none."""
    try:
        return urlsplit(address or "").hostname
    except ValueError:
        return None


def home(address: str | None) -> str | None:
    """The domain that says in which state a page was published; None where it does not say."""
    last = (host(address) or "").rpartition(".")[2]
    return last if last in _clocks() else None


def days(published: str | None, address: str | None) -> tuple[int, int]:
    """The first and last day, ordinals, that "today" may be on a page; 0 and 0 where nothing says.

    Pages give their time by Greenwich more often than not: two in the morning there is the evening before in Washington. Where
    the address does not tell the clock, it may be either.
    """
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return 0, 0
    day = moment.toordinal()
    if len(published or "") <= 10 or moment.utcoffset() != timedelta(0):
        return day, day
    here = home(address)
    if here is not None:
        return (day - 1, day - 1) if moment.hour + _clocks()[here] < 0 else (day, day)
    return (day - 1, day) if moment.hour < NIGHT else (day, day)


def is_west_of(one: str | None, other: str | None) -> bool:
    """Whether the clocks of the one stand so much earlier that its late evening is the other's next day."""
    if one is None or other is None:
        return False
    return _clocks()[other] - _clocks()[one] >= APART
