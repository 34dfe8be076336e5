#!/usr/bin/env python3
"""Synthetic UK justice-cohort person records with ground truth, for linkage benchmarks.

    python make_people.py --records 1000000 --seed 7 --out people_1m.parquet

Needs: numpy, pyarrow, faker (name lists only; MIT). Deterministic for a given
(records, seed, profile, faker version). No real person is in the output.

Each person has 1..12 records spread over five agencies. What makes it hard on purpose:
  * Zipf-like forenames (popularity drifts by birth decade) and surnames (heavy head,
    long rare tail), 90 % male, ages bunched at 20-45;
  * hard negatives: twins, parent/child at one address, same-name cousins, hostels and
    approved premises that put many unrelated people at one postcode;
  * typos (insert/delete/substitute/transpose, keyboard neighbours), spelling variants,
    nicknames, initials, aliases, married names, double-barrelling, forename/surname swap,
    forename/middle swap, day/month transposition, one-digit and +-1 year dob errors,
    1 January defaults, moved postcode, outward-only postcode, no fixed abode, nulls;
  * error rates differ by agency.
"""
import argparse
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

AGENCIES = ["prison", "probation", "police", "dwp", "housing"]
AGENCY_P = [0.24, 0.26, 0.24, 0.16, 0.10]
AGENCY_NOISE = np.array([0.8, 0.9, 1.25, 0.7, 1.5])

# base per-record error rates, before the agency multiplier
PROFILES = {
    "base": dict(fn_nick=.08, fn_typo=.045, fn_variant=.02, fn_initial=.008, fn_null=.008,
                 fn_mid_swap=.012, sn_typo=.04, sn_variant=.02, sn_alias=.03, sn_hyph=.01,
                 sn_null=.005, name_swap=.008, dob_dm=.015, dob_digit=.02, dob_year=.012,
                 dob_jan1=.008, dob_null=.02, pc_typo=.02, pc_out=.02, pc_null=.10,
                 hostel=.04, town_null=.10, sex_null=.02, sex_wrong=.003, mid_null=.45),
    "dirty": dict(fn_nick=.11, fn_typo=.07, fn_variant=.04, fn_initial=.02, fn_null=.02,
                  fn_mid_swap=.03, sn_typo=.06, sn_variant=.035, sn_alias=.05, sn_hyph=.02,
                  sn_null=.015, name_swap=.015, dob_dm=.03, dob_digit=.035, dob_year=.02,
                  dob_jan1=.015, dob_null=.05, pc_typo=.035, pc_out=.04, pc_null=.18,
                  hostel=.07, town_null=.20, sex_null=.05, sex_wrong=.006, mid_null=.60),
}

