"""Invented names: made of parts, so that nobody real is meant."""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = {
    "f": _words("""
        Ilse Dorrit Noor Maren Tamsin Oda Perpetua Liv Rosalba Imke Saffy Wilma Zenobia Aveline
        Brisa Calla Delphi Elowen Fenna Greta Hesper Isaura Junia Kerensa Lunette Mirabel Nerys Orla
        Petra Quilla Ruta Sunniva Thea Ursa Vesna Wren Xanthe Ysolde Zelma Amparo Jacinta Luz Samira
        Hanan Rima Yara"""),
    "m": _words("""
        Bento Samir Pell Corin Odo Lucan Matteus Anselm Bram Caspian Dario Emlyn Fabian Gideon
        Hollis Ivo Jory Kester Ludo Milo Nevin Osric Piran Quentin Rafe Silvan Tobit Ulric Vidal
        Wystan Yorick Zoltan Ambrose Blaise Cosmo Desmo Evaristo Fermin Gaspar Karim Nadir Tariq
        Basil Joao Tomas Aurelio"""),
}
FIRST_PART = _words("""
    Salt Quill Thorn Fern Marsh Reed Kettle Lark Heron Birch Stone Dun Wick Harrow Pell Gull Tide
    Ash Brack Clover Drift Elder Finch Gorse Hazel Iron Jay Knot Loam Moss Nettle Oar Pebble Rush
    Sedge Thistle Umber Vetch Willow Yarrow""")
SECOND_PART = _words("""
    marsh by combe wick ford ley feather worth mere field gate stead brook holm wright ness dale
    stow bridge well haven lock garth shaw borne thwaite cote fold row quay""")


def given_name(rng: Random, gender: str) -> str:
    """A first name; somebody of neither gender may get either kind."""
    return rng.choice(GIVEN[gender if gender in GIVEN else rng.choice("fm")])


def family_name(rng: Random) -> str:
    """A family name of two parts, such as Quillfeather."""
    return rng.choice(FIRST_PART) + rng.choice(SECOND_PART)