NICK = """ALEXANDER:ALEX,SANDY,XANDER ALEXANDRA:ALEX,LEXI ALFRED:ALFIE,FRED ANDREW:ANDY,DREW
ANTHONY:TONY,ANT ARTHUR:ART BENJAMIN:BEN,BENNY BRADLEY:BRAD CATHERINE:CATH,KATE,CATHY
CHARLES:CHARLIE,CHAZ CHARLOTTE:CHARLIE,LOTTIE CHRISTOPHER:CHRIS,KIT CHRISTINE:CHRIS,TINA
CRAIG:CRAIGY DANIEL:DAN,DANNY DAVID:DAVE,DAVEY DEBORAH:DEBBIE,DEB DEREK:DEL DONALD:DON
DOUGLAS:DOUG EDWARD:ED,EDDIE,TED,NED ELIZABETH:LIZ,BETH,LIZZIE,BETTY EMILY:EM FRANCIS:FRANK
FREDERICK:FRED,FREDDIE GARETH:GAZ,GARY GARY:GAZ GEORGE:GEORDIE GERALD:GERRY GRAHAM:GRA
GREGORY:GREG HAROLD:HARRY HENRY:HARRY HELEN:NELL IAN:IAIN ISAAC:ZAC JACK:JOHN JACOB:JAKE
JACQUELINE:JACKIE JAMES:JIM,JIMMY,JAMIE JASON:JAY JEFFREY:JEFF JENNIFER:JEN,JENNY JEREMY:JEZ
JESSICA:JESS JOHN:JOHNNY,JACK,JON JONATHAN:JON,JONNY JOSEPH:JOE,JOEY JOSHUA:JOSH
KATHERINE:KATE,KATIE,KATHY KENNETH:KEN,KENNY KEVIN:KEV KIMBERLEY:KIM LAWRENCE:LARRY,LAURIE
LEONARD:LEN,LENNY LESLEY:LES LEWIS:LEW LOUIS:LOU MARGARET:MAGGIE,PEGGY,MEG MARTIN:MARTY
MATTHEW:MATT,MATTY MAURICE:MO MICHAEL:MIKE,MICK,MICKY MICHELLE:SHELL MOHAMMED:MO,MOHAMMAD
NATHAN:NATE NATHANIEL:NATHAN,NAT NICHOLAS:NICK,NICKY NICOLA:NICKY NORMAN:NORM OLIVER:OLLIE
PAMELA:PAM PATRICIA:PAT,TRISH PATRICK:PAT,PADDY PAUL:PAULY PETER:PETE PHILIP:PHIL RAYMOND:RAY
REBECCA:BECKY,BECCA REGINALD:REG RICHARD:RICH,RICK,DICK ROBERT:ROB,BOB,BOBBY,ROBBIE
RODERICK:ROD ROGER:ROG RONALD:RON,RONNIE RUSSELL:RUSS SAMANTHA:SAM,SAMMY SAMUEL:SAM,SAMMY
SANDRA:SANDY SARAH:SALLY SEBASTIAN:SEB SHAUN:SEAN SIMON:SI STANLEY:STAN STEPHEN:STEVE,STE
STEVEN:STEVE,STE STUART:STU SUSAN:SUE,SUZIE TERENCE:TERRY THEODORE:TED,THEO THERESA:TERRY,TESS
THOMAS:TOM,TOMMY TIMOTHY:TIM VALERIE:VAL VICTORIA:VICKY,TORI VINCENT:VINNY,VINCE WALTER:WALLY
WAYNE:WAZ WILLIAM:WILL,BILL,BILLY,LIAM ZACHARY:ZAC"""

VARIANTS = [("PH", "F"), ("CK", "K"), ("IE", "Y"), ("Y", "IE"), ("EY", "Y"), ("SS", "S"),
            ("LL", "L"), ("NN", "N"), ("TT", "T"), ("MAC", "MC"), ("MC", "MAC"), ("EA", "EE"),
            ("EI", "IE"), ("AE", "A"), ("SON", "SEN"), ("K", "C"), ("C", "K"), ("Z", "S"),
            ("L", "LL"), ("N", "NN"), ("T", "TT"), ("OU", "OW"), ("AI", "AY"), ("TH", "T")]

KEYS = {a: b for a, b in zip("QWERTYUIOPASDFGHJKLZXCVBNM",
        ["WA", "QES", "WRD", "ETF", "RYG", "TUH", "YIJ", "UOK", "IPL", "OL", "QSZ", "AWDX",
         "SEFC", "DRGV", "FTHB", "GYJN", "HUKM", "JIL", "KOP", "ASX", "ZSC", "XDV", "CFB",
         "VGN", "BHM", "NJK"])}

AREAS = """B:BIRMINGHAM,SOLIHULL,SUTTON COLDFIELD:45;M:MANCHESTER,SALFORD,SALE:40;L:LIVERPOOL,BOOTLE:38;
LS:LEEDS,PUDSEY:32;S:SHEFFIELD,ROTHERHAM,BARNSLEY:32;NE:NEWCASTLE UPON TYNE,GATESHEAD:32;
BS:BRISTOL,WESTON-SUPER-MARE:24;NG:NOTTINGHAM,MANSFIELD:27;LE:LEICESTER,LOUGHBOROUGH:24;
CF:CARDIFF,BARRY,MERTHYR TYDFIL:26;SE:LONDON:34;E:LONDON:36;N:LONDON:26;SW:LONDON:24;W:LONDON:18;
NW:LONDON:18;CR:CROYDON:12;RM:ROMFORD,DAGENHAM:13;EN:ENFIELD:9;HU:HULL,BEVERLEY:14;BD:BRADFORD,KEIGHLEY:18;
HD:HUDDERSFIELD:8;HX:HALIFAX:6;WF:WAKEFIELD,PONTEFRACT:15;DN:DONCASTER,GRIMSBY,SCUNTHORPE:22;
YO:YORK,SCARBOROUGH:11;TS:MIDDLESBROUGH,HARTLEPOOL,STOCKTON-ON-TEES:20;SR:SUNDERLAND,SEAHAM:9;
DH:DURHAM:8;DL:DARLINGTON:9;CA:CARLISLE:7;LA:LANCASTER,BARROW-IN-FURNESS:8;PR:PRESTON,CHORLEY:13;
BB:BLACKBURN,BURNLEY:14;FY:BLACKPOOL,FLEETWOOD:10;BL:BOLTON,BURY:11;OL:OLDHAM,ROCHDALE:14;
SK:STOCKPORT,MACCLESFIELD:13;WN:WIGAN,LEIGH:9;WA:WARRINGTON,ST HELENS,WIDNES:16;CH:CHESTER,BIRKENHEAD:17;
CW:CREWE:8;ST:STOKE-ON-TRENT,STAFFORD:18;WS:WALSALL:12;WV:WOLVERHAMPTON:12;DY:DUDLEY,KIDDERMINSTER:11;
CV:COVENTRY,RUGBY,NUNEATON:20;DE:DERBY,BURTON-ON-TRENT:17;LN:LINCOLN:8;PE:PETERBOROUGH,KINGS LYNN,BOSTON:21;
NN:NORTHAMPTON,KETTERING:16;MK:MILTON KEYNES,BEDFORD:13;LU:LUTON,DUNSTABLE:10;SG:STEVENAGE,HITCHIN:8;
CB:CAMBRIDGE:7;NR:NORWICH,GREAT YARMOUTH:16;IP:IPSWICH,LOWESTOFT:13;CO:COLCHESTER,CLACTON-ON-SEA:10;
CM:CHELMSFORD,HARLOW:12;SS:SOUTHEND-ON-SEA,BASILDON:12;ME:CHATHAM,MAIDSTONE,GILLINGHAM:14;CT:CANTERBURY,MARGATE,DOVER:12;
TN:TUNBRIDGE WELLS,HASTINGS,ASHFORD:13;BN:BRIGHTON,EASTBOURNE,WORTHING:17;PO:PORTSMOUTH,BOGNOR REGIS:16;
SO:SOUTHAMPTON:14;BH:BOURNEMOUTH,POOLE:11;GU:GUILDFORD,ALDERSHOT:9;RG:READING,BASINGSTOKE:13;SL:SLOUGH:8;
OX:OXFORD,BANBURY:11;SN:SWINDON:9;GL:GLOUCESTER,CHELTENHAM:12;BA:BATH,YEOVIL:8;TA:TAUNTON,BRIDGWATER:7;
EX:EXETER,BARNSTAPLE:10;PL:PLYMOUTH:12;TQ:TORQUAY,PAIGNTON:7;TR:TRURO,CAMBORNE:6;NP:NEWPORT,CWMBRAN:13;
SA:SWANSEA,LLANELLI:15;LL:WREXHAM,RHYL,BANGOR:13;SY:SHREWSBURY:6;TF:TELFORD:6;HR:HEREFORD:4;WR:WORCESTER:5;
DT:DORCHESTER,WEYMOUTH:4;SP:SALISBURY:3;UB:UXBRIDGE,HAYES:9;HA:HARROW:7;TW:TWICKENHAM,HOUNSLOW:8;IG:ILFORD,BARKING:9;
BR:BROMLEY:5;DA:DARTFORD,GRAVESEND:9;SM:SUTTON:4;KT:KINGSTON UPON THAMES:6;AL:ST ALBANS:4;HP:HEMEL HEMPSTEAD:8;
WD:WATFORD:5;HG:HARROGATE:3;G:GLASGOW:6;EH:EDINBURGH:4;BT:BELFAST:3"""

PRE = """ABER ACK ALD ALLER AM ASH AST ATHER BADD BAL BAM BAR BASS BECK BELL BEN BIRCH BLACK BLYTH BOL BOTT BOW
BRAD BRAM BRAN BRECK BRIDG BRIM BROAD BROCK BROM BUCK BURN CALD CAM CAN CARL CATT CHAD CHAR CHAT CHEST CHURCH CLAY
CLIF COB COLD COP COT CRAN CRAW CRES CROM CUL CUM DAG DAL DAR DEN DIG DOD DRAY DRIF DUN DUR EAST ECK EDG EL EMB
ERR ETCH EVER EX FARN FAW FEN FIN FLAX FOX FRAM FUL GAR GATES GIL GLAD GOD GOOD GOR GRAN GREEN GRIM HAD HAL HAM HAN
HARD HARG HART HASL HAT HAW HAZ HEATH HEB HEN HIGH HIN HOL HON HORN HOUGH HUD HUN HUX ICK ING KEL KEN KIL KIRK KNOW
LANG LANK LAW LEA LED LING LITTLE LOCK LONG LUD LYD MAL MAP MARL MARS MEL MID MIL MOR MOSS NEW NOR OAK OLD OR OS OX
PAD PAR PEN PICK PIL PRES PUD RAD RAM RAV RED REN RID RIP ROCK ROS ROW RUSH RUT SAND SCAR SED SEL SHEL SHER SHIP SIL
SKEL SMAL SOUTH STAN STAP STOCK STOKE STRAT SUD SUT SWAN SWIN TAD TAM TAT TEN THORN THUR TIL TOD TREN TUN TWY UPP
WAD WAKE WAL WAR WAT WED WEL WEST WHAR WHIT WID WIL WIM WIN WIS WOL WOOD WOR WRAG WY YAR YEL""".split()
SUF = """BOROUGH BOTTOM BOURNE BRIDGE BROOK BURGH BURN BURY BY CLIFFE COMBE COTE COTT CROFT DALE DEAN DEN DON FIELD FOLD
FORD FORTH GATE GRAVE GREAVE HALGH HALL HAM HEAD HILL HOLME HOPE HURST INGHAM INGS INGTON LAND LEIGH LEY LOCK LOW
MAN MERE MONT MOOR MORE NESS OVER PORT RIDGE ROYD SALL SCOUGH SHALL SHAW SHOLME SIDE SON STALL STEAD STOCK STONE
STOW STROM THORPE THWAITE TON TREE VILLE WADE WAITE WALD WALL WARD WARE WATER WAY WELL WICK WIN WOOD WORTH WRIGHT YARD""".split()


def zipf(n, s=1.05, q=2.7):
    w = 1.0 / (np.arange(n) + q) ** s
    return w / w.sum()


def upper_ascii(xs):
    out, seen = [], set()
    for x in xs:
        u = x.upper().strip()
        if u and u.isascii() and u.replace("'", "").replace("-", "").replace(" ", "").isalpha() \
                and " " not in u and u not in seen:
            seen.add(u)
            out.append(u)
    return out


def vocab(rng):
    from importlib import import_module
    P = lambda l: import_module(f"faker.providers.person.{l}").Provider
    gb, ie, en = P("en_GB"), P("en_IE"), P("en")
    male = upper_ascii(list(gb.first_names_male) + list(ie.first_names_male) + list(en.first_names_male))
    fem = upper_ascii(list(gb.first_names_female) + list(ie.first_names_female) + list(en.first_names_female))
    asia_m = """MOHAMMED MUHAMMAD ALI AHMED ABDUL IMRAN HASSAN USMAN TARIQ ASIF KHALID BILAL IBRAHIM YUSUF HAMZA ADIL AMIR
    ZAIN OMAR SYED GURPREET RAVI SUNIL SANJAY RAJ HARPREET JASWINDER VIKRAM KARAN ARJUN NADEEM SHAHID WASEEM ZAHID""".split()
    asia_f = upper_ascii(list(P("en_PK").first_names) + list(P("en_IN").first_names))
    east_m = upper_ascii(list(P("pl_PL").first_names_male) + list(P("ro_RO").first_names_male))
    east_f = upper_ascii(list(P("pl_PL").first_names_female) + list(P("ro_RO").first_names_female))
    afr_m = upper_ascii(list(P("yo_NG").first_names_male) + list(P("en_NG").first_names_male))
    afr_f = upper_ascii(list(P("yo_NG").first_names_female) + list(P("en_NG").first_names_female))
    # surnames: measured GB head (weights as published), then Irish/US head, then a long tail
    head = {k.upper(): v for k, v in gb.last_names.items()}
    tail = [a + b for a in PRE for b in SUF]
    rng.shuffle(tail)
    mid = [x for x in upper_ascii(list(ie.last_names) + list(P("en_US").last_names)) if x not in head]
    tail = [x for x in dict.fromkeys(tail) if x not in head]
    hw = np.array(list(head.values()))
    hw = hw / hw.sum() * 0.46
    mw = zipf(len(mid), 0.9, 10) * 0.24
    tw = zipf(len(tail), 0.75, 50) * 0.30
    brit_s = (np.array(list(head) + mid + tail, dtype=object), np.concatenate([hw, mw, tw]))
    syl_as = ["AH", "KHA", "BHA", "SIN", "RAH", "MAN", "HUS", "SHA", "CHOU", "DHU", "RY", "MED", "IQ", "BAL", "BE", "GUM", "PAT", "EL",
              "SAI", "NI", "JA", "VED", "AK", "TAR", "UL", "ZA", "MIR", "QUR", "ESH", "SAN", "DHAR", "KAU", "GILL", "VIR", "LAL", "WAL"]
    syl_ea = ["KO", "WAL", "SKI", "NO", "WAK", "ZIE", "LIN", "KA", "MAR", "PO", "PES", "CU", "DRA", "GO", "RU", "STO", "ICA",
              "VA", "SIL", "IES", "CZYK", "BOR", "KAM", "SZ", "JAN", "DOM", "BRO", "IS", "ADA", "MIH", "LU", "PA"]
    syl_af = ["ADE", "OLA", "BA", "YE", "MI", "OKO", "NKWO", "CHU", "KWU", "EZE", "AFO", "LABI", "OSEI", "MEN", "SAH", "BOA", "TENG",
              "DU", "RO", "TI", "ABU", "HASS", "AN", "WAR", "SAME", "FAR", "AH", "JI", "MO", "ALE"]

    def synth(syl, n, lo=2, hi=3):
        s = set()
        while len(s) < n:
            s.add("".join(rng.choice(syl, rng.integers(lo, hi + 1))))
        v = sorted(s)
        rng.shuffle(v)
        return v
    asia_head = """KHAN AHMED PATEL SINGH ALI HUSSAIN BEGUM KAUR SHAH AKHTAR MAHMOOD MIAH HASSAN IQBAL MALIK RAHMAN SHARMA
    GILL UDDIN CHOUDHURY BIBI MOHAMMED ISLAM ASLAM HUSSEIN JAVED ASHRAF SHEIKH BUTT MIRZA QURESHI SIDDIQUI KHATUN RASHID""".split()
    east_head = """POPA NOWAK KOWALSKI IONESCU WISNIEWSKI DUMITRU KAMINSKI LEWANDOWSKI POPESCU STAN ZIELINSKI KAZLAUSKAS RADU
    WOJCIK MAZUR KRAWCZYK HOXHA PETROV IVANOV STOICA GHEORGHE MATEI""".split()
    afr_head = """MOHAMED ADEYEMI OKAFOR MENSAH CAMPBELL OWUSU ABDI BROWN WILLIAMS OSMAN BOATENG HASSAN OKEKE JOHNSON THOMPSON
    ADEBAYO FARAH GRANT MORGAN ASANTE WARSAME IBRAHIM""".split()
    asia_s = asia_head + upper_ascii(list(P("en_PK").last_names) + list(P("en_IN").last_names)) + synth(syl_as, 3000)
    east_s = east_head + upper_ascii(list(P("ro_RO").last_names)) + synth(syl_ea, 4000)
    afr_s = afr_head + upper_ascii(list(P("yo_NG").last_names) + list(P("en_NG").last_names)) + synth(syl_af, 3000)
    mk = lambda v, s=1.0, q=2.7: (lambda u: (np.array(u, dtype=object), zipf(len(u), s, q)))(list(dict.fromkeys(v)))
    return dict(
        fore={(0, 0): mk(male, 1.25, 6), (0, 1): mk(fem, 1.2, 8), (1, 0): mk(list(dict.fromkeys(asia_m + asia_f)), 1.0, 3), (1, 1): mk(asia_f[::-1], 1.0, 4),
              (2, 0): mk(east_m, 1.0, 3), (2, 1): mk(east_f, 1.0, 3), (3, 0): mk(afr_m + male[:120], .8, 5),
              (3, 1): mk(afr_f + fem[:120], .8, 5)},
        sur={0: brit_s, 1: mk(asia_s, 1.0, 3), 2: mk(east_s, .8, 8), 3: mk(afr_s, .85, 6)})


def typo(s, r):
    """one random edit; r is a numpy Generator-drawn tuple (op, pos, letter) in [0,1)"""
    if len(s) < 2:
        return s
    op, p, c = r
    i = int(p * len(s))
    L = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[int(c * 26)]
    if op < .25:
        return s[:i] + L + s[i:]
    if op < .50:
        return s[:i] + s[i + 1:]
    if op < .65:
        return s[:i] + L + s[i + 1:]
    if op < .80:
        k = KEYS.get(s[i])
        return s[:i] + (k[int(c * len(k))] if k else L) + s[i + 1:]
    i = min(i, len(s) - 2)
    return s[:i] + s[i + 1] + s[i] + s[i + 2:]


def variant(s, r):
    st = int(r[0] * len(VARIANTS))
    for j in range(len(VARIANTS)):
        a, b = VARIANTS[(st + j) % len(VARIANTS)]
        if a in s:
            return s.replace(a, b, 1)
    return typo(s, r)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--records", type=int, required=True)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--profile", choices=PROFILES, default="base")
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    N, R = a.records, PROFILES[a.profile]
    V = vocab(np.random.default_rng(20250101))       # same vocabulary for every seed
    rng = np.random.default_rng(a.seed)

    # ---- people -------------------------------------------------------------------
    kmax = 12
    kp = np.arange(1, kmax + 1) ** -1.6
    kp /= kp.sum()
    k = rng.choice(np.arange(1, kmax + 1), size=int(N / 2.3) + 100, p=kp)
    cs = np.cumsum(k)
    P = int(np.searchsorted(cs, N)) + 1
    k = k[:P]
    k[-1] -= int(cs[P - 1] - N)
    sex = (rng.random(P) < 0.10).astype(int)                     # 1 = F
    eth = rng.choice(4, size=P, p=[.80, .09, .06, .05])
    age = np.minimum(18 + rng.gamma(2.6, 7.0, P), 82)
    dob = (np.datetime64("2025-01-01") - (age * 365.25).astype("timedelta64[D]"))
    heap = (rng.random(P) < np.where(eth == 0, .002, .02))
    dob = np.where(heap, dob.astype("datetime64[Y]").astype("datetime64[D]"), dob)
    decade = np.clip((2010 - dob.astype("datetime64[Y]").astype(int) - 1970) // 10, 0, 7)

    fore = np.empty(P, dtype=object)
    midn = np.empty(P, dtype=object)
    for (e, s), (names, w) in V["fore"].items():
        for d in range(8):
            m = np.flatnonzero((eth == e) & (sex == s) & (decade == d))
            if not len(m):
                continue
            drift = np.exp(np.random.default_rng(1000 + 97 * e + 31 * s + d).normal(0, .9, len(names)))
            w2 = w * drift
            w2 /= w2.sum()
            fore[m] = names[rng.choice(len(names), len(m), p=w2)]
            midn[m] = names[rng.choice(len(names), len(m), p=w)]
    midn[rng.random(P) < .25] = None
    sur = np.empty(P, dtype=object)
    alias = np.empty(P, dtype=object)
    for e, (names, w) in V["sur"].items():
        w = w / w.sum()
        m = np.flatnonzero(eth == e)
        sur[m] = names[rng.choice(len(names), len(m), p=w)]
        alias[m] = names[rng.choice(len(names), len(m), p=w)]     # married / alias surname

    # ---- places -------------------------------------------------------------------
    areas = []
    for part in AREAS.replace("\n", "").split(";"):
        c, towns, w = part.split(":")
        areas.append((c.strip(), towns.split(","), float(w)))
    aw = np.array([x[2] for x in areas])
    aw /= aw.sum()
    npc = max(4000, int(P * 0.45))
    prg = np.random.default_rng(77)
    pc_area = np.sort(prg.choice(len(areas), npc, p=aw))
    dist = 1 + np.minimum(prg.geometric(.09, npc), 40)
    IN = "ABDEFGHJLNPQRSTUWXYZ"
    l1, l2, sec = prg.integers(0, 20, npc), prg.integers(0, 20, npc), prg.integers(1, 10, npc)
    pcs = np.array([f"{areas[ar][0]}{d} {s}{IN[x]}{IN[y]}" for ar, d, s, x, y in zip(pc_area, dist, sec, l1, l2)], dtype=object)
    pc_town = np.array([areas[ar][1][d % len(areas[ar][1])] for ar, d in zip(pc_area, dist)], dtype=object)
    pw = prg.lognormal(0, 1.1, npc)
    start = np.searchsorted(pc_area, np.arange(len(areas) + 1))
    cumw = np.concatenate([[0.0], np.cumsum(pw)])

    def pick_in_area(ar, n):
        lo, hi = cumw[start[ar]], cumw[start[ar + 1]]
        u = lo + rng.random(n) * np.maximum(hi - lo, 1e-9)
        return np.clip(np.searchsorted(cumw, u, side="right") - 1, 0, npc - 1)
    home = rng.choice(len(areas), P, p=aw)
    addr = np.empty((P, 4), dtype=np.int64)
    for j in range(4):
        ar = home if j == 0 else np.where(rng.random(P) < .68, home, rng.choice(len(areas), P, p=aw))
        addr[:, j] = pick_in_area(ar, P)
    nhost = max(8, P // 4000)
    hostels = prg.integers(0, npc, nhost)

    # ---- families: twins, parent/child, same-name relatives -------------------------
    f = rng.random(P)
    idx = np.arange(1, P)
    tw = idx[f[1:] < .004]
    sur[tw] = sur[tw - 1]; dob[tw] = dob[tw - 1]; addr[tw] = addr[tw - 1]; eth[tw] = eth[tw - 1]
    pc = idx[(f[1:] >= .004) & (f[1:] < .022)]
    sur[pc] = sur[pc - 1]; addr[pc, 0] = addr[pc - 1, 0]
    jr = pc[(rng.random(len(pc)) < .06) & (sex[pc] == sex[pc - 1])]
    fore[jr] = fore[jr - 1]

    # ---- records ------------------------------------------------------------------
    pid = np.repeat(np.arange(P), k)
    N = len(pid)
    src = rng.choice(5, N, p=AGENCY_P)
    noise = AGENCY_NOISE[src]
    hit = lambda key, n=None: rng.random(N) < R[key] * noise
    fn, sn, mn = fore[pid].copy(), sur[pid].copy(), midn[pid].copy()
    married = (rng.random(P) < np.where(sex == 1, .22, .01))[pid] & (rng.random(N) < .45)
    sn[married] = alias[pid[married]]
    m = hit("sn_alias"); sn[m] = alias[pid[m]]
    m = np.flatnonzero(hit("sn_hyph")); sn[m] = np.array([f"{x}-{y}" for x, y in zip(sn[m], alias[pid[m]])], dtype=object)
    m = hit("fn_mid_swap") & np.array([x is not None for x in mn]); fn[m], mn[m] = mn[m].copy(), fn[m].copy()
    nick = {x.split(":")[0]: x.split(":")[1].split(",") for x in NICK.split()}
    prefers = (rng.random(P) < .12)[pid] & (rng.random(N) < .5)   # habitual nickname users
    m = np.flatnonzero(hit("fn_nick") | prefers)
    u = rng.random(len(m))
    fn[m] = np.array([(lambda o: o[int(t * len(o))] if o else x)(nick.get(x)) for x, t in zip(fn[m], u)], dtype=object)
    for arr, kt, kv in ((fn, "fn_typo", "fn_variant"), (sn, "sn_typo", "sn_variant")):
        m = np.flatnonzero(hit(kv)); r = rng.random((len(m), 3))
        arr[m] = np.array([variant(x, t) for x, t in zip(arr[m], r)], dtype=object)
        m = np.flatnonzero(hit(kt)); r = rng.random((len(m), 3))
        arr[m] = np.array([typo(x, t) for x, t in zip(arr[m], r)], dtype=object)
    m = np.flatnonzero(hit("fn_initial")); fn[m] = np.array([x[:1] for x in fn[m]], dtype=object)
    m = hit("name_swap"); fn[m], sn[m] = sn[m].copy(), fn[m].copy()
    fn[hit("fn_null")] = None
    sn[hit("sn_null")] = None
    mn[hit("mid_null")] = None

    d = dob[pid]
    y = d.astype("datetime64[Y]").astype(int) + 1970
    mo = d.astype("datetime64[M]").astype(int) % 12 + 1
    da = (d - d.astype("datetime64[M]").astype("datetime64[D]")).astype(int) + 1
    m = hit("dob_year"); y = np.where(m, y + rng.choice([-1, 1], N), y)
    m = hit("dob_jan1"); mo = np.where(m, 1, mo); da = np.where(m, 1, da)
    m = hit("dob_dm") & (da <= 12); mo, da = np.where(m, da, mo), np.where(m, mo, da)
    m = hit("dob_digit"); which = rng.integers(0, 3, N)
    y = np.where(m & (which == 0), y // 10 * 10 + rng.integers(0, 10, N), y)
    mo = np.where(m & (which == 1), rng.integers(1, 13, N), mo)
    da = np.where(m & (which == 2), np.clip(da + rng.choice([-10, 10, -1, 1, 2], N), 1, 28), da)
    da = np.where((mo == 2) & (da > 28), 28, np.where(np.isin(mo, (4, 6, 9, 11)) & (da > 30), 30, da))
    dobs = np.char.add(np.char.add(y.astype("U4"), "-"), np.char.add(np.char.add(np.char.zfill(mo.astype("U2"), 2), "-"),
                       np.char.zfill(da.astype("U2"), 2))).astype(object)
    dobs[hit("dob_null")] = None

    ai = rng.choice(4, N, p=[.60, .24, .11, .05])
    pci = addr[pid, ai]
    m = hit("hostel"); pci = np.where(m, hostels[rng.integers(0, nhost, N)], pci)
    pc, town = pcs[pci].copy(), pc_town[pci].copy()
    m = np.flatnonzero(hit("pc_typo")); r = rng.random((len(m), 3))

    def pctypo(s, t):
        i = int(t[1] * len(s))
        if s[i] == " ":
            return s
        c = "0123456789"[int(t[2] * 10)] if s[i].isdigit() else IN[int(t[2] * 20)]
        return s[:i] + c + s[i + 1:]
    pc[m] = np.array([pctypo(x, t) for x, t in zip(pc[m], r)], dtype=object)
    m = np.flatnonzero(hit("pc_out")); pc[m] = np.array([x.split(" ")[0] for x in pc[m]], dtype=object)
    pc[hit("pc_null")] = None
    town[hit("town_null")] = None
    sx = np.where(sex[pid] == 1, "F", "M").astype(object)
    m = hit("sex_wrong"); sx[m] = np.where(sx[m] == "F", "M", "F")
    sx[hit("sex_null")] = None

    # sparse identifiers (not used by the base benchmark; kept for later id-comparison tests)
    pnc = np.array([f"{50 + i % 50:02d}/{(i * 7919) % 10_000_000:07d}{IN[i % 20]}" for i in range(P)], dtype=object)[pid]
    pnc[rng.random(N) > np.array([.7, .5, .8, 0, 0])[src]] = None
    nino = np.array([f"{IN[i % 20]}{IN[(i // 20) % 20]}{(i * 104729) % 1_000_000:06d}{'ABCD'[i % 4]}" for i in range(P)], dtype=object)[pid]
    nino[rng.random(N) > np.array([.25, .35, .05, .97, .45])[src]] = None

    o = rng.permutation(N)
    S = lambda v: pa.array(v[o], type=pa.string())
    t = pa.table(dict(
        record_id=pa.array(np.arange(N)), person_id=pa.array(pid[o]), source=S(np.array(AGENCIES, dtype=object)[src]),
        first_name=S(fn), middle_name=S(mn), surname=S(sn), dob=S(dobs), sex=S(sx),
        postcode=S(pc), town=S(town), pnc=S(pnc), nino=S(nino)))
    pq.write_table(t, a.out, compression="zstd", compression_level=9)
    pairs = int((k.astype(np.int64) * (k - 1) // 2).sum())
    print(f"{a.out}: {N} records, {P} people, {pairs} true pairs")


if __name__ == "__main__":
    main()
